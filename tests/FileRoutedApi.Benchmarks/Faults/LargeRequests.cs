using System.Globalization;
using System.Text;

namespace FileRoutedApi.Benchmarks.Faults;

/// <summary>Requests that are larger than they may be.</summary>
internal static class LargeRequests
{
    private const int Clients = 50;
    private const int Rounds = 4;
    private const int BodyLength = 100 * 1024 * 1024;
    private const string Post = "POST /api/echo HTTP/1.1\r\nHost: localhost\r\n";
    private const string Part = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n";

    private static readonly TimeSpan _quiet = TimeSpan.FromSeconds(10);
    private static readonly byte[] _piece = Encoding.ASCII.GetBytes(new string('1', 64 * 1024));
    private static readonly byte[] _chunk = [.. "10000\r\n"u8, .. _piece, .. "\r\n"u8];

    public static IReadOnlyList<Abuse> All { get; } =
    [
        new("headers", "headers of 64 KB: one, 64 of 1 KB, a request line, and 1,000 small ones", HeadersAsync),
        new("body-announced", "100 MB of JSON against a limit of 1 MB, 50 concurrent and 200 in all, with Content-Length", run =>
            BodiesAsync(run, $"{Post}Content-Type: application/json\r\nContent-Length: {BodyLength}\r\n\r\n", _piece)) { MostGrowthMB = 192 },
        new("body-chunked", "the same, in chunks", run =>
            BodiesAsync(run, $"{Post}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n", _chunk)) { MostGrowthMB = 192 },
        new("body-multipart", "the same, as a file of a multipart form in chunks", run =>
            BodiesAsync(run, $"{Post}Content-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\n{Part.Length:x}\r\n{Part}\r\n", _chunk)) { MostGrowthMB = 192 },
    ];

    private static async Task HeadersAsync(AbuseRun run)
    {
        const string get = "GET /api/hello HTTP/1.1\r\nHost: localhost\r\n";
        (string Request, string Status)[] requests =
        [
            ($"{get}X-Large: {new string('x', 64 * 1024)}\r\n\r\n", "431"),
            ($"{get}{Lines(64, new string('x', 1024))}\r\n", "431"),
            ($"{get}{Lines(1000, "x")}\r\n", "431"),
            ($"GET /api/hello?{new string('x', 64 * 1024)} HTTP/1.1\r\nHost: localhost\r\n\r\n", "414"),
        ];
        await AbuseRun.ManyAsync(100, async number =>
        {
            var (request, status) = requests[number % requests.Length];
            var received = await run.ExchangeAsync(request, _quiet);
            run.Tally.Expect(received.End != "open" && received.Statuses.All(found => found == status), $"{status} and the end of the connection");
        });
    }

    /// <summary>Again and again: what one body leaves behind would add up.</summary>
    private static Task BodiesAsync(AbuseRun run, string head, byte[] piece) => AbuseRun.ManyAsync(Clients, async _ =>
    {
        for (var round = 0; round < Rounds; round++)
        {
            await BodyAsync(run, head, piece);
        }
    });

    private static async Task BodyAsync(AbuseRun run, string head, byte[] piece)
    {
        using var client = await run.ConnectAsync();
        run.Tally.CountRequests();
        await client.SendAsync(head, run.Stop);
        var reading = client.ReadToEndAsync(_quiet, run.Stop);
        var left = BodyLength;
        while (left > 0 && !reading.IsCompleted && await client.SendAsync(piece, run.Stop))
        {
            left -= _piece.Length;
        }

        var received = await reading;
        run.Tally.Expect(received is { Statuses: ["413"] or [], End: not "open" }, "a body beyond the limit is a 413, and ends the connection");
    }

    private static string Lines(int count, string value) => string.Concat(
        Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"X-{i}: {value}\r\n")));
}
