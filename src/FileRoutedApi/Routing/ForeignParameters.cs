using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Routing;

/// <summary>
/// Finds names that look like a parameter but would be literal text: a parameter next to other text, and the syntax of other frameworks.
/// No client would request such a route.
/// </summary>
internal static class ForeignParameters
{
    /// <summary>Returns the mistake in a segment; null if it is literal text.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="part">The segment, as it is in the name of the file or folder.</param>
    public static RouteDiagnostic? Find(string path, string part) =>
        part.AsSpan().IndexOfAny('[', ']') >= 0 ? RouteDiagnostics.PartialParameter(path, part, Rename(path, part))
        : IsForeignSyntax(part) ? RouteDiagnostics.ForeignParameter(path, part, Rename(path, part))
        : null;

    /// <summary>Returns the path with the segment replaced by a parameter.</summary>
    public static string Rename(string path, string part) => path.Replace($"/{part}", $"/{Suggest(part)}", StringComparison.Ordinal);

    /// <summary>Returns the parameter that a segment probably means: <c>[id]</c> or <c>[...path]</c>.</summary>
    public static string Suggest(string part)
    {
        var bracket = part.AsSpan().IndexOfAny("[{<");
        var rest = bracket >= 0 && bracket < part.Length - 1 ? part[(bracket + 1)..] : part;
        var start = 0;
        while (start < rest.Length && !IsWord(rest[start]))
        {
            start++;
        }

        var end = start;
        while (end < rest.Length && IsWord(rest[end]))
        {
            end++;
        }

        var name = end > start ? rest[start..end] : "name";
        var isCatchAll = rest[..start].Contains('*', StringComparison.Ordinal) || rest[..start].Contains("...", StringComparison.Ordinal);
        return isCatchAll ? $"[...{name}]" : $"[{name}]";
    }

    private static bool IsForeignSyntax(string part) =>
        part.AsSpan().IndexOfAny('{', '}') >= 0
        || part is ['*', ..] or ['<', .., '>']
        || (part is [':', var first, ..] && char.IsLetter(first));

    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || character is '_' or '-';
}
