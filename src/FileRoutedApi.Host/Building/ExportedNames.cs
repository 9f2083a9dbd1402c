using FileRoutedApi.Routing;

namespace FileRoutedApi.Host.Building;

/// <summary>
/// The names of exported files. Two names are equal if they differ only by case or by the form of their Unicode characters.
/// </summary>
internal sealed class ExportedNames
{
    private readonly Dictionary<string, (string Path, string Source)> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, (string Path, string Source)> _folders = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a file.</summary>
    /// <param name="name">The name, relative to the output with <c>/</c>.</param>
    /// <param name="path">The path for messages.</param>
    /// <param name="source">The source file for messages.</param>
    /// <returns>
    /// The path and the source of the file that has the name, or needs a file where this one needs a folder; otherwise null.
    /// </returns>
    public (string Path, string Source)? Add(string name, string path, string source)
    {
        name = RouteSegment.Normalize(name);
        var folders = FoldersOf(name).ToList();
        if (_files.TryGetValue(name, out var other) || _folders.TryGetValue(name, out other))
        {
            return other;
        }

        foreach (var folder in folders)
        {
            if (_files.TryGetValue(folder, out other))
            {
                return other;
            }
        }

        _files.Add(name, (path, source));
        folders.ForEach(folder => _folders.TryAdd(folder, (path, source)));
        return null;
    }

    private static IEnumerable<string> FoldersOf(string name)
    {
        for (var slash = name.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = name.IndexOf('/', slash + 1))
        {
            yield return name[..slash];
        }
    }
}
