using System.Globalization;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>
/// The same apps on ours, on a minimal API written by hand and on servers of JavaScript, built for production. The
/// servers take turns, so that all of them see the same machine, and one at a time is loaded.
/// </summary>
internal sealed class PeersBenchmark(PeersOptions options)
{
    // What a compiler does with what is hot is over.
    private const int LeastWarmUp = 3;

    private readonly Wrk _wrk = new(options.Connections, options.Folder);
    private readonly List<(Peer Peer, PeerApp App)> _built = [];
    private readonly List<string> _absent = [];

    public static async Task<int> RunAsync(string[] args)
    {
        if (PeersOptions.Parse(args) is not { } options)
        {
            Console.Error.WriteLine(PeersOptions.Usage);
            return 2;
        }

        if (!OperatingSystem.IsLinux() || await ChildProcess.FirstLineAsync("wrk", "--version", CancellationToken.None) is null)
        {
            Console.Error.WriteLine(OperatingSystem.IsLinux() ? Wrk.HowToInstall : "What a server uses is read from /proc, which only Linux has.");
            return 1;
        }

        Directory.CreateDirectory(options.Folder);
        using var stop = new CancellationTokenSource(TimeSpan.FromHours(2));
        var result = await new PeersBenchmark(options).MeasureAsync(stop.Token);
        Console.WriteLine();
        Console.WriteLine(PeersReport.Write(result));
        if (options.Write is { } file)
        {
            PeersDocument.Write(file, result);
        }

        return 0;
    }

    private async Task<PeersResult> MeasureAsync(CancellationToken stop)
    {
        foreach (var peer in options.CreatePeers())
        {
            await BuildAsync(peer, stop);
        }

        var scenarios = new List<ScenarioResult>();
        foreach (var scenario in Scenario.All)
        {
            scenarios.Add(await LoadAsync(scenario, stop));
        }

        return new PeersResult(options, await Machine.DescribeAsync(stop), scenarios, await new StartTimes(_built).MeasureAsync(options.Starts), _absent);
    }

    private async Task BuildAsync(Peer peer, CancellationToken stop)
    {
        try
        {
            await peer.InstallAsync(stop);
            foreach (var app in new[] { PeerApp.Small, PeerApp.Large })
            {
                var started = TimeProvider.System.GetTimestamp();
                await peer.BuildAsync(app, stop);
                Log($"{peer.Name}: {app.Name} app built in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F1} s");
                _built.Add((peer, app));
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or System.ComponentModel.Win32Exception)
        {
            Leave(peer, exception);
        }
    }

    private async Task<ScenarioResult> LoadAsync(Scenario scenario, CancellationToken stop)
    {
        var running = new List<(Peer Peer, ServerProcess Server, List<Round> Rounds)>();
        try
        {
            foreach (var (peer, app) in _built.Where(built => built.App == scenario.App).ToList())
            {
                if (await StartAsync(peer, scenario, stop) is { } server)
                {
                    running.Add((peer, server, []));
                }
            }

            for (var i = 1; i <= options.Rounds; i++)
            {
                foreach (var (peer, server, rounds) in running)
                {
                    rounds.Add(await RoundAsync(server, scenario, stop));
                    Log($"{scenario.Name}, round {i}, {peer.Name}: {rounds[^1].RequestsPerSecond:N0}/s");
                }
            }

            return new ScenarioResult(scenario, [.. running.Select(entry => new LoadResult(entry.Peer, entry.Rounds, ProcessTree.Memory(entry.Server.ProcessId)))]);
        }
        finally
        {
            running.ForEach(entry => entry.Server.Dispose());
        }
    }

    /// <summary>Null where it does not answer as all others do.</summary>
    private async Task<ServerProcess?> StartAsync(Peer peer, Scenario scenario, CancellationToken stop)
    {
        ServerProcess? server = null;
        try
        {
            server = await ServerProcess.StartAsync(peer.Name, port => peer.Command(scenario.App, port), scenario.App.Routes[0].Path);
            foreach (var exchange in scenario.Exchanges)
            {
                var answer = await server.ReadAsync(exchange.Path, exchange.Body, stop);
                if (!exchange.IsAnsweredBy(answer))
                {
                    throw new InvalidOperationException($"{exchange.Path} was answered with {answer}");
                }
            }

            await _wrk.RunAsync(server.Address, scenario, Math.Max(options.Seconds, LeastWarmUp), stop);
            return server;
        }
        catch (Exception exception) when (exception is InvalidOperationException or HttpRequestException)
        {
            server?.Dispose();
            _built.Remove((peer, scenario.App));
            Leave(peer, exception);
            return null;
        }
    }

    private async Task<Round> RoundAsync(ServerProcess server, Scenario scenario, CancellationToken stop)
    {
        var before = ProcessTree.ProcessorSeconds(server.ProcessId);
        var result = await _wrk.RunAsync(server.Address, scenario, options.Seconds, stop);
        var used = ProcessTree.ProcessorSeconds(server.ProcessId) - before;
        return new Round(result.RequestsPerSecond, result.P99, used / result.Requests * 100_000);
    }

    private void Leave(Peer peer, Exception exception)
    {
        _absent.Add($"{peer.Key}: {exception.Message.ReplaceLineEndings("\n").Split('\n')[0]}");
        Log($"{peer.Key} is left out: {exception.Message}");
    }

    private static void Log(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
