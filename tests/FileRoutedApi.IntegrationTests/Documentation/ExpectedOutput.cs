using System.Text;
using System.Text.RegularExpressions;

namespace FileRoutedApi.IntegrationTests.Documentation;

/// <summary>
/// Compares an output with the one that a page shows. <c>...</c> in a line is any text, and a line <c>...</c> is any number of lines.
/// Times, dates, durations, entity tags, ids and versions are compared by their form.
/// </summary>
internal static partial class ExpectedOutput
{
    private static readonly (Regex Form, string Name)[] _varying =
    [
        (Timestamp(), "<timestamp>"),
        (HttpDate(), "<date>"),
        (ClockTime(), "<time>"),
        (Duration(), "<duration>"),
        (EntityTag(), "ETag: <tag>"),
        (Id(), "<id>"),
        (Seconds(), "$1: <seconds>"),
        (Version(), "FileRoutedApi <version>"),
    ];

    /// <summary>Returns true if an output is the one that a page shows.</summary>
    public static bool Matches(IReadOnlyList<string> expected, string actual)
    {
        var pattern = new StringBuilder("^");
        var lines = Trimmed(expected);
        foreach (var line in lines)
        {
            pattern.Append(line == "..." ? @"(?:.*\n)*?" : $@"{Pattern(line)}\n");
        }

        return Regex.IsMatch(string.Concat(Trimmed(actual.Split('\n')).Select(line => Normalize(line) + "\n")), pattern.Append('$').ToString());
    }

    /// <summary>Returns true if a line of an output is one that a page shows.</summary>
    public static bool IsSameLine(string expected, string actual) =>
        Regex.IsMatch(Normalize(actual.TrimEnd()), $"^{Pattern(expected.TrimEnd())}$");

    private static string Pattern(string line) =>
        string.Join(".*", Normalize(line).Split("...").Select(Regex.Escape));

    private static string Normalize(string line) =>
        _varying.Aggregate(line, (text, form) => form.Form.Replace(text, form.Name));

    // Commands that print no line break at their end are shown with one.
    private static List<string> Trimmed(IEnumerable<string> lines)
    {
        var trimmed = lines.Select(line => line.TrimEnd()).ToList();
        while (trimmed is [.., ""])
        {
            trimmed.RemoveAt(trimmed.Count - 1);
        }

        return trimmed;
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")]
    private static partial Regex Timestamp();

    [GeneratedRegex(@"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT")]
    private static partial Regex HttpDate();

    [GeneratedRegex(@"^\d\d:\d\d:\d\d(?= )")]
    private static partial Regex ClockTime();

    [GeneratedRegex(@"\b\d+(\.\d+)? m?s\b")]
    private static partial Regex Duration();

    [GeneratedRegex("""^ETag: "[\w-]+"$""")]
    private static partial Regex EntityTag();

    [GeneratedRegex(@"\b[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\b")]
    private static partial Regex Id();

    [GeneratedRegex("^(Age|Retry-After|RateLimit-Reset): [0-9]+$")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"^FileRoutedApi \d+\.\d+\.\d+\S*$")]
    private static partial Regex Version();
}
