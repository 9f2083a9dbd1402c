namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>One round of one server.</summary>
/// <param name="ProcessorSeconds">For 100,000 requests.</param>
internal sealed record Round(double RequestsPerSecond, TimeSpan P99, double ProcessorSeconds);

/// <summary>What a server did in a scenario.</summary>
internal sealed record LoadResult(Peer Peer, IReadOnlyList<Round> Rounds, ProcessMemory Memory)
{
    public double RequestsPerSecond => Rounds.Median(round => round.RequestsPerSecond);

    public double P99 => Rounds.Median(round => round.P99.TotalMilliseconds);

    public double ProcessorSeconds => Rounds.Median(round => round.ProcessorSeconds);

    /// <summary>How many times the requests of another: of each round by itself, as neighbours see the same machine.</summary>
    public double RatioTo(LoadResult other) =>
        Rounds.Zip(other.Rounds).ToList().Median(pair => pair.First.RequestsPerSecond / pair.Second.RequestsPerSecond);
}

internal sealed record ScenarioResult(Scenario Scenario, IReadOnlyList<LoadResult> Servers)
{
    /// <summary>Returns the rounds of all runs and the memory after the last, without the servers that failed in one of them.</summary>
    public static ScenarioResult Combine(IReadOnlyList<ScenarioResult> runs) => new(
        runs[0].Scenario,
        [
            .. runs[^1].Servers
                .Where(last => runs.All(run => run.Find(last.Peer.Key) is not null))
                .Select(last => last with { Rounds = [.. runs.SelectMany(run => run.Find(last.Peer.Key)!.Rounds)] }),
        ]);

    public LoadResult? Find(string key) => Servers.FirstOrDefault(server => server.Peer.Key == key);
}

/// <summary>The milliseconds from the start of the process to the first response.</summary>
internal sealed record StartResult(Peer Peer, PeerApp App, IReadOnlyList<double> Times)
{
    public double Median => Times.Median(time => time);
}

/// <summary>All that was measured.</summary>
/// <param name="Machine">And the versions of what runs on it.</param>
/// <param name="Absent">Who was not measured, and why.</param>
internal sealed record PeersResult(
    PeersOptions Options,
    string Machine,
    IReadOnlyList<ScenarioResult> Scenarios,
    IReadOnlyList<StartResult> Starts,
    IReadOnlyList<string> Absent);

internal static class MedianExtensions
{
    public static double Median<T>(this IReadOnlyCollection<T> items, Func<T, double> value) =>
        items.Select(value).Order().ElementAt(items.Count / 2);
}
