using System.Diagnostics;
using System.Globalization;

namespace FileRoutedApi.Benchmarks;

/// <summary>
/// The pairs of <see cref="RequestBenchmarks"/> again, a block of one and a block of the other in turn: on a machine
/// whose speed drifts, the ratio of neighbours says more than two means.
/// </summary>
internal static class Interleaved
{
    private const int Rounds = 101;
    private const int RequestsPerBlock = 1000;

    public static async Task RunAsync()
    {
        var benchmarks = new RequestBenchmarks();
        await benchmarks.SetupAsync();
        Console.WriteLine($"{Rounds} rounds of {RequestsPerBlock} requests each, alternating; medians.");
        Console.WriteLine();
        Console.WriteLine("| request | by hand | route file | ratio (middle half) |");
        Console.WriteLine("|---|---:|---:|---:|");
        Compare("small JSON", benchmarks.HelloByHand, benchmarks.HelloByFile);
        Compare("[pid]", benchmarks.PidByHand, benchmarks.PidByFile);
        Compare("JSON echo", benchmarks.EchoByHand, benchmarks.EchoByFile);
        Compare("route value", benchmarks.UserByHand, benchmarks.UserByFile);
        Compare("validated body", benchmarks.OrderByHand, benchmarks.OrderByFile);
        Compare("TypedResults", benchmarks.ResultByHand, benchmarks.ResultByFile);
        Compare("404", benchmarks.MissingByHand, benchmarks.MissingByFile);
        await benchmarks.CleanupAsync();
    }

    private static void Compare(string name, Func<int> hand, Func<int> file)
    {
        for (var i = 0; i < 10; i++)
        {
            Block(hand);
            Block(file);
        }

        var pairs = Enumerable.Range(0, Rounds).Select(_ => (Hand: Block(hand), File: Block(file))).ToList();
        var ratios = pairs.Select(pair => pair.File / pair.Hand).Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {Median(pairs.Select(pair => pair.Hand)):F1} us | {Median(pairs.Select(pair => pair.File)):F1} us | {ratios[Rounds / 2]:F2} ({ratios[Rounds / 4]:F2} to {ratios[Rounds * 3 / 4]:F2}) |"));
    }

    private static double Block(Func<int> request)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < RequestsPerBlock; i++)
        {
            request();
        }

        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / RequestsPerBlock;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
