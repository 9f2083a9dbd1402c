namespace FileRoutedApi.Benchmarks.Faults;

/// <summary>Clients that take their time, or say nothing at all.</summary>
internal static class SlowClients
{
    private const int IdleConnections = 10_000;

    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(45);

    public static IReadOnlyList<Abuse> All { get; } =
    [
        new("slow-client", "a body in pieces of 64 bytes, ten per second: slow, but within the limits", SlowAsync),
        new("slow-headers", "headers at one byte per second", run => ByteASecondAsync(run, "GET /api/hello HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")),
        new("slow-body", "a body at one byte per second", run => ByteASecondAsync(run, Body("text/plain"))),
        new("slow-form", "the same with a multipart form", run => ByteASecondAsync(run, Body("multipart/form-data; boundary=b"))),
        new("slow-reader", "a response of 16 MB, read at one byte per second for ten seconds, then at full speed", ReadSlowlyAsync),
        new("idle", "connections that send nothing for ten seconds", IdleAsync),
    ];

    private static Task SlowAsync(AbuseRun run) => AbuseRun.ManyAsync(50, async _ =>
    {
        using var client = await run.ConnectAsync();
        run.Tally.CountRequests();
        await client.SendAsync("POST /api/echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 4096\r\n\r\n", run.Stop);
        for (var i = 0; i < 64; i++)
        {
            await Task.Delay(100, run.Stop);
            await client.SendAsync(new string('x', 64), run.Stop);
        }

        var received = await client.ReadToEndAsync(_longest, run.Stop);
        run.Tally.Expect(received.Statuses is ["200"], "a slow client within the limits is served");
    });

    private static Task ByteASecondAsync(AbuseRun run, string head) => AbuseRun.ManyAsync(100, async _ =>
    {
        using var client = await run.ConnectAsync();
        run.Tally.CountRequests();
        await client.SendAsync(head, run.Stop);
        var reading = client.ReadToEndAsync(_longest, run.Stop);
        while (!reading.IsCompleted && await client.SendAsync("x", run.Stop))
        {
            await Task.WhenAny(reading, Task.Delay(_second, run.Stop));
        }

        var received = await reading;
        run.Tally.Expect(received is { Statuses: ["408"] or [], End: not "open" }, "a byte a second ends with 408, or with the connection");
    });

    private static Task ReadSlowlyAsync(AbuseRun run) => AbuseRun.ManyAsync(20, async _ =>
    {
        using var client = await run.ConnectAsync(receiveBuffer: 4096);
        run.Tally.CountRequests();
        await client.SendAsync("GET /api/large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", run.Stop);
        var one = new byte[1];
        for (var i = 0; i < 10; i++)
        {
            await client.ReceiveAsync(one, run.Stop);
            await Task.Delay(_second, run.Stop);
        }

        // It may have been cut off: Kestrel's limit is a mean that counts what the buffers of the system took, some MB.
        var rest = new byte[64 * 1024];
        var length = 0L;
        int read;
        while ((read = await client.ReceiveAsync(rest, run.Stop)) > 0)
        {
            length += read;
        }

        run.Tally.CountAnswer(length < 16 * 1024 * 1024 ? "cut off" : "whole");
        run.Tally.Expect(read == 0 || length < 16 * 1024 * 1024, "an answer that is not reset is whole");
    });

    private static string Body(string type) =>
        $"POST /api/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nContent-Length: 1000\r\n\r\n";

    private static async Task IdleAsync(AbuseRun run)
    {
        var clients = new List<RawClient>();
        try
        {
            while (clients.Count < IdleConnections)
            {
                clients.AddRange(await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => run.ConnectAsync())));
            }

            await Task.Delay(TimeSpan.FromSeconds(10), run.Stop);

            // Some of them speak after all.
            await Task.WhenAll(clients.Where((_, index) => index % 100 == 0).Select(async client =>
            {
                run.Tally.CountRequests();
                await client.SendAsync("GET /api/hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", run.Stop);
                var received = await client.ReadToEndAsync(_longest, run.Stop);
                run.Tally.Expect(received.Statuses is ["200"], "one that was silent is served when it speaks");
            }));
        }
        catch (System.Net.Sockets.SocketException exception)
        {
            run.Tally.Expect(false, $"10,000 connections can be opened; they need 'ulimit -n 11000' for both processes ({exception.SocketErrorCode})");
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }
}
