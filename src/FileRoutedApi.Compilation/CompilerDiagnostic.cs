using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace FileRoutedApi.Compilation;

/// <summary>What the compiler found, at the place in the user's own file.</summary>
internal static partial class CompilerDiagnostic
{
    public static RouteDiagnostic Create(Diagnostic diagnostic)
    {
        var span = diagnostic.Location.GetMappedLineSpan();
        var hidden = diagnostic.Location.SourceTree?.GetLineVisibility(diagnostic.Location.SourceSpan.Start) == LineVisibility.Hidden;
        return new RouteDiagnostic(
            diagnostic.Id,
            diagnostic.Severity == DiagnosticSeverity.Error ? RouteDiagnosticSeverity.Error : RouteDiagnosticSeverity.Warning,
            string.IsNullOrEmpty(span.Path) ? null : span.Path,
            hidden ? 1 : span.StartLinePosition.Line + 1,
            hidden ? 1 : span.StartLinePosition.Character + 1,
            ModuleNamespace().Replace(diagnostic.GetMessage(CultureInfo.InvariantCulture), ""));
    }

    // The user's types stand in a namespace that the user never wrote.
    [GeneratedRegex(ModuleWriter.RootNamespace + @"\.\w+\.")]
    private static partial Regex ModuleNamespace();
}
