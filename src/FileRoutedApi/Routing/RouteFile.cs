using System.Diagnostics;

namespace FileRoutedApi.Routing;

/// <summary>A file of the <c>api/</c> or <c>app/</c> folder that has a part in answering requests, known by its name only.</summary>
[DebuggerDisplay("{Pattern,nq} <- {Path,nq}")]
internal sealed class RouteFile
{
    private readonly string _normalized;

    /// <param name="segments">Of the route; of the folder, where the file is about a folder.</param>
    internal RouteFile(string path, IReadOnlyList<RouteSegment> segments, RouteFileRole? role = null)
    {
        Path = path;
        _normalized = RouteSegment.Normalize(path);
        Folder = _normalized[..(_normalized.LastIndexOf('/') + 1)];
        Role = role ?? RouteFileRole.Route;
        Segments = segments;
        Pattern = "/" + string.Join('/', segments);
        MatchedSegments = Role.CoversFolder ? [.. segments, RouteSegment.Rest] : segments;
        Kind = segments.Count == 0 ? RouteSegmentKind.Static : segments.Max(segment => segment.Kind);
    }

    /// <summary>Relative to the folder that contains <c>api/</c> and <c>app/</c>, with <c>/</c>.</summary>
    public string Path { get; }

    /// <summary>What its name means.</summary>
    public RouteFileRole Role { get; }

    /// <summary>The folder that it lies in, in composed characters and with a slash at its end.</summary>
    public string Folder { get; }

    /// <summary>How many folders it is in.</summary>
    public int Depth => Path.AsSpan().Count('/');

    /// <summary>The URL's segments, those of the base path included.</summary>
    public IReadOnlyList<RouteSegment> Segments { get; }

    /// <summary>The segments of the paths that the file handles: of everything below its folder if it covers that.</summary>
    public IReadOnlyList<RouteSegment> MatchedSegments { get; }

    /// <summary>The route in Next's form, such as <c>/api/post/[...slug]</c>.</summary>
    public string Pattern { get; }

    /// <summary>The most general kind of its segments.</summary>
    public RouteSegmentKind Kind { get; }

    /// <summary>Gets whether no file of the same role is in a folder above it. The table sets it.</summary>
    public bool IsOutermost { get; internal set; } = true;

    /// <summary>Returns true if it lies in a folder or below it.</summary>
    /// <param name="folder">The <see cref="Folder"/> of a file.</param>
    public bool IsBelow(string folder) => _normalized.StartsWith(folder, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns true if the paths differ only by upper and lower case, or by the form of their Unicode characters.</summary>
    public bool HasNameOf(RouteFile other) => _normalized.Equals(other._normalized, StringComparison.OrdinalIgnoreCase);
}
