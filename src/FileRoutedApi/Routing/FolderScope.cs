namespace FileRoutedApi.Routing;

/// <summary>
/// Decides which requests the middleware and the settings of one folder apply to. The decision depends on the names only: no file is read.
/// </summary>
/// <remarks>
/// A folder applies to every request that one of its files handles. It also applies to every other path below it, whether a file outside
/// the folder handles the path, such as a catch-all, or no file does. Otherwise such a request would bypass the access checks of the
/// folder. The exception is a more specific route outside the folder: <c>api/[tenant]/</c> does not apply to <c>api/health.cs</c> although
/// the path matches, because a literal segment takes precedence over a dynamic one in routing too.
/// </remarks>
internal sealed class FolderScope
{
    private readonly RouteFile _folder;
    private readonly bool _isInGroup;
    private readonly bool _coversPaths;
    private readonly List<IReadOnlyList<RouteSegment>> _moreSpecificPrefixes;

    /// <param name="folder">A file that configures its folder.</param>
    /// <param name="files">All files of the table.</param>
    public FolderScope(RouteFile folder, IReadOnlyList<RouteFile> files)
    {
        _folder = folder;
        var names = folder.Folder.Split('/', StringSplitOptions.RemoveEmptyEntries);
        _isInGroup = names.Any(IsGroup);

        // A group is not part of the URL. If the folder itself is a group, a path does not show whether it is below the folder.
        _coversPaths = !_isInGroup || !IsGroup(names[^1]);
        _moreSpecificPrefixes = folder.Kind == RouteSegmentKind.Static ? [] : [.. files
            .Where(file => file.Segments.Count >= folder.Segments.Count && !Contains(file))
            .Select(file => file.Segments.Take(folder.Segments.Count).ToList())
            .Where(prefix => Compare(prefix) == Specificity.Higher)
            .DistinctBy(prefix => string.Join('/', prefix), StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Returns true if the file is in the folder or below it.</summary>
    public bool Contains(RouteFile file) => file.IsBelow(_folder.Folder);

    /// <summary>
    /// Returns true if a file outside the folder can handle paths to which the folder applies. <see cref="AppliesTo"/> decides for one
    /// path.
    /// </summary>
    public bool MayApplyTo(RouteFile file) => _coversPaths && Compare(file) switch
    {
        Specificity.Lower => true,

        // The file has the same URL, but is in another group. A folder that is not in a group still applies to it.
        Specificity.Equal => !_isInGroup,
        _ => false,
    };

    /// <summary>Returns true if the folder applies to a path that no file of the folder handles.</summary>
    /// <param name="path">The decoded path of the request.</param>
    /// <param name="file">The file outside the folder that handles the path; null for an unmatched path.</param>
    public bool AppliesTo(string path, RouteFile? file) =>
        _coversPaths
        && (file is null || MayApplyTo(file))
        && StartsWith(path, _folder.Segments)
        && !_moreSpecificPrefixes.Exists(prefix => StartsWith(path, prefix));

    private static bool IsGroup(string name) => name.StartsWith('(') && name.EndsWith(')');

    /// <summary>Compares the segments that a file matches with those of the folder.</summary>
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
                // One less specific segment is enough, because there the folder's name is more explicit than the route.
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
            // Catch-alls ignore empty segments, so a doubled slash must not bypass the folder.
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

    /// <summary>How specific the segments of a file are compared with those of the folder.</summary>
    private enum Specificity
    {
        /// <summary>No path matches both.</summary>
        NotComparable,

        /// <summary>At least one segment is less specific.</summary>
        Lower,

        /// <summary>All segments are equally specific.</summary>
        Equal,

        /// <summary>At least one segment is more specific, and none is less specific.</summary>
        Higher,
    }
}
