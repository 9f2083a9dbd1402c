using FileRoutedApi.Host.Commands;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.IntegrationTests.Redis;

/// <summary>Two host processes that serve the same built folder.</summary>
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

    /// <param name="connection">The connection string; null uses the server's with long timeouts.</param>
    public static async Task<TwoHosts> StartAsync(TempFolder folder, RedisServer redis, string? connection = null)
    {
        var output = Path.Combine(Path.GetTempPath(), $"fra-two-{Guid.NewGuid():N}");
        await BuildCommand.RunAsync(
            ServedFolder.Open(folder.Root, [], "Production"),
            output,
            check: false,
            readyToRun: false,
            TestContext.Current.CancellationToken);
        string[] arguments = [
            $"--ConnectionStrings:Redis={connection ?? redis.ConnectionString}",
            "--Serilog:MinimumLevel:Override:Serilog.AspNetCore=Warning"
        ];
        HostProcess[] hosts = [.. Enumerable.Range(0, 2).Select(_ => HostProcess.StartBuilt(output, arguments))];
        return new TwoHosts(
            hosts,
            output,
            arguments,
            new HttpClient { BaseAddress = await hosts[0].ListeningAsync() },
            new HttpClient { BaseAddress = await hosts[1].ListeningAsync() });
    }

    /// <summary>Stops one host gracefully and starts it again at the same address.</summary>
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

    /// <summary>Waits until both hosts have printed the text.</summary>
    public Task LineAsync(string text) =>
        Task.WhenAll(_hosts.Select(host => host.LineAsync(line => line.Contains(text, StringComparison.Ordinal))));

    /// <summary>Gets how often both hosts together have printed a text.</summary>
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
