using System.Collections.Concurrent;

namespace FileRoutedApi.Benchmarks.Faults;

/// <summary>Thread-safe counters of the requests sent and of their outcomes.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, int> _outcomes = new();
    private readonly ConcurrentDictionary<string, byte> _broken = new();
    private int _connections;
    private int _requests;
    private long _bytes;

    /// <summary>The claims that do not hold.</summary>
    public IEnumerable<string> Broken => _broken.Keys.Order();

    public string Sent => $"{_connections:N0} connections, {_requests:N0} requests, {Size(_bytes)}";

    public string Outcomes => string.Join(", ", _outcomes.OrderBy(outcome => outcome.Key).Select(outcome => $"{outcome.Value:N0} {outcome.Key}"));

    public void CountConnection() => Interlocked.Increment(ref _connections);

    public void CountRequests(int count = 1) => Interlocked.Add(ref _requests, count);

    public void CountBytes(int count) => Interlocked.Add(ref _bytes, count);

    /// <summary>Counts a status or the end of a connection.</summary>
    public void CountOutcome(string outcome) => _outcomes.AddOrUpdate(outcome, 1, static (_, count) => count + 1);

    public void Expect(bool holds, string claim)
    {
        if (!holds)
        {
            _broken.TryAdd(claim, 0);
        }
    }

    private static string Size(long bytes) => bytes switch
    {
        < 10_000 => $"{bytes:N0} B",
        < 10_000_000 => $"{bytes / 1000:N0} kB",
        _ => $"{bytes / 1_000_000:N0} MB",
    };
}
