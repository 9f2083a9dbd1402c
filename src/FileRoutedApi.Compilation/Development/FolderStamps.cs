using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation.Development;

/// <summary>The folders <c>api/</c> and <c>app/</c> with all folders below them, with the times when an entry of each was last added or removed.</summary>
internal sealed class FolderStamps
{
    private readonly List<Stamp> _folders = [];

    private FolderStamps()
    {
    }

    /// <summary>Reads the times. A later addition or removal shows as a change.</summary>
    public static FolderStamps Of(RouteFolder folder)
    {
        var stamps = new FolderStamps();
        foreach (var path in folder.Paths)
        {
            stamps.Add(new DirectoryInfo(path), [], shared: false);
        }

        return stamps;
    }

    /// <summary>Returns true if a file that decides how a path is handled may have been added or removed.</summary>
    /// <param name="path">The segments of the path below the base path.</param>
    /// <param name="any">True to check every folder, whatever the path.</param>
    public bool HaveChanged(ReadOnlySpan<string> path, bool any)
    {
        foreach (var folder in _folders)
        {
            if ((any || folder.IsAbove(path)) && WrittenOf(folder.Path) != folder.Written)
            {
                return true;
            }
        }

        return false;
    }

    private void Add(DirectoryInfo folder, string?[] segments, bool shared)
    {
        var now = DateTime.UtcNow;
        var written = WrittenOf(folder.FullName);
        _folders.Add(new Stamp(folder.FullName, segments, FileStamp.IsInOneTick(written, now) ? default : written));
        try
        {
            foreach (var child in folder.EnumerateDirectories())
            {
                // A link is skipped: if its target is in this folder, the target itself is checked.
                if (!child.Name.StartsWith('.') && !child.Attributes.HasFlag(FileAttributes.ReparsePoint))
                {
                    var isShared = shared || child.Name.StartsWith('_');
                    Add(child, isShared ? [] : [.. segments, .. SegmentOf(child.Name)], isShared);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The scan of the folder reports it.
        }
    }

    private static string?[] SegmentOf(string name) =>
        name.StartsWith('(') && name.EndsWith(')') ? [] : name.StartsWith('[') ? [null] : [RouteSegment.Normalize(name)];

    // The year 1601 if the folder does not exist.
    private static DateTime WrittenOf(string path) => Directory.GetLastWriteTimeUtc(path);

    /// <param name="Segments">
    /// The segments of the URL; null for a segment that matches any text. Empty for a folder with shared code.
    /// </param>
    /// <param name="Written">
    /// The time of the last write; the default, which no folder has, if that was too recent to detect the next one.
    /// </param>
    private sealed record Stamp(string Path, string?[] Segments, DateTime Written)
    {
        public bool IsAbove(ReadOnlySpan<string> path)
        {
            if (Segments.Length > path.Length)
            {
                return false;
            }

            for (var i = 0; i < Segments.Length; i++)
            {
                if (Segments[i] is { } literal && !literal.Equals(RouteSegment.Normalize(path[i]), StringComparison.OrdinalIgnoreCase))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
