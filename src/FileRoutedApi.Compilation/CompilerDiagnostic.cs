using System.Globalization;
using Microsoft.CodeAnalysis;

namespace FileRoutedApi.Compilation;

/// <summary>What the compiler found, at the place in the user's own file.</summary>
internal static class CompilerDiagnostic
{
    public static RouteDiagnostic Create(Diagnostic diagnostic)
    {
        var span = diagnostic.Location.GetMappedLineSpan();
        var hidden = diagnostic.Location.SourceTree?.GetLineVisibility(diagnostic.Location.SourceSpan.Start) == LineVisibility.Hidden;
        var path = span.Path?.Replace("/module", "", StringComparison.Ordinal);
        return new RouteDiagnostic(
            diagnostic.Id,
            diagnostic.Severity == DiagnosticSeverity.Error ? RouteDiagnosticSeverity.Error : RouteDiagnosticSeverity.Warning,
            string.IsNullOrEmpty(path) ? null : path,
            hidden ? 1 : span.StartLinePosition.Line + 1,
            hidden ? 1 : span.StartLinePosition.Character + 1,
            diagnostic.GetMessage(CultureInfo.InvariantCulture));
    }
}
