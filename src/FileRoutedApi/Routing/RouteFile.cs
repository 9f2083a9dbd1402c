using System.Diagnostics;

namespace FileRoutedApi.Routing;

/// <summary>A file of the <c>api/</c> folder that answers requests, known by its name only.</summary>
[DebuggerDisplay("{Pattern,nq} <- {Path,nq}")]
internal sealed class RouteFile
{
    internal RouteFile(string path, IReadOnlyList<RouteSegment> segments)
    {
        Path = path;
        Segments = segments;
        Pattern = "/" + string.Join('/', segments);
        Kind = segments.Count == 0 ? RouteSegmentKind.Static : segments.Max(segment => segment.Kind);
    }

    /// <summary>Relative to the folder that contains <c>api/</c>, with <c>/</c>.</summary>
    public string Path { get; }

    /// <summary>The URL's segments, those of the base path included.</summary>
    public IReadOnlyList<RouteSegment> Segments { get; }

    /// <summary>The route in Next's form, such as <c>/api/post/[...slug]</c>.</summary>
    public string Pattern { get; }

    /// <summary>The most general kind of its segments.</summary>
    public RouteSegmentKind Kind { get; }
}
