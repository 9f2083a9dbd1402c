using System.Globalization;

namespace FileRoutedApi.Benchmarks.Faults;

/// <summary>
/// Requests whose end can be read in two ways (RFC 9112 sections 2.2, 5.1, 5.2 and 6.3). Behind another server, the
/// second half of one would be a request that nobody has checked.
/// </summary>
internal static class Smuggling
{
    private const int Times = 20;
    private const string Post = "POST /api/echo HTTP/1.1\r\nHost: localhost\r\n";
    private const string Hidden = "GET /api/marked HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static readonly string _length = Hidden.Length.ToString(CultureInfo.InvariantCulture);
    private static readonly TimeSpan _quiet = TimeSpan.FromSeconds(2);

    private static readonly Variant[] _variants =
    [
        new("two different `Content-Length`", $"{Post}Content-Length: 0\r\nContent-Length: {_length}\r\n\r\n{Hidden}", "400"),
        new("two equal `Content-Length`", $"{Post}Content-Length: {_length}\r\nContent-Length: {_length}\r\n\r\n{Hidden}", "400"),
        new("`Content-Length: 0, 45`", $"{Post}Content-Length: 0, {_length}\r\n\r\n{Hidden}", "400"),
        new("`Content-Length` and `Transfer-Encoding: chunked`", $"{Post}Content-Length: {_length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{Hidden}", "200"),
        new("the same in the other order", $"{Post}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n{Hidden}", "200"),
        new("`Transfer-Encoding: xchunked`", $"{Post}Content-Length: {_length}\r\nTransfer-Encoding: xchunked\r\n\r\n{Hidden}", "400"),
        new("`Transfer-Encoding: chunked`, and a second one with `identity`", $"{Post}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n{Hidden}", "400"),
        new("a bare LF that hides `Transfer-Encoding`", $"{Post}Content-Length: {_length}\r\nX: a\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{Hidden}", "200"),
        new("a folded line (obs-fold)", $"{Post}Content-Length:\r\n {_length}\r\n\r\n{Hidden}", "400"),
        new("a space before the colon", $"{Post}Content-Length : {_length}\r\n\r\n{Hidden}", "400"),
        new("a bare LF in a chunk extension", $"{Post}Transfer-Encoding: chunked\r\n\r\n2;\nxx\r\n{Hidden.Length:x}\r\n0\r\n\r\n{Hidden}", "400"),
        new("a chunk size beyond 64 bits", $"{Post}Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n{Hidden}", "400"),
        new("a negative `Content-Length`", $"{Post}Content-Length: -1\r\n\r\n{Hidden}", "400"),
        new("a body that the handler does not read", $"GET /api/throws HTTP/1.1\r\nHost: localhost\r\nContent-Length: {_length}\r\n\r\n{Hidden}", "500", Closes: false),
        new("a body of requests beyond the limit", $"{Post}Content-Length: {40_000 * Hidden.Length}\r\n\r\n{string.Concat(Enumerable.Repeat(Hidden, 40_000))}", "413", Closes: false),
    ];

    public static IReadOnlyList<Abuse> All { get; } =
        [new("smuggling", $"requests that hide a second one, {_variants.Length} kinds", RunAsync)];

    private static async Task RunAsync(AbuseRun run)
    {
        run.Details.AddRange(["| a request with | response | the hidden request |", "|---|---|---|"]);
        foreach (var variant in _variants)
        {
            var before = await CountAsync(run);
            var all = await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => run.ExchangeAsync(variant.Request, _quiet)));
            var hits = await CountAsync(run) - before;

            run.Tally.Expect(hits == 0 && all.All(received => received.Statuses.Length <= 1), $"{variant.Name}: the hidden request is not answered");
            run.Tally.Expect(all.All(received => received.Statuses is [] || received.Statuses[0] == variant.Status), $"{variant.Name}: {variant.Status}");
            run.Tally.Expect(!variant.Closes || all.All(received => received.End != "open"), $"{variant.Name}: the connection ends");
            var answers = all.Select(received => string.Join(", ", [.. received.Statuses, received.End])).Distinct().Order();
            run.Details.Add($"| {variant.Name} | {string.Join("; ", answers)} | {(hits == 0 ? "never ran" : $"ran {hits} times")} |");
        }
    }

    /// <summary>How often the hidden request was run.</summary>
    private static async Task<int> CountAsync(AbuseRun run)
    {
        using var client = new HttpClient();
        var text = await client.GetStringAsync(new Uri($"http://127.0.0.1:{run.Server.Port}/api/marked?count"), run.Stop);
        return int.Parse(text.AsSpan(text.IndexOf(':', StringComparison.Ordinal) + 1).TrimEnd('}'), CultureInfo.InvariantCulture);
    }

    private sealed record Variant(string Name, string Request, string Status, bool Closes = true);
}
