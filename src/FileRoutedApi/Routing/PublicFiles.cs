namespace FileRoutedApi.Routing;

/// <summary>The static files of an application, by the path of their URL. Paths are case-sensitive on every system.</summary>
internal sealed class PublicFiles
{
    private readonly Dictionary<string, PublicFile> _byPath = new(StringComparer.Ordinal);

    /// <param name="folder">The absolute path of <c>public/</c>; null if there is none.</param>
    /// <param name="files">The files. Of two files with one path, the first is served.</param>
    public PublicFiles(string? folder, IReadOnlyList<PublicFile> files)
    {
        Folder = folder;
        All = files;
        foreach (var file in files)
        {
            _byPath.TryAdd(file.Path, file);
        }
    }

    public static PublicFiles None { get; } = new(null, []);

    /// <summary>Gets the absolute path of <c>public/</c>; null if it is not known.</summary>
    public string? Folder { get; }

    /// <summary>Gets all files, sorted.</summary>
    public IReadOnlyList<PublicFile> All { get; }

    /// <summary>Returns the file with a path, or null.</summary>
    /// <param name="path">The decoded path of a request.</param>
    public PublicFile? Find(string path) => _byPath.GetValueOrDefault(RouteSegment.Normalize(path));

    /// <summary>Returns the files that share their path with an earlier one.</summary>
    public IEnumerable<(PublicFile File, PublicFile Earlier)> FindHidden() =>
        All.Select(file => (file, _byPath[file.Path])).Where(pair => pair.file != pair.Item2);
}
