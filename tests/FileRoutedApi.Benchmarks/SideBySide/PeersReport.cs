using System.Globalization;
using System.Text;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>The figures as Markdown.</summary>
internal sealed class PeersReport
{
    private readonly StringBuilder _text = new();

    public static string Write(PeersResult result)
    {
        var report = new PeersReport();
        report.WriteHead(result);
        if (result.Options.Suite == Suite.Pages)
        {
            report.WritePageRatios(result.Scenarios);
        }
        else
        {
            report.WriteRatios(result.Scenarios);
        }

        report.WriteStarts(result.Starts);
        foreach (var scenario in result.Scenarios)
        {
            report.WriteScenario(scenario, result.Options.Suite.Baseline);
        }

        return report._text.ToString().TrimEnd();
    }

    private void WriteHead(PeersResult result)
    {
        var options = result.Options;
        const string method =
            "the servers alternating, after three to ten warm-up rounds; medians, and the median of the ratios of each round.";
        var processes = options.Processes == 1 ? string.Empty
            : string.Create(CultureInfo.InvariantCulture, $"{options.Processes} processes of each server in turn, each with ");
        Lines(
            $"<!-- not run: a benchmark of several minutes. -->",
            $"```bash",
            $"{options.Command}",
            $"```",
            $"",
            $"{result.Machine}. {(options.Pins ? "The server runs on one core and wrk on the other." : "wrk and the server share the cores.")}",
            $"{processes}{options.Rounds} rounds of {options.Seconds} s with {options.Connections} connections, {method}");
        Lines([.. result.Absent.Select(absent => (FormattableString)$"Not measured: {absent}")]);
        Lines($"");
    }

    /// <summary>The ratios of our server to the others.</summary>
    private void WriteRatios(IReadOnlyList<ScenarioResult> scenarios)
    {
        Lines(
            $"Requests per second of FileRoutedApi, as a multiple of those of other servers:",
            $"",
            $"| requests | of the minimal API | without the request log | of Next | of the best of Nitro, Fastify and Hono | Elysia on Bun, as a multiple of FileRoutedApi |",
            $"|---|---:|---:|---:|---:|---:|",
            $"| *target* | *0.95* | *1.0* | *25* | *1.8* | |");
        foreach (var scenario in scenarios)
        {
            var ours = scenario.Find(FileRoutedApiPeer.TheKey);
            var best = new[] { NitroPeer.TheKey, FastifyPeer.TheKey, HonoPeer.TheKey }.Select(scenario.Find)
                .MaxBy(server => server?.RequestsPerSecond);
            var minimal = Ratio(ours, scenario.Find(MinimalApiPeer.TheKey));
            var next = Ratio(ours, scenario.Find(NextPeer.TheKey));
            var elysia = Ratio(scenario.Find(ElysiaPeer.TheKey), ours);
            var quiet = Ratio(scenario.Find(FileRoutedApiPeer.QuietKey), scenario.Find(MinimalApiPeer.TheKey));
            Lines($"| {scenario.Scenario.Name} | {minimal} | {quiet} | {next} | {Ratio(ours, best)} | {elysia} |");
        }

        Lines($"");
    }

    private void WritePageRatios(IReadOnlyList<ScenarioResult> scenarios)
    {
        Lines(
            $"Requests per second of FileRoutedApi, as a multiple of those of other servers:",
            $"",
            $"| page | of RazorSlices | of Next |",
            $"|---|---:|---:|",
            $"| *target* | *1.0* | *10* |");
        foreach (var scenario in scenarios)
        {
            var ours = scenario.Find(FileRoutedApiPeer.TheKey);
            var slices = Ratio(ours, scenario.Find(SlicesPeer.TheKey));
            Lines($"| {scenario.Scenario.Name} | {slices} | {Ratio(ours, scenario.Find(NextPagesPeer.TheKey))} |");
        }

        Lines($"");
    }

    private void WriteStarts(IReadOnlyList<StartResult> starts)
    {
        if (starts.Count == 0)
        {
            return;
        }

        const string target = "The target is 350 ms, and 600 ms with 1,000 routes.";
        Lines(
            $"Time from the start of the process to the first response, {starts[0].Times.Count} starts each, alternating; medians. {target}",
            $"",
            $"| server | 4 routes | 1,000 routes |",
            $"|---|---:|---:|");
        foreach (var peer in starts.GroupBy(start => start.Peer))
        {
            Lines($"| {peer.Key.Name} | {Time(peer, PeerApp.Small)} | {Time(peer, PeerApp.Large)} |");
        }

        Lines($"");
    }

    private void WriteScenario(ScenarioResult result, Baseline baseline)
    {
        Lines(
            $"### {result.Scenario.Name}",
            $"",
            $"| server | requests/s | of {baseline.Name} | p99 | CPU s per 100,000 | memory after load (shared in part) |",
            $"|---|---:|---:|---:|---:|---:|");
        var other = result.Find(baseline.Key);
        foreach (var server in result.Servers)
        {
            FormattableString load = $"{server.RequestsPerSecond:N0} | {Ratio(server, other)} | {server.P99:F1} ms";
            FormattableString memory = $"{server.Memory.Resident:F0} MB ({server.Memory.Proportional:F0})";
            Lines($"| {server.Peer.Name} | {load} | {server.ProcessorSeconds:F1} | {memory} |");
        }

        Lines($"");
    }

    private static string Time(IEnumerable<StartResult> starts, PeerApp app) =>
        starts.FirstOrDefault(start => start.App == app) is { } found
            ? string.Create(CultureInfo.InvariantCulture, $"{found.Median:N0} ms")
            : "-";

    private static string Ratio(LoadResult? one, LoadResult? other) =>
        one is null || other is null ? "-" : one.RatioTo(other).ToString("0.00", CultureInfo.InvariantCulture);

    private void Lines(params FormattableString[] lines)
    {
        foreach (var line in lines)
        {
            _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }
    }
}
