using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>
/// The same apps on our server, on a hand-written minimal API and on JavaScript servers, built for production. The servers alternate, so
/// that all of them see the same machine, and only one is under load at a time.
/// </summary>
internal sealed class PeersBenchmark(PeersOptions options)
{
    private readonly List<(Peer Peer, PeerApp App)> _built = [];
    private readonly List<string> _absent = [];

    public static async Task<int> RunAsync(Suite suite, string[] args)
    {
        if (PeersOptions.Parse(suite, args) is not { } options)
        {
            Console.Error.WriteLine(PeersOptions.Usage(suite));
            return 2;
        }

        if (!OperatingSystem.IsLinux() || await ChildProcess.FirstLineAsync("wrk", "--version", CancellationToken.None) is null)
        {
            Console.Error.WriteLine(
                OperatingSystem.IsLinux() ? Wrk.HowToInstall : "What a server uses is read from /proc, which only Linux has.");
            return 1;
        }

        Directory.CreateDirectory(options.Folder);
        using var stop = new CancellationTokenSource(TimeSpan.FromHours(2 * options.Processes));

        // Ctrl+C must stop the servers too.
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        try
        {
            Report(options, await new PeersBenchmark(options).MeasureAsync(stop.Token));
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 1;
        }

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static void Report(PeersOptions options, PeersResult result)
    {
        Console.WriteLine();
        Console.WriteLine(PeersReport.Write(result));
        if (options.Write is { } file)
        {
            PeersDocument.Write(file, result);
        }
    }

    private async Task<PeersResult> MeasureAsync(CancellationToken stop)
    {
        foreach (var peer in options.CreatePeers())
        {
            await BuildAsync(peer, stop);
        }

        var scenarios = new List<ScenarioResult>();
        foreach (var scenario in options.Suite.Scenarios)
        {
            var runs = new List<ScenarioResult>();
            for (var i = 0; i < options.Processes; i++)
            {
                using var run = new ScenarioRun(scenario, options, Leave);
                runs.Add(await run.RunAsync(_built.Where(built => built.App == scenario.App).Select(built => built.Peer), stop));
            }

            scenarios.Add(ScenarioResult.Combine(runs));
        }

        var starts = await new StartTimes(options, _built, Leave).MeasureAsync(stop);
        return new PeersResult(options, await Machine.DescribeAsync(stop), scenarios, starts, [.. _absent.Distinct()]);
    }

    private async Task BuildAsync(Peer peer, CancellationToken stop)
    {
        try
        {
            await peer.InstallAsync(stop);
            foreach (var app in options.Suite.Apps)
            {
                var started = TimeProvider.System.GetTimestamp();
                await peer.BuildAsync(app, stop);
                Log($"{peer.Name}: {app.Name} app built in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F1} s");
                _built.Add((peer, app));
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or Win32Exception)
        {
            Leave(peer, exception);
        }
    }

    private void Leave(Peer peer, Exception exception)
    {
        _absent.Add($"{peer.Key}: {exception.Message.ReplaceLineEndings("\n").Split('\n')[0]}");
        Log($"{peer.Key} is left out: {exception.Message}");
    }

    private static void Log(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
