using System.Text.RegularExpressions;

namespace FileRoutedApi.IntegrationTests.Documentation;

/// <summary>An HTML comment that says how the block below it is tested.</summary>
/// <param name="Line">The number of the first line of the comment.</param>
/// <param name="Command">The beginning of the command that the mark applies to; null for the whole block.</param>
/// <param name="Text">The reason, the commands or the folder.</param>
internal sealed partial record PageMark(int Line, PageMarkKind Kind, string? Command, string Text)
{
    private static readonly Dictionary<string, PageMarkKind> _kinds = new()
    {
        ["not run"] = PageMarkKind.NotRun,
        ["run"] = PageMarkKind.Run,
        ["meanwhile"] = PageMarkKind.Meanwhile,
        ["write"] = PageMarkKind.Write,
        ["shows"] = PageMarkKind.Shows,
    };

    /// <summary>Reads a comment; other comments are ignored.</summary>
    public static IEnumerable<PageMark> Read(int line, string comment) => Syntax().Match(comment) is { Success: true } mark
        ?
        [
            new PageMark(
                line,
                _kinds[mark.Groups["kind"].Value],
                mark.Groups["command"] is { Success: true, Value: var command } ? command : null,
                mark.Groups["text"].Value.Trim()),
        ]
        : [];

    [GeneratedRegex("^(?<kind>not run|run|meanwhile|write|shows)(?: \"(?<command>[^\"]+)\")?:(?<text>.*)$", RegexOptions.Singleline)]
    private static partial Regex Syntax();
}

/// <summary>What a mark says.</summary>
internal enum PageMarkKind
{
    /// <summary>The block is not run, for the reason.</summary>
    NotRun,

    /// <summary>Commands that run before the block.</summary>
    Run,

    /// <summary>Commands that run while the server of the block runs, before its output is compared.</summary>
    Meanwhile,

    /// <summary>The folder into which the files of the block are written.</summary>
    Write,

    /// <summary>The folder of the repository that has the files of the block.</summary>
    Shows,
}
