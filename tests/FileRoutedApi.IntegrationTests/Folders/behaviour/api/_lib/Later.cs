using System.Collections.Concurrent;
using System.Threading.Channels;

/// <summary>What work after responses has reported, by the id of the test.</summary>
public static class Later
{
    private static readonly ConcurrentDictionary<string, Channel<string>> _reports = new();

    private static readonly ConcurrentDictionary<string, TaskCompletionSource> _signals = new();

    public static void Report(string id, string text) => ReportsOf(id).Writer.TryWrite(text);

    public static async Task<string[]> ReadAsync(string id, int count, CancellationToken stop)
    {
        var read = new List<string>();
        while (read.Count < count)
        {
            read.Add(await ReportsOf(id).Reader.ReadAsync(stop));
        }

        return [.. read];
    }

    public static TaskCompletionSource SignalOf(string id) => _signals.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private static Channel<string> ReportsOf(string id) => _reports.GetOrAdd(id, _ => Channel.CreateUnbounded<string>());
}
