using System.Text.RegularExpressions;
using FileRoutedApi.IntegrationTests.Development;

namespace FileRoutedApi.IntegrationTests.Documentation;

/// <summary>A server that a page has started. It listens on a free port, which stands for the port of the page.</summary>
/// <param name="documented">The address of the page, such as <c>127.0.0.1:5080</c>.</param>
internal sealed partial class PageServer(string documented, HostProcess process) : IAsyncDisposable
{
    private static readonly Uri _default = new("http://localhost:5000");

    private Uri _actual = _default;

    /// <summary>Gets the port of the page.</summary>
    public int Port { get; } = new Uri($"http://{documented}").Port;

    /// <summary>Starts the server of a command, and waits until it is ready.</summary>
    /// <param name="start">Starts a command.</param>
    public static async Task<PageServer> StartAsync(string command, Func<string, HostProcess> start)
    {
        var port = PortOption().Match(command);
        var text = PortOption().Replace(command, $"--urls http://localhost:{port.Groups["port"].Value}");
        var address = Address().Match(text);
        var process = start(Address().Replace(text, "http://127.0.0.1:0"));
        var server = new PageServer(new Uri(address.Success ? address.Value : _default.OriginalString).Authority, process);
        try
        {
            var line = await process.LineAsync(line => Listening().IsMatch(line));
            server._actual = new Uri(Listening().Match(line).Groups["address"].Value);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Replaces the address of the page in a command.</summary>
    public string ToActual(string text) => Regex.Replace(text, $@"\b(localhost|127\.0\.0\.1):{Port}\b", _actual.Authority);

    /// <summary>Replaces the address of this server in an output.</summary>
    public string ToDocumented(string text) => text.Replace(_actual.Authority, documented, StringComparison.Ordinal);

    /// <summary>Waits until the server has printed all lines, in any order: requests and changes are concurrent.</summary>
    /// <param name="toDocumented">Replaces the paths of the test in an output.</param>
    public async Task PrintedAsync(IEnumerable<string> lines, Func<string, string> toDocumented)
    {
        foreach (var line in lines)
        {
            try
            {
                await Dev.WaitAsync(() => Task.FromResult(
                    toDocumented(ToDocumented(process.Output)).Split('\n').Any(printed => ExpectedOutput.IsSameLine(line, printed))));
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"The server has not printed '{line}':\n{process.Output}");
            }
        }
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    [GeneratedRegex(@"(?<=--urls[ =])http://(localhost|127\.0\.0\.1):\d+")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<= )(--port|-p)[ =](?<port>\d+)\b")]
    private static partial Regex PortOption();

    // A line of text, or in Production one of JSON.
    [GeneratedRegex("([Ll]istening on:? |\"Listening on \\{Address\\}\",\"Address\":\")(?<address>http://[^\\s\"]+)")]
    private static partial Regex Listening();
}
