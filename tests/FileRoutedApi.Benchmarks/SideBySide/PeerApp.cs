namespace FileRoutedApi.Benchmarks.SideBySide;

/// <summary>What a route answers.</summary>
internal enum Answer
{
    Hello,
    Pid,
    Echo,
    Number,
    NumberAndId,
}

/// <summary>A route of an app.</summary>
/// <param name="Path">As Next.js writes it, <c>/api/post/[pid]</c>.</param>
/// <param name="Number">Which of many it is.</param>
internal sealed record PeerRoute(string Path, Answer Answer, int Number = 0)
{
    public bool IsPost => Answer == Answer.Echo;

    public string Method => IsPost ? "post" : "get";

    /// <summary>As routers write it, <c>/api/post/:pid</c>.</summary>
    public string Pattern => Path.Replace("[", ":", StringComparison.Ordinal).Replace("]", string.Empty, StringComparison.Ordinal);
}

/// <summary>The app that each peer serves.</summary>
internal sealed record PeerApp(string Name, IReadOnlyList<PeerRoute> Routes)
{
    public static readonly PeerApp Small = new(
        "small", [new("/api/hello", Answer.Hello), new("/api/post/[pid]", Answer.Pid), new("/api/echo", Answer.Echo)]);

    /// <summary>A thousand routes, every tenth of them dynamic.</summary>
    public static readonly PeerApp Large = new("large", [.. Enumerable.Range(0, 1000).Select(i => i % 10 == 9
        ? new PeerRoute($"/api/area{i / 20}/item{i}/[id]", Answer.NumberAndId, i)
        : new PeerRoute($"/api/area{i / 20}/thing{i}", Answer.Number, i))]);
}
