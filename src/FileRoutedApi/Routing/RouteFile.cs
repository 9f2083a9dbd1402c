using System.Diagnostics;

namespace FileRoutedApi.Routing;

/// <summary>A file of the <c>api/</c> folder that has a part in answering requests, known by its name only.</summary>
[DebuggerDisplay("{Pattern,nq} <- {Path,nq}")]
internal sealed class RouteFile
{
    /// <param name="segments">Of the route; of the folder, where the file is about a folder.</param>
    internal RouteFile(string path, IReadOnlyList<RouteSegment> segments, RouteFileRole role = RouteFileRole.Route)
    {
        Path = path;
        Folder = path[..(path.LastIndexOf('/') + 1)];
        Role = role;
        Segments = segments;
        Pattern = "/" + string.Join('/', segments);
        Kind = segments.Count == 0 ? RouteSegmentKind.Static : segments.Max(segment => segment.Kind);
    }

    /// <summary>Relative to the folder that contains <c>api/</c>, with <c>/</c>.</summary>
    public string Path { get; }

    /// <summary>A route, or one of the files that are about everything below their folder.</summary>
    public RouteFileRole Role { get; }

    /// <summary>The folder that it lies in, with a slash at its end: what is below begins with it.</summary>
    public string Folder { get; }

    /// <summary>The URL's segments, those of the base path included.</summary>
    public IReadOnlyList<RouteSegment> Segments { get; }

    /// <summary>The route in Next's form, such as <c>/api/post/[...slug]</c>.</summary>
    public string Pattern { get; }

    /// <summary>The most general kind of its segments.</summary>
    public RouteSegmentKind Kind { get; }
}
