using System.Text.Json;
using System.Text.Json.Nodes;

namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>A request and the response that every server must send.</summary>
/// <param name="Body">JSON to post; null where it is a GET.</param>
internal record Exchange(string Path, string? Body, string Expected)
{
    /// <summary>The same JSON, or the same text where it is none.</summary>
    public virtual bool IsExpected(string response) =>
        response == Expected || (Parse(response) is { } json && JsonNode.DeepEquals(json, Parse(Expected)));

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What the servers are loaded with: one request again and again, or several in turn.</summary>
internal sealed record Scenario(string Name, PeerApp App, IReadOnlyList<Exchange> Exchanges)
{
    private static readonly string _kilobyte = CreateKilobyte();

    public static readonly IReadOnlyList<Scenario> All =
    [
        new("hello JSON", PeerApp.Small, [new("/api/hello", null, """{"message":"Hello, world!"}""")]),
        new("hello JSON, typed", PeerApp.Small, [new("/api/typed", null, """{"message":"Hello, world!"}""")]),
        new("[pid]", PeerApp.Small, [new("/api/post/abc", null, "Post: abc")]),
        new("1 KB JSON echo", PeerApp.Small, [new("/api/echo", _kilobyte, _kilobyte)]),
        new("1,000 routes", PeerApp.Large, [.. PeerApp.Large.Routes.Select(ToExchange)]),
    ];

    private static Exchange ToExchange(PeerRoute route) => route.Response == PeerResponse.NumberAndId
        ? new(route.Path.Replace("[id]", "abc", StringComparison.Ordinal), null, $$"""{"route":{{route.Number}},"id":"abc"}""")
        : new(route.Path, null, $$"""{"route":{{route.Number}}}""");

    private static string CreateKilobyte()
    {
        var items = string.Join(
            ',',
            Enumerable.Range(1, 14).Select(
                i => $$"""{"id":{{i}},"name":"Item number {{i}}","price":{{i}}.5,"done":{{(i % 2 == 0 ? "true" : "false")}}}"""));
        var start = $$"""{"title":"An order","customer":{"name":"Ada","city":"London"},"items":[{{items}}],"note":" """.TrimEnd();
        return $"{start.PadRight(1024 - 2, 'x')}\"}}";
    }
}
