using System.Globalization;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>Loads the servers of a scenario in turn. Who fails is left out from then on.</summary>
internal sealed class ScenarioRun(Scenario scenario, PeersOptions options, Action<Peer, Exception> leave) : IDisposable
{
    // Rounds that do not count: .NET compiles what is hot once more, and only when it gets to it. That takes longer on a busy machine.
    private const int WarmUps = 3;
    private const int MaxWarmUps = 10;
    private const int WarmUpRequests = 60_000;

    // The part of the CPU time by which the last of them may have been faster than the one before.
    private const double MaxGain = 0.1;

    private readonly Wrk _wrk = new(options);
    private readonly List<LoadedServer> _servers = [];

    public async Task<ScenarioResult> RunAsync(IEnumerable<Peer> peers, CancellationToken stop)
    {
        foreach (var peer in peers)
        {
            stop.ThrowIfCancellationRequested();
            await StartAsync(peer);
        }

        await EachAsync(server => CheckAsync(server, stop));
        for (var i = 0; i < MaxWarmUps; i++)
        {
            await EachAsync(server => IsWarm(server) ? Task.CompletedTask : LoadAsync(server, stop));
        }

        _servers.ForEach(server => server.Rounds.Clear());
        for (var i = 0; i < options.Rounds; i++)
        {
            await EachAsync(server => LoadAsync(server, stop));
        }

        return new ScenarioResult(
            scenario,
            [.. _servers.Select(server => new LoadResult(server.Peer, server.Rounds, ProcessTree.Memory(server.Process.ProcessId)))]);
    }

    public void Dispose() => _servers.ForEach(server => server.Process.Dispose());

    private async Task StartAsync(Peer peer)
    {
        try
        {
            _servers.Add(new LoadedServer(
                peer,
                await ServerProcess.StartAsync(peer.Name, port => options.OnServerCores(peer.Command(scenario.App, port)), scenario.App.Routes[0].Path),
                []));
        }
        catch (InvalidOperationException exception)
        {
            leave(peer, exception);
        }
    }

    private bool IsWarm(LoadedServer server) =>
        server.Rounds.Count >= WarmUps
        && server.Rounds.Sum(round => round.RequestsPerSecond) * options.Seconds >= WarmUpRequests
        && server.Rounds[^1].ProcessorSeconds > server.Rounds[^2].ProcessorSeconds * (1 - MaxGain);

    private async Task EachAsync(Func<LoadedServer, Task> step)
    {
        foreach (var server in _servers.ToList())
        {
            try
            {
                await step(server);
            }
            catch (Exception exception) when (exception is InvalidOperationException or HttpRequestException)
            {
                _servers.Remove(server);
                server.Process.Dispose();
                leave(server.Peer, exception);
            }
        }
    }

    /// <summary>Checks that all servers send the same response.</summary>
    private async Task CheckAsync(LoadedServer server, CancellationToken stop)
    {
        foreach (var exchange in scenario.Exchanges)
        {
            var response = await server.Process.ReadAsync(exchange.Path, exchange.Body, stop);
            if (!exchange.IsExpected(response))
            {
                throw new InvalidOperationException($"{exchange.Path} responded with {response}");
            }
        }
    }

    private async Task LoadAsync(LoadedServer server, CancellationToken stop)
    {
        var before = ProcessTree.ProcessorSeconds(server.Process.ProcessId);
        var result = await _wrk.RunAsync(server.Process.Address, scenario, options.Seconds, stop);
        var used = ProcessTree.ProcessorSeconds(server.Process.ProcessId) - before;
        server.Rounds.Add(new Round(result.RequestsPerSecond, result.P99, used / result.Requests * 100_000));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{scenario.Name}, {server.Peer.Name}: {result.RequestsPerSecond:N0}/s, {used / result.Requests * 100_000:F1} CPU s for 100,000"));
    }

    private sealed record LoadedServer(Peer Peer, ServerProcess Process, List<Round> Rounds);
}
