using System.Diagnostics;

namespace FileRoutedApi.Benchmarks.Faults;

/// <summary>Handlers that throw, and handlers that never end.</summary>
internal static class BadHandlers
{
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(30);

    public static IReadOnlyList<Abuse> All { get; } =
    [
        new("throws", "handlers that throw, 5,000 on 50 connections", ThrowAsync),
        new("throws-late", "handlers that throw after they have sent a part, 500", run => EndlessAsync(run, 500, "/api/throws-late", ["200"], 0, 5)),
        new("waits", "`MaxDuration = 1`: handlers that wait without end, with the token, 500", run => EndlessAsync(run, 500, "/api/waits", ["504"], 1, 5)),
        new("deaf", "the same without the token, 500", run => EndlessAsync(run, 500, "/api/deaf", [], 6, 12)),
        new("blocks", "handlers that block their thread for 3 s, 8 concurrent", run => EndlessAsync(run, 8, "/api/blocks", ["504"], 3, 15)),
    ];

    private static Task ThrowAsync(AbuseRun run) => AbuseRun.ManyAsync(50, async _ =>
    {
        using var client = await run.ConnectAsync();
        run.Tally.CountRequests(100);
        var requests = string.Concat(Enumerable.Repeat("GET /api/throws HTTP/1.1\r\nHost: localhost\r\n\r\n", 99));
        var sending = client.SendAsync(requests + "GET /api/throws HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", run.Stop);
        var received = await client.ReadToEndAsync(_longest, run.Stop);
        await sending;
        run.Tally.Expect(received.Statuses.Length == 100 && received.Statuses.All(status => status == "500"), "each exception is a 500");
        run.Tally.Expect(!received.Text.Contains("secret", StringComparison.Ordinal), "nothing of an exception is shown");
    });

    /// <summary>Each ends within its time, and as it should.</summary>
    private static Task EndlessAsync(AbuseRun run, int count, string path, string[] statuses, int leastSeconds, int mostSeconds) =>
        AbuseRun.ManyAsync(count, async _ =>
        {
            var started = Stopwatch.GetTimestamp();
            var received = await run.ExchangeAsync($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", _longest);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            run.Tally.Expect(received.End != "open" && received.Statuses.SequenceEqual(statuses), $"{path} is answered as documented");
            run.Tally.Expect(seconds > leastSeconds - 0.1 && seconds < mostSeconds, $"{path} ends between {leastSeconds} and {mostSeconds} s ({seconds:N1} s)");
        });
}
