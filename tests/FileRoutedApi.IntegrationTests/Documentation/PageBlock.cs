using System.Text.RegularExpressions;

namespace FileRoutedApi.IntegrationTests.Documentation;

/// <summary>A fenced block of a page, with the marks in the HTML comments above it. CONTRIBUTING.md describes the marks.</summary>
/// <param name="Line">The number of the line of the opening fence.</param>
/// <param name="Language">The language of the fence; empty if it has none.</param>
internal sealed partial record PageBlock(int Line, string Language, IReadOnlyList<string> Lines, IReadOnlyList<PageMark> Marks)
{
    private static readonly string[] _commandLanguages = ["bash", "sh", "console"];

    /// <summary>Gets whether the block has commands, or the output of one.</summary>
    public bool IsForTerminal => _commandLanguages.Contains(Language);

    /// <summary>Gets the reason why the whole block is not run; null if it is run.</summary>
    public string? Reason => Marks.FirstOrDefault(mark => mark is { Kind: PageMarkKind.NotRun, Command: null })?.Text;

    /// <summary>Reads the blocks of a page.</summary>
    public static IReadOnlyList<PageBlock> Read(string page)
    {
        var lines = page.Replace("\r", "", StringComparison.Ordinal).Split('\n');
        var blocks = new List<PageBlock>();
        var marks = new List<PageMark>();
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at].StartsWith("<!--", StringComparison.Ordinal))
            {
                var first = at;
                while (!lines[at].TrimEnd().EndsWith("-->", StringComparison.Ordinal) && at < lines.Length - 1)
                {
                    at++;
                }

                marks.AddRange(PageMark.Read(first + 1, string.Join('\n', lines[first..(at + 1)]).Trim()[4..^3].Trim()));
            }
            else if (Fence().Match(lines[at]) is { Success: true } fence)
            {
                var end = Array.FindIndex(lines, at + 1, line => line.TrimEnd() == fence.Groups["fence"].Value);
                end = end < 0 ? lines.Length : end;
                var indent = fence.Groups["fence"].Value.Length - 3;
                var text = lines[(at + 1)..end].Select(line => line.Length < indent ? "" : line[indent..]);
                blocks.Add(new PageBlock(at + 1, fence.Groups["language"].Value, [.. text], [.. marks]));
                marks.Clear();
                at = end;
            }
            else
            {
                // A mark belongs to the block directly below it.
                blocks.AddRange(marks.Select(mark => new PageBlock(mark.Line, "", [], [mark])));
                marks.Clear();
            }
        }

        return [.. blocks, .. marks.Select(mark => new PageBlock(mark.Line, "", [], [mark]))];
    }

    /// <summary>Returns what is wrong with the block or its marks.</summary>
    /// <param name="isTestClass">Returns true if a test class has this name.</param>
    public IEnumerable<string> FindMistakes(Func<string, bool> isTestClass)
    {
        if (!IsForTerminal && Lines.Any(line => Prompt().IsMatch(line)))
        {
            yield return $"line {Line}: the block has commands, and is neither run nor marked. Its language must be bash or console.";
        }

        foreach (var mark in Marks)
        {
            if (mark.Kind == PageMarkKind.NotRun && mark.Text.Length < 10)
            {
                yield return $"line {mark.Line}: the mark has no reason.";
            }

            if (mark.Command is { } command && !Lines.Any(line => line.TrimStart('$', ' ').StartsWith(command, StringComparison.Ordinal)))
            {
                yield return $"line {mark.Line}: no command of the block starts with '{command}'.";
            }

            if (mark.Kind is PageMarkKind.Write or PageMarkKind.Shows ? Files().Count == 0 : !IsForTerminal)
            {
                yield return $"line {mark.Line}: the mark is not directly above a block that it applies to.";
            }

            foreach (var name in TestClass().Matches(mark.Text).Select(match => match.Value).Where(name => !isTestClass(name)))
            {
                yield return $"line {mark.Line}: there is no test class '{name}'.";
            }
        }
    }

    /// <summary>Returns the files that the block shows: each begins with a comment that has its path.</summary>
    public IReadOnlyList<(string Path, IReadOnlyList<string> Lines)> Files()
    {
        var files = new List<(string Path, IReadOnlyList<string> Lines)>();
        foreach (var line in Lines)
        {
            if (FileName().Match(line) is { Success: true } name)
            {
                files.Add((name.Groups["path"].Value, new List<string>()));
            }
            else if (files is [.., var last])
            {
                ((List<string>)last.Lines).Add(line);
            }
        }

        return files;
    }

    [GeneratedRegex(@"^(?<fence> *```)(?<language>[\w#+-]*)\s*$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\s*(\$ |(curl|dotnet|fra|docker|kubectl|npm|npx|git) )")]
    private static partial Regex Prompt();

    [GeneratedRegex(@"^(?://|<!--) (?<path>[\w./\[\]()-]+\.\w+)(?: -->)?$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"\b\w+Tests\b")]
    private static partial Regex TestClass();
}
