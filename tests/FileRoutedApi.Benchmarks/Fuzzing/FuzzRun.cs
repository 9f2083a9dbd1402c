using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CsCheck;

namespace FileRoutedApi.Benchmarks.Fuzzing;

/// <summary>Fuzzes every parser of client input. An undeclared exception results in the exit code 1.</summary>
internal static class FuzzRun
{
    private const string Usage =
        """
        fuzz [--inputs 1000000] [--only NAME --seed SEED]
          --inputs  how many, shared out between all targets
          --only    one target
          --seed    begins with the input of a failure
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        var inputs = 1_000_000L;
        string? only = null;
        string? seed = null;
        foreach (var pair in args.Chunk(2))
        {
            switch (pair)
            {
                case ["--inputs", var value] when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out inputs)
                    && inputs > 0:
                    break;
                case ["--only", var value] when FuzzTarget.All.Any(target => target.Name == value):
                    only = value;
                    break;
                case ["--seed", var value]:
                    seed = value;
                    break;
                default:
                    await Console.Error.WriteLineAsync(Usage);
                    return 2;
            }
        }

        FuzzTarget[] targets = [.. FuzzTarget.All.Where(target => only is null || target.Name == only)];
        Console.WriteLine("| what is read | inputs | s | outcomes |");
        Console.WriteLine("|---|---:|---:|---|");
        var fine = true;
        foreach (var target in targets)
        {
            fine &= await RunAsync(target, (inputs + targets.Length - 1) / targets.Length, seed);
        }

        return fine ? 0 : 1;
    }

    private static async Task<bool> RunAsync(FuzzTarget target, long inputs, string? seed)
    {
        var outcomes = new ConcurrentDictionary<string, long>();
        var started = Stopwatch.GetTimestamp();
        try
        {
            await target.RunAsync(inputs, seed, outcome => outcomes.AddOrUpdate(outcome, 1, static (_, count) => count + 1));
        }
        catch (CsCheckException exception)
        {
            Console.WriteLine($"FAILED {target.Name}: {exception.Message}{Environment.NewLine}{exception.InnerException}");
            return false;
        }

        var kinds = outcomes.OrderByDescending(outcome => outcome.Value).Select(outcome => string.Create(
            CultureInfo.InvariantCulture, $"{outcome.Value:N0} {outcome.Key}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {target.Name} | {outcomes.Values.Sum():N0} | {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} | {string.Join(", ", kinds)} |"));
        return true;
    }
}
