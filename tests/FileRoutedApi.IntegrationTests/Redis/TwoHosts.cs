using FileRoutedApi.Host.Commands;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.IntegrationTests.Redis;

/// <summary>A built folder, started twice.</summary>
internal sealed class TwoHosts : IAsyncDisposable
{
    private readonly HostProcess[] _hosts;
    private readonly string _output;
    private readonly string[] _arguments;

    private TwoHosts(HostProcess[] hosts, string output, string[] arguments, HttpClient one, HttpClient other)
    {
        _hosts = hosts;
        _output = output;
        _arguments = arguments;
        One = one;
        Other = other;
    }

    public HttpClient One { get; }

    public HttpClient Other { get; }

    /// <param name="connection">The connection string; the server's own with long timeouts if null.</param>
    public static async Task<TwoHosts> StartAsync(TempFolder folder, RedisServer redis, string? connection = null)
    {
        var output = Path.Combine(Path.GetTempPath(), $"fra-two-{Guid.NewGuid():N}");
        await BuildCommand.RunAsync(ServedFolder.Open(folder.Root, [], "Production"), output, check: false, readyToRun: false, TestContext.Current.CancellationToken);
        string[] arguments = [$"--ConnectionStrings:Redis={connection ?? redis.ConnectionString}", "--Serilog:MinimumLevel:Override:Serilog.AspNetCore=Warning"];
        HostProcess[] hosts = [.. Enumerable.Range(0, 2).Select(_ => HostProcess.StartBuilt(output, arguments))];
        return new TwoHosts(hosts, output, arguments, new HttpClient { BaseAddress = await hosts[0].ListeningAsync() }, new HttpClient { BaseAddress = await hosts[1].ListeningAsync() });
    }

    /// <summary>Ends one of them as a deployment does, and starts it again at its address when it has ended.</summary>
    public async Task ReplaceAsync(int index)
    {
        var address = (index == 0 ? One : Other).BaseAddress!;
        var before = _hosts[index];
        before.Terminate();
        await before.WaitForExitAsync();
        await before.DisposeAsync();
        _hosts[index] = HostProcess.StartBuilt(_output, [.. _arguments, $"--urls={address}"]);
        await _hosts[index].ListeningAsync();
    }

    /// <summary>Waits until both have printed a line.</summary>
    public Task LineAsync(string text) => Task.WhenAll(_hosts.Select(host => host.LineAsync(line => line.Contains(text, StringComparison.Ordinal))));

    /// <summary>How often both together have printed a text.</summary>
    public int Count(string text) => _hosts.Sum(host => host.Output.Split(text).Length - 1);

    public async ValueTask DisposeAsync()
    {
        One.Dispose();
        Other.Dispose();
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        Directory.Delete(_output, recursive: true);
    }
}
