using System.Text;
using FileRoutedApi.IntegrationTests.Installed;

namespace FileRoutedApi.IntegrationTests.Documentation;

/// <summary>Runs the commands of a page, and compares their output with the one that the page shows.</summary>
internal sealed class PageRun : IAsyncDisposable
{
    // A control character does not occur in the outputs.
    private const char Separator = '\u001e';

    private readonly PageFolder _folder = new();
    private readonly List<PageServer> _servers = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Runs a block with its marks.</summary>
    public async Task RunAsync(PageBlock block)
    {
        foreach (var mark in block.Marks)
        {
            Write(block, mark);
        }

        if (!block.IsForTerminal || block.Reason is not null)
        {
            return;
        }

        await RunMarksAsync(block, PageMarkKind.Run);
        var isNotRun = block.Marks.Where(mark => mark.Kind == PageMarkKind.NotRun).Select(mark => mark.Command!).ToList();
        var commands = PageCommand.Of(block)
            .Where(command => !isNotRun.Any(start => command.Text.StartsWith(start, StringComparison.Ordinal)))
            .ToList();
        await RunAsync(commands.Where(command => command.Text.Length > 0));
        await RunMarksAsync(block, PageMarkKind.Meanwhile);
        foreach (var command in commands.Where(command => command.Text.Length == 0 || command.IsServer))
        {
            Assert.True(_servers.Count > 0, $"line {command.Line}: the block shows the output of a server, and the page has started none.");
            await _servers[^1].PrintedAsync(command.Expected ?? [], _folder.ToDocumented);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task RunMarksAsync(PageBlock block, PageMarkKind kind)
    {
        foreach (var mark in block.Marks.Where(mark => mark.Kind == kind))
        {
            await RunAsync(PageCommand.Read(mark.Line, mark.Text.Split('\n')));
        }
    }

    private async Task RunAsync(IEnumerable<PageCommand> commands)
    {
        var together = new List<PageCommand>();
        foreach (var command in commands)
        {
            if (command.IsServer)
            {
                await RunTogetherAsync(together);
                together.Clear();
                await ServeAsync(command);
            }
            else
            {
                together.Add(command);
            }
        }

        await RunTogetherAsync(together);
    }

    /// <summary>Starts a server. A server of the page on the same port is stopped first.</summary>
    private async Task ServeAsync(PageCommand command)
    {
        var server = await PageServer.StartAsync(
            _folder.ToActual(command.Text), text => HostProcess.Start(_folder.Prepare(text)));
        foreach (var replaced in _servers.Where(other => other.Port == server.Port).ToList())
        {
            _servers.Remove(replaced);
            await replaced.DisposeAsync();
        }

        _servers.Add(server);
    }

    /// <summary>Runs commands in one shell, so that they share variables and the current folder.</summary>
    private async Task RunTogetherAsync(List<PageCommand> commands)
    {
        if (commands.Count == 0)
        {
            return;
        }

        // A page shows what a terminal shows.
        var script = new StringBuilder("exec 2>&1\n");
        foreach (var command in commands)
        {
            var text = _servers.Aggregate(_folder.ToActual(command.Text), (changed, server) => server.ToActual(changed));
            script.Append(text).Append('\n').Append("printf '\\036%s\\036' \"$?\"").Append('\n');
        }

        var (_, output, _) = await Sdk.TryRunAsync(_folder.Prepare(script.ToString()), Stop);
        var parts = output.Split(Separator);
        for (var at = 0; at < commands.Count; at++)
        {
            var actual = parts.Length > 2 * at ? ToDocumented(parts[2 * at]) : "";
            var exitCode = parts.Length > (2 * at) + 1 ? parts[(2 * at) + 1] : "none";
            Check(commands[at], exitCode, actual);
        }
    }

    private static void Check(PageCommand command, string exitCode, string actual)
    {
        var result = $"line {command.Line}: {command.Text}\nexited with {exitCode}\n{actual}";
        var showsError = command.Expected?.Any(line => line.Contains("error FRA", StringComparison.Ordinal)) == true;
        Assert.True(exitCode == "0" || showsError, result);
        Assert.True(
            command.Expected is not { } expected || ExpectedOutput.Matches(expected, actual),
            $"{result}\nThe page shows:\n{string.Join('\n', command.Expected ?? [])}");
    }

    private string ToDocumented(string text) => _servers.Aggregate(_folder.ToDocumented(text), (changed, server) => server.ToDocumented(changed));

    private void Write(PageBlock block, PageMark mark)
    {
        foreach (var (path, lines) in block.Files())
        {
            switch (mark.Kind)
            {
                case PageMarkKind.Write:
                    var file = Path.Combine(_folder.ToActual($"{mark.Text.TrimEnd('/')}/"), path);
                    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                    File.WriteAllLines(file, lines);
                    break;
                case PageMarkKind.Shows:
                    AssertShown(Path.Combine(ExampleApp.Repository, mark.Text, path), lines);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Checks that a file has the lines of a block, in their order. The block may leave out others.</summary>
    private static void AssertShown(string file, IReadOnlyList<string> lines)
    {
        var left = File.ReadAllLines(file).Select(line => line.Trim()).ToList();
        foreach (var line in lines.Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            var at = left.IndexOf(line);
            Assert.True(at >= 0, $"{file} does not have the line '{line}' at this place.");
            left.RemoveRange(0, at + 1);
        }
    }
}
