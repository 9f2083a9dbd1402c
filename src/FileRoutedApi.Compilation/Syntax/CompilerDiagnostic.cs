using System.Globalization;
using System.Text.RegularExpressions;
using FileRoutedApi.Diagnostics;
using Microsoft.CodeAnalysis;

namespace FileRoutedApi.Compilation.Syntax;

/// <summary>Converts diagnostics of the compiler to those of this library, with places in the user's file.</summary>
internal static partial class CompilerDiagnostic
{
    public static RouteDiagnostic Create(Diagnostic diagnostic) => Create(diagnostic, diagnostic.Location);

    /// <param name="location">The place to report. It differs from the diagnostic's location if that is in generated code.</param>
    public static RouteDiagnostic Create(Diagnostic diagnostic, Location location)
    {
        var (file, line, column) = PlaceOf(location);
        return new RouteDiagnostic(
            diagnostic.Id,
            diagnostic.Severity == DiagnosticSeverity.Error ? RouteDiagnosticSeverity.Error : RouteDiagnosticSeverity.Warning,
            file,
            line,
            column,
            CompiledNames.Shorten(diagnostic.GetMessage(CultureInfo.InvariantCulture)));
    }

    /// <summary>Returns the file, and the line and column counted from 1.</summary>
    public static (string? File, int Line, int Column) PlaceOf(Location location)
    {
        var span = location.GetMappedLineSpan();
        var (line, column) = PlaceOfHidden(location) ?? (span.StartLinePosition.Line + 1, span.StartLinePosition.Character + 1);
        return (string.IsNullOrEmpty(span.Path) ? null : span.Path, line, column);
    }

    /// <summary>Returns the place at the end of a line that ModuleWriter wrote; null for a line of the user.</summary>
    private static (int Line, int Column)? PlaceOfHidden(Location location)
    {
        var start = location.SourceSpan.Start;
        if (location.SourceTree is not { } tree || tree.GetLineVisibility(start) != LineVisibility.Hidden)
        {
            return null;
        }

        return Place().Match(tree.GetText().Lines.GetLineFromPosition(start).ToString()) is { Success: true } place
            ? (NumberOf(place.Groups[1]), NumberOf(place.Groups[2]))
            : (1, 1);

        static int NumberOf(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("// ([0-9]+),([0-9]+)$")]
    private static partial Regex Place();
}
