using System.Globalization;
using System.Text.RegularExpressions;
using FileRoutedApi.Diagnostics;
using Microsoft.CodeAnalysis;

namespace FileRoutedApi.Compilation.Syntax;

/// <summary>What the compiler found, at the place in the user's own file.</summary>
internal static partial class CompilerDiagnostic
{
    public static RouteDiagnostic Create(Diagnostic diagnostic) => Create(diagnostic, diagnostic.Location);

    /// <param name="location">The place, which is another than the diagnostic's where that one lies in generated code.</param>
    public static RouteDiagnostic Create(Diagnostic diagnostic, Location location)
    {
        var span = location.GetMappedLineSpan();
        var (line, column) = PlaceOfHidden(location) ?? (span.StartLinePosition.Line + 1, span.StartLinePosition.Character + 1);
        return new RouteDiagnostic(
            diagnostic.Id,
            diagnostic.Severity == DiagnosticSeverity.Error ? RouteDiagnosticSeverity.Error : RouteDiagnosticSeverity.Warning,
            string.IsNullOrEmpty(span.Path) ? null : span.Path,
            line,
            column,
            CompiledNames.Shorten(diagnostic.GetMessage(CultureInfo.InvariantCulture)));
    }

    /// <summary>The place that a line of the wrapper's speaks of; null for a line of the user's.</summary>
    private static (int Line, int Column)? PlaceOfHidden(Location location)
    {
        var start = location.SourceSpan.Start;
        if (location.SourceTree is not { } tree || tree.GetLineVisibility(start) != LineVisibility.Hidden)
        {
            return null;
        }

        return Place().Match(tree.GetText().Lines.GetLineFromPosition(start).ToString()) is { Success: true } place
            ? (int.Parse(place.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(place.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
            : (1, 1);
    }

    [GeneratedRegex("// ([0-9]+),([0-9]+)$")]
    private static partial Regex Place();
}
