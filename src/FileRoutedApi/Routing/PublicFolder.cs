using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Routing;

/// <summary>The <c>public/</c> folder on disk, whose files are served from <c>/</c>. Reads names, not contents.</summary>
/// <param name="root">The folder that contains <c>public/</c>.</param>
internal sealed class PublicFolder(string root)
{
    /// <summary>The name of the folder.</summary>
    public const string Name = "public";

    // The only name with a leading dot that is served (RFC 8615).
    private const string WellKnown = ".well-known";

    /// <summary>Gets the absolute path of the folder.</summary>
    public string FullPath { get; } = Path.Combine(Path.GetFullPath(root), Name);

    /// <summary>Returns all files that are served.</summary>
    /// <param name="diagnostics">Receives an error for each link that leads out of the folder and each folder that cannot be read.</param>
    public PublicFiles Scan(List<RouteDiagnostic> diagnostics)
    {
        if (!Directory.Exists(FullPath))
        {
            return PublicFiles.None;
        }

        var files = new PublicFiles(FullPath,
        [
            .. RouteFolder.Scan(FullPath, Name, diagnostics)
                .Select(path => path[(Name.Length + 1)..])
                .Where(name => IsServed(name.Split('/')))
                .Order(StringComparer.Ordinal)
                .Select(name => new PublicFile(name)),
        ]);
        diagnostics.AddRange(files.FindHidden().Select(pair => RouteDiagnostics.SamePublicPath(pair.File.File, pair.Earlier.File)));
        return files;
    }

    /// <summary>Finds a file on disk now. The rules are those of <see cref="Scan"/>.</summary>
    /// <param name="path">The decoded path of a request.</param>
    public PublicFile? Find(string path)
    {
        if (path is not ['/', _, ..] || !Directory.Exists(FullPath))
        {
            return null;
        }

        var names = RouteSegment.Normalize(path)[1..].Split('/');
        if (!IsServed(names) || RouteFolder.RealPath(new DirectoryInfo(FullPath)) is not { } top)
        {
            return null;
        }

        // Names are compared with the entries of each folder. A file system that ignores case, or resolves names such as "..", would find
        // a file for other spellings too.
        FileSystemInfo entry = new DirectoryInfo(top);
        var found = new List<string>(names.Length);
        foreach (var name in names)
        {
            if (Enter(entry, name, top) is not { } next)
            {
                return null;
            }

            found.Add(next.Name);
            entry = next.Target;
        }

        return entry is FileInfo ? new PublicFile(string.Join('/', found)) : null;
    }

    private static (string Name, FileSystemInfo Target)? Enter(FileSystemInfo folder, string name, string top)
    {
        try
        {
            var entries = (folder as DirectoryInfo)?.GetFileSystemInfos()
                .Where(entry => RouteSegment.Normalize(entry.Name) == name)
                .OrderBy(entry => entry.Name, StringComparer.Ordinal)
                .ToList() ?? [];
            return entries is not [var found, ..] ? null
                : found.LinkTarget is null ? (found.Name, found)
                : found.Name.StartsWith('.') || RouteFolder.RealPath(found) is not { } target || !RouteFolder.IsInside(top, target) ? null
                : (found.Name, Directory.Exists(target) ? new DirectoryInfo(target) : new FileInfo(target));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsServed(string[] names)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i] is "" or ['.', ..] && (names[i] != WellKnown || i == names.Length - 1))
            {
                return false;
            }
        }

        return true;
    }
}
