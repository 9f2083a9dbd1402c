using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Benchmarks;

/// <summary>
/// A kept answer beside the same handler without it, beside an endpoint written by hand that writes the same bytes and headers,
/// and beside nothing but Kestrel that does: a block of each in turn, over a socket, with the bytes that the server allocates.
/// </summary>
internal static class KeptAnswers
{
    private const int Rounds = 51;
    private const int RequestsPerBlock = 1000;

    private const string Handler = """
        void Handler(ApiRequest req, ApiResponse res) =>
            res.Json(Enumerable.Range(1, 50).Select(id => new { id, name = $"Item {id}", price = id * 1.5, tags = new[] { "a", "b" } }));
        """;

    private static readonly string[] _tags = ["a", "b"];
    private static readonly byte[] _request = SocketClient.Get("/api/items");

    public static async Task RunAsync()
    {
        var items = JsonSerializer.SerializeToUtf8Bytes(
            Enumerable.Range(1, 50).Select(id => new { id, name = $"Item {id}", price = id * 1.5, tags = _tags }), JsonSerializerOptions.Web);
        await using var kestrel = await BenchmarkApp.StartAsync(app => app.Run(context => WriteAsync(context, items)));
        await using var hand = await BenchmarkApp.StartAsync(app => app.MapGet("/api/items", (HttpContext context) => WriteAsync(context, items)));
        await using var kept = await BenchmarkApp.StartAsync(app => app.MapFileRoutes(), ("items.cs", $"var config = new RouteConfig {{ Revalidate = false }};\n{Handler}"));
        await using var made = await BenchmarkApp.StartAsync(app => app.MapFileRoutes(), ("items.cs", Handler));
        (string Name, SocketClient Client)[] servers =
        [
            ("Kestrel only", new SocketClient(kestrel.Port)),
            ("an endpoint by hand", new SocketClient(hand.Port)),
            ("a route file, cached", new SocketClient(kept.Port)),
            ("a route file, not cached", new SocketClient(made.Port)),
        ];

        Console.WriteLine($"{Rounds} rounds of {RequestsPerBlock} requests for {items.Length} bytes each, alternating; medians.");
        Console.WriteLine();
        Console.WriteLine("| server | a request | requests/s | of the endpoint by hand (middle half) | allocated |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        for (var i = 0; i < 10; i++)
        {
            servers.ToList().ForEach(server => Block(server.Client));
        }

        var rounds = Enumerable.Range(0, Rounds).Select(_ => servers.Select(server => Block(server.Client)).ToList()).ToList();
        for (var i = 0; i < servers.Length; i++)
        {
            var times = rounds.Select(round => round[i].Time).Order().ToList();
            var ratios = rounds.Select(round => round[i].Time / round[1].Time).Order().ToList();
            var bytes = rounds.Select(round => round[i].Bytes).Order().ToList();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {servers[i].Name} | {times[Rounds / 2]:F1} us | {1_000_000 / times[Rounds / 2]:N0} | {ratios[Rounds / 2]:F2} ({ratios[Rounds / 4]:F2} to {ratios[Rounds * 3 / 4]:F2}) | {bytes[Rounds / 2]:N0} B |"));
            servers[i].Client.Dispose();
        }
    }

    private static async Task WriteAsync(HttpContext context, byte[] body)
    {
        var response = context.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.ETag = "\"g5fnxlo335E\"";
        response.Headers.CacheControl = "s-maxage=31536000, stale-while-revalidate";
        response.Headers["X-Cache"] = "HIT";
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body);
    }

    private static (double Time, double Bytes) Block(SocketClient client)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < RequestsPerBlock; i++)
        {
            client.Exchange(_request);
        }

        return (Stopwatch.GetElapsedTime(started).TotalMicroseconds / RequestsPerBlock, (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)RequestsPerBlock);
    }
}
