using System.Text.RegularExpressions;

namespace FileRoutedApi.IntegrationTests.Documentation;

/// <summary>A command of a page.</summary>
/// <param name="Line">The number of its first line.</param>
/// <param name="Text">The command; several lines if it is continued or has a here-document.</param>
/// <param name="Expected">The output that the page shows; null if it shows none.</param>
internal sealed partial record PageCommand(int Line, string Text, IReadOnlyList<string>? Expected)
{
    // The commands that return; all others serve until they are stopped.
    private static readonly string[] _returning =
    [
        "new", "build", "check", "health", "routes", "openapi", "client", "fetch", "job", "[suggest",
    ];

    /// <summary>Gets whether the command serves a folder until it is stopped.</summary>
    public bool IsServer => Server().Match(Text) is { Success: true } server
        && !_returning.Any(name => server.Groups["arguments"].Value.TrimStart(' ', '"').StartsWith(name, StringComparison.Ordinal));

    /// <summary>Returns the commands of a block.</summary>
    /// <returns>A command without text is the output of the server that was started last.</returns>
    public static IReadOnlyList<PageCommand> Of(PageBlock block) => block.Language == "console"
        ? ReadConsole(block)
        : Read(block.Line + 1, block.Lines);

    /// <summary>Returns the commands of a script.</summary>
    /// <param name="line">The number of its first line.</param>
    public static IReadOnlyList<PageCommand> Read(int line, IReadOnlyList<string> lines)
    {
        var commands = new List<PageCommand>();
        for (var at = 0; at < lines.Count; at++)
        {
            if (lines[at].Length == 0 || lines[at][0] == '#')
            {
                continue;
            }

            var first = at;
            while (lines[at].EndsWith('\\') && at < lines.Count - 1)
            {
                at++;
            }

            if (HereDocument().Match(lines[at]) is { Success: true } document)
            {
                while (lines[++at] != document.Groups["end"].Value)
                {
                }
            }

            commands.Add(new PageCommand(line + first, string.Join('\n', lines.Skip(first).Take(at - first + 1)), null));
        }

        return commands;
    }

    private static List<PageCommand> ReadConsole(PageBlock block)
    {
        var commands = new List<PageCommand>();
        var output = new List<string>();
        for (var at = 0; at < block.Lines.Count; at++)
        {
            if (block.Lines[at].StartsWith("$ ", StringComparison.Ordinal))
            {
                output = [];
                commands.Add(new PageCommand(block.Line + 1 + at, block.Lines[at][2..], output));
                continue;
            }

            if (commands.Count == 0)
            {
                commands.Add(new PageCommand(block.Line + 1 + at, "", output));
            }

            output.Add(block.Lines[at]);
        }

        return commands;
    }

    [GeneratedRegex(@"^(\w+=(""[^""]*""|'[^']*'|\S+) )*(fra|dotnet run (-c Release )?--project \S+( --(?= ))?|dotnet \S+\.Host\.dll)(?<arguments>( .*)?)$")]
    private static partial Regex Server();

    [GeneratedRegex(@"<<'?(?<end>\w+)'?")]
    private static partial Regex HereDocument();
}
