namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>The response of a route.</summary>
internal enum PeerResponse
{
    Hello,
    Typed,
    Pid,
    Echo,
    Number,
    NumberAndId,
    Page,
}

/// <summary>A route of an app.</summary>
/// <param name="Path">As Next.js writes it, <c>/api/post/[pid]</c>.</param>
/// <param name="Number">The number of the route in the large app.</param>
internal sealed record PeerRoute(string Path, PeerResponse Response, int Number = 0)
{
    public bool IsPost => Response == PeerResponse.Echo;

    public string Method => IsPost ? "post" : "get";

    /// <summary>As routers write it, <c>/api/post/:pid</c>.</summary>
    public string Pattern => Path.Replace("[", ":", StringComparison.Ordinal).Replace("]", string.Empty, StringComparison.Ordinal);
}

/// <summary>The app that each peer serves.</summary>
internal sealed record PeerApp(string Name, IReadOnlyList<PeerRoute> Routes)
{
    public static readonly PeerApp Small = new(
        "small",
        [new("/api/hello", PeerResponse.Hello), new("/api/typed", PeerResponse.Typed), new("/api/post/[pid]", PeerResponse.Pid),
        new("/api/echo", PeerResponse.Echo)]);

    /// <summary>Two pages. Their sources are in <c>peers/pages</c>, <c>peers/slices</c> and <c>peers/next-pages</c>.</summary>
    public static readonly PeerApp Pages = new("pages", [new("/table", PeerResponse.Page), new("/fortunes", PeerResponse.Page)]);

    /// <summary>A thousand routes, every tenth of them dynamic.</summary>
    public static readonly PeerApp Large = new("large", [.. Enumerable.Range(0, 1000).Select(i => i % 10 == 9
        ? new PeerRoute($"/api/area{i / 20}/item{i}/[id]", PeerResponse.NumberAndId, i)
        : new PeerRoute($"/api/area{i / 20}/thing{i}", PeerResponse.Number, i))]);
}
