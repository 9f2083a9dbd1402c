using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Host.Development;

/// <summary>The folders below <c>api/</c>, with the times when an entry of them last came or went.</summary>
internal sealed class FolderStamps
{
    private readonly List<Stamp> _folders = [];

    private FolderStamps()
    {
    }

    /// <summary>Reads the times. What comes or goes afterwards shows as a change.</summary>
    public static FolderStamps Of(RouteFolder folder)
    {
        var stamps = new FolderStamps();
        stamps.Add(new DirectoryInfo(folder.ApiPath), [], shared: false);
        return stamps;
    }

    /// <summary>Returns true if a file may have come or gone that decides how a path is handled.</summary>
    /// <param name="path">The segments of the path below the base path.</param>
    /// <param name="any">Whether it is about every path.</param>
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
                // Events tell of what a link leads to: it lies in this folder too.
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

    // 1601 where it is not there.
    private static DateTime WrittenOf(string path) => Directory.GetLastWriteTimeUtc(path);

    /// <param name="Segments">Those of the URL; null for one that matches any, none where the folder is code for all files.</param>
    /// <param name="Written">The default, which no folder has, where it was written too shortly before to tell.</param>
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
