using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace FileRoutedApi.Benchmarks.Faults;

/// <summary>
/// Abuses a server, one abuse after the other, while a healthy client sends requests. Every claim that does not hold
/// is printed and results in the exit code 1.
/// </summary>
internal static class FaultRun
{
    private const string Begin = "<!-- faults: written by the command above -->";
    private const string End = "<!-- /faults -->";

    private static readonly TimeSpan _longestAbuse = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _longestRest = TimeSpan.FromSeconds(12);

    public static async Task<int> RunAsync(string[] args)
    {
        if (FaultOptions.Parse(args, [.. Abuse.All.Select(abuse => abuse.Name)]) is not { } options)
        {
            await Console.Error.WriteLineAsync(FaultOptions.Usage);
            await Console.Error.WriteLineAsync($"  names: {string.Join(", ", Abuse.All.Select(abuse => abuse.Name))}");
            return 2;
        }

        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        using var server = await FaultServer.StartAsync(stop.Token);
        await WarmUpAsync(server, stop.Token);

        var report = new FaultReport($"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, .NET {Environment.Version}");
        foreach (var abuse in Abuse.All.Where(abuse => options.Only is [] || options.Only.Contains(abuse.Name)))
        {
            report.Add(await RunAsync(abuse, server, stop.Token));
        }

        report.PrintDetails();
        if (options.Write is { } file)
        {
            await report.WriteAsync(file, Begin, End, stop.Token);
        }

        return report.HasFailed ? 1 : 0;
    }

    /// <summary>Warms up the process, so that one-time allocations do not count for the first abuse.</summary>
    private static async Task WarmUpAsync(FaultServer server, CancellationToken stop)
    {
        using var warm = CancellationTokenSource.CreateLinkedTokenSource(stop);
        warm.CancelAfter(TimeSpan.FromSeconds(3));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => new HealthyClient(server.Port).RunAsync(warm.Token)));
    }

    private static async Task<FaultRow> RunAsync(Abuse abuse, FaultServer server, CancellationToken stop)
    {
        var tally = new Tally();
        var details = new List<string>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(_longestAbuse);
        var before = server.MemoryMB;
        var peak = PeakAsync(server, ending.Token);
        var healthy = new HealthyClient(server.Port).RunAsync(ending.Token);
        var started = Stopwatch.GetTimestamp();
        try
        {
            await abuse.Run(new AbuseRun(server, tally, details, limit.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException or System.Net.Sockets.SocketException)
        {
            tally.Expect(false, $"the abuse runs to its end ({exception.Message})");
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var after = await RestAsync(server, before + abuse.MostGrowthMB, stop);
        await ending.CancelAsync();
        var health = await healthy;
        var highest = await peak;
        tally.Expect(!server.HasExited, "the process lives");
        tally.Expect(health is { Failed: 0, Times.Count: > 0 }, "a healthy client is served all the while");
        tally.Expect(after <= before + abuse.MostGrowthMB, $"afterwards the process is at most {abuse.MostGrowthMB} MB larger");
        tally.Expect(highest <= before + abuse.MostPeakMB, $"meanwhile the process is at most {abuse.MostPeakMB} MB larger");
        return new FaultRow(abuse, tally, seconds, before, highest, after, health, details);
    }

    private static async Task<long> PeakAsync(FaultServer server, CancellationToken ending)
    {
        var peak = 0L;
        while (!ending.IsCancellationRequested && !server.HasExited)
        {
            peak = Math.Max(peak, server.MemoryMB);
            await Task.Delay(50, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return peak;
    }

    /// <summary>Waits until the memory is within its bound or the timeout has elapsed; returns the memory.</summary>
    private static async Task<long> RestAsync(FaultServer server, long bound, CancellationToken stop)
    {
        var since = Stopwatch.GetTimestamp();
        do
        {
            await Task.Delay(500, stop);
        }
        while (!server.HasExited && server.MemoryMB > bound && Stopwatch.GetElapsedTime(since) < _longestRest);
        return server.HasExited ? 0 : server.MemoryMB;
    }
}
