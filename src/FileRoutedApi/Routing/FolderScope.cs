namespace FileRoutedApi.Routing;

/// <summary>Decides which requests the middleware and the settings of one folder apply to. Pure: it knows names only.</summary>
/// <remarks>
/// A folder applies to every request that one of its files handles. It also applies to paths below it that a file elsewhere handles, such as a
/// catch-all, and to those that no file handles; otherwise a file elsewhere would lead around the folder's guard. The exception is a path
/// that the user has spelled out elsewhere at least as specifically: <c>api/health.cs</c> is not below <c>api/[tenant]/</c>, although its
/// path matches, as a literal segment precedes a dynamic one in routing too.
/// </remarks>
internal sealed class FolderScope
{
    private readonly RouteFile _folder;
    private readonly bool _isInGroup;
    private readonly bool _coversPaths;
    private readonly List<IReadOnlyList<RouteSegment>> _spelledOut;

    /// <param name="folder">A file that configures its folder.</param>
    /// <param name="files">All files of the table.</param>
    public FolderScope(RouteFile folder, IReadOnlyList<RouteFile> files)
    {
        _folder = folder;
        var names = folder.Folder.Split('/', StringSplitOptions.RemoveEmptyEntries);
        _isInGroup = names.Any(IsGroup);

        // A group is not part of the URL. If no segment follows it, no path alone is below it.
        _coversPaths = !_isInGroup || !IsGroup(names[^1]);
        _spelledOut = folder.Kind == RouteSegmentKind.Static ? [] : [.. files
            .Where(file => file.Segments.Count >= folder.Segments.Count && !Contains(file))
            .Select(file => file.Segments.Take(folder.Segments.Count).ToList())
            .Where(prefix => Compare(prefix) == Specificity.Higher)
            .DistinctBy(prefix => string.Join('/', prefix), StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Returns true if the file lies in the folder or below it.</summary>
    public bool Contains(RouteFile file) => file.IsBelow(_folder.Folder);

    /// <summary>Returns true if a file outside the folder may handle paths that the folder applies to. <see cref="AppliesTo"/> decides for one path.</summary>
    public bool MayApplyTo(RouteFile file) => _coversPaths && Compare(file) switch
    {
        Specificity.Lower => true,

        // The same URL in another group. A folder outside of groups owns its URL.
        Specificity.Equal => !_isInGroup,
        _ => false,
    };

    /// <summary>Returns true if the folder applies to a path that a file outside of it handles.</summary>
    /// <param name="path">The decoded path of the request.</param>
    /// <param name="file">The file, or null if no route file handles the path.</param>
    public bool AppliesTo(string path, RouteFile? file) =>
        _coversPaths
        && (file is null || MayApplyTo(file))
        && StartsWith(path, _folder.Segments)
        && !_spelledOut.Exists(prefix => StartsWith(path, prefix));

    private static bool IsGroup(string name) => name.StartsWith('(') && name.EndsWith(')');

    /// <summary>Compares the segments of a file with those of the folder, which both match the same path.</summary>
    private Specificity Compare(RouteFile file) => Compare(file.MatchedSegments);

    private Specificity Compare(IReadOnlyList<RouteSegment> segments)
    {
        var result = Specificity.Equal;
        for (var i = 0; i < _folder.Segments.Count; i++)
        {
            if (i >= segments.Count)
            {
                return Specificity.NotComparable;
            }

            var (own, other) = (_folder.Segments[i], segments[i]);
            if (other.IsCatchAll)
            {
                return Specificity.Lower;
            }

            if (own.Kind == RouteSegmentKind.Static && other.Kind == RouteSegmentKind.Static)
            {
                if (!own.Text.Equals(other.Text, StringComparison.OrdinalIgnoreCase))
                {
                    return Specificity.NotComparable;
                }
            }
            else if (other.Kind > own.Kind)
            {
                // One segment that is less specific is enough: the folder wrote out what the file leaves open.
                result = Specificity.Lower;
            }
            else if (other.Kind < own.Kind && result == Specificity.Equal)
            {
                result = Specificity.Higher;
            }
        }

        return result;
    }

    private static bool StartsWith(ReadOnlySpan<char> path, IReadOnlyList<RouteSegment> segments)
    {
        foreach (var segment in segments)
        {
            // Catch-alls drop empty segments, so a doubled slash must not lead around the folder.
            path = path.TrimStart('/');
            var slash = path.IndexOf('/');
            var text = slash < 0 ? path : path[..slash];
            if (text.IsEmpty || (segment.Kind == RouteSegmentKind.Static && !text.Equals(segment.Text, StringComparison.OrdinalIgnoreCase)))
            {
                return false;
            }

            path = slash < 0 ? [] : path[(slash + 1)..];
        }

        return true;
    }

    /// <summary>How specific a file's segments are, compared with the folder's.</summary>
    private enum Specificity
    {
        /// <summary>No path matches both.</summary>
        NotComparable,

        /// <summary>At least one segment is less specific.</summary>
        Lower,

        /// <summary>All segments are alike.</summary>
        Equal,

        /// <summary>At least one segment is more specific, and none is less.</summary>
        Higher,
    }
}
