using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>What wrk says of one run.</summary>
internal sealed record WrkResult(long Requests, double RequestsPerSecond, TimeSpan P99);

/// <summary>Loads a server with wrk, one thread of it.</summary>
internal sealed partial class Wrk(PeersOptions options)
{
    public const string HowToInstall = "wrk is missing: apt-get install wrk, or https://github.com/wg/wrk";

    /// <exception cref="InvalidOperationException">A request failed.</exception>
    public async Task<WrkResult> RunAsync(Uri server, Scenario scenario, int seconds, CancellationToken stop)
    {
        var exchanges = scenario.Exchanges;
        var path = exchanges.Count == 1 ? exchanges[0].Path : "/";
        var output = await ChildProcess.RunAsync(
            options.OnClientCores(new ProcessStartInfo(
                "wrk",
                [
                    "-t1", $"-c{options.Connections}", $"-d{seconds}s", "--latency", "--timeout", "30s", .. Script(scenario),
                    new Uri(server, path).ToString(), .. Input(scenario)
                ])),
            stop);
        return FailurePattern().Match(output) is { Success: true, Value: var failure }
            ? throw new InvalidOperationException($"{scenario.Name}: {failure}")
            : Parse(output);
    }

    private static string[] Script(Scenario scenario) => scenario.Exchanges switch
    {
        [{ Body: null }] => [],
        [_] => ["-s", Path.Combine(Peer.ProjectPath("Peers"), "echo.lua")],
        _ => ["-s", Path.Combine(Peer.ProjectPath("Peers"), "cycle.lua")],
    };

    /// <summary>The argument for the script: a file with the body, or with the paths.</summary>
    private string[] Input(Scenario scenario)
    {
        if (scenario.Exchanges is [{ Body: null }])
        {
            return [];
        }

        var file = Path.Combine(options.Folder, "wrk.txt");
        File.WriteAllText(
            file,
            scenario.Exchanges is [{ Body: { } body }] ? body : string.Join('\n', scenario.Exchanges.Select(exchange => exchange.Path)));
        return ["--", file];
    }

    private static WrkResult Parse(string output)
    {
        var latency = LatencyPattern().Match(output);
        var milliseconds = double.Parse(
            latency.Groups[1].Value,
            CultureInfo.InvariantCulture) * latency.Groups[2].Value switch { "us" => 0.001, "ms" => 1, "s" => 1000, _ => 60_000 };
        return new WrkResult(
            long.Parse(RequestsPattern().Match(output).Groups[1].Value, CultureInfo.InvariantCulture),
            double.Parse(RatePattern().Match(output).Groups[1].Value, CultureInfo.InvariantCulture),
            TimeSpan.FromMilliseconds(milliseconds));
    }

    [GeneratedRegex(@"(Non-2xx|Socket errors).*")]
    private static partial Regex FailurePattern();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s|m)")]
    private static partial Regex LatencyPattern();

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex RequestsPattern();

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex RatePattern();
}
