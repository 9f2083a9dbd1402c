using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace FileRoutedApi.Benchmarks.Faults;

/// <summary>Many requests at once.</summary>
internal static partial class Bursts
{
    private const int PipelinedRequests = 200;
    private const int UnreadRequests = 10_000;
    private const int Resets = 20_000;
    private const int Reconnects = 20;

    private static readonly TimeSpan _quiet = TimeSpan.FromSeconds(15);

    public static IReadOnlyList<Abuse> All { get; } =
    [
        new("pipelined", "200 requests in one piece, on 50 connections", PipelinedAsync),
        new("pipelined-unread", "10,000 requests in one piece, on 20 connections that never read", UnreadAsync),
        new("rapid-reset", "HTTP/2: 20,000 streams opened and reset in one piece, 20 times on 5 concurrent connections", RapidResetAsync) { MostGrowthMB = 192 },
    ];

    private static Task PipelinedAsync(AbuseRun run) => AbuseRun.ManyAsync(50, async _ =>
    {
        using var client = await run.ConnectAsync();
        run.Tally.CountRequests(PipelinedRequests);
        var sending = client.SendAsync(Requests(PipelinedRequests), run.Stop);
        var received = await client.ReadToEndAsync(_quiet, run.Stop);
        await sending;
        var numbers = Number().Matches(received.Text).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        run.Tally.Expect(numbers.SequenceEqual(Enumerable.Range(0, PipelinedRequests)), "pipelined requests are answered, all and in order");
    });

    private static Task UnreadAsync(AbuseRun run) => AbuseRun.ManyAsync(20, async _ =>
    {
        using var client = await run.ConnectAsync(receiveBuffer: 4096);
        run.Tally.CountRequests(UnreadRequests);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(run.Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(8));
        try
        {
            run.Tally.CountAnswer(await client.SendAsync(Requests(UnreadRequests), patience.Token) ? "taken" : "reset");
            await Task.Delay(Timeout.Infinite, patience.Token);
        }
        catch (OperationCanceledException) when (!run.Stop.IsCancellationRequested)
        {
            run.Tally.CountAnswer("left by the client");
        }
    });

    private static async Task RapidResetAsync(AbuseRun run)
    {
        await AbuseRun.ManyAsync(5, async _ =>
        {
            for (var i = 0; i < Reconnects; i++)
            {
                using var client = await RawClient.ConnectAsync(run.Server.Http2Port, run.Tally, run.Stop);
                run.Tally.CountRequests(Resets);
                var reading = Http2Frames.CountAsync(client, run.Tally, run.Stop);
                await client.SendAsync(Http2Frames.RapidReset(Resets), run.Stop);
                await reading;
            }
        });

        using var http2 = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var answer = await http2.GetStringAsync(new Uri($"http://127.0.0.1:{run.Server.Http2Port}/api/hello"), run.Stop);
        run.Tally.Expect(answer.Contains("hello", StringComparison.Ordinal), "another HTTP/2 connection is served afterwards");
    }

    private static string Requests(int count) => string.Concat(Enumerable.Range(0, count).Select(i => string.Create(
        CultureInfo.InvariantCulture,
        $"GET /api/echo?n={i} HTTP/1.1\r\nHost: localhost\r\n{(i == count - 1 ? "Connection: close\r\n" : string.Empty)}\r\n")));

    [GeneratedRegex("\"n\":\"([0-9]+)\"")]
    private static partial Regex Number();
}
