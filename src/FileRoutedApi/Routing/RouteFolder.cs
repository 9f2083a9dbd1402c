using FileRoutedApi.Diagnostics;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Routing;

/// <summary>The <c>api/</c> folder on disk: which files it holds. Reads names, never a file's text.</summary>
/// <param name="root">The folder that contains <c>api/</c>.</param>
internal sealed class RouteFolder(string root)
{
    /// <summary>The name of the folder with the route files.</summary>
    public const string Name = "api";

    private static readonly EnumerationOptions _everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>The folder that contains <c>api/</c>, absolute.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>The folder with the route files, absolute.</summary>
    public string ApiPath => Path.Combine(Root, Name);

    /// <summary>
    /// Whether there is a folder to serve. A folder called <c>api</c> without another one inside means its parent.
    /// </summary>
    public static RouteFolder? Find(string root)
    {
        var folder = new RouteFolder(root);
        if (Directory.Exists(folder.ApiPath))
        {
            return folder;
        }

        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder.Root));
        return parent is not null && new RouteFolder(parent) is var above
            && Directory.Exists(folder.Root)
            && Path.TrimEndingDirectorySeparator(folder.Root) == above.ApiPath
                ? above
                : null;
    }

    /// <summary>The absolute path of a file that is named relative to the root.</summary>
    public string PathOf(string file) => Path.Combine(Root, file.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Where a file of the user's is on disk, links resolved.</summary>
    /// <param name="root">The folder that contains <c>api/</c>.</param>
    /// <param name="file">Relative to that folder, with <c>/</c>.</param>
    /// <returns>Null where it does not exist, or is neither in the folder nor where its <c>api/</c> leads.</returns>
    public static string? RealPathOf(string root, string file)
    {
        var folder = new RouteFolder(root);
        return RealPath(new FileInfo(Path.GetFullPath(folder.PathOf(file)))) is { } path
            && new[] { folder.Root, folder.ApiPath }.Any(allowed => RealPath(new DirectoryInfo(allowed)) is { } real && IsInside(real, path))
                ? path
                : null;
    }

    /// <summary>Scans the folder and makes its table; everything that is wrong is added to the diagnostics.</summary>
    public RouteTable CreateTable(RouteTableOptions options, List<RouteDiagnostic> diagnostics)
    {
        var table = RouteTable.Create(Scan(diagnostics), options);
        diagnostics.AddRange(table.Diagnostics);
        if (table.Routes.Count == 0 && diagnostics.Count == 0)
        {
            diagnostics.Add(RouteDiagnostics.NoRouteFiles(ApiPath));
        }

        return table;
    }

    /// <summary>All files below <c>api/</c>, relative to the root with <c>/</c>.</summary>
    /// <param name="diagnostics">Gets an error for each link that leaves the folder and each folder that cannot be read.</param>
    public IReadOnlyList<string> Scan(List<RouteDiagnostic> diagnostics)
    {
        var files = new List<string>();
        var api = new DirectoryInfo(ApiPath);
        var real = RealPath(api) ?? api.FullName;
        Walk(new DirectoryInfo(real), Name, [real], files, diagnostics);
        return files;
    }

    private static void Walk(
        DirectoryInfo folder, string path, string[] ancestors, List<string> files, List<RouteDiagnostic> diagnostics)
    {
        FileSystemInfo[] entries;
        try
        {
            entries = folder.GetFileSystemInfos("*", _everything);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(RouteDiagnostics.UnreadableFile(path, "access is denied"));
            return;
        }

        foreach (var entry in entries)
        {
            var entryPath = $"{path}/{entry.Name}";
            var directory = entry as DirectoryInfo;
            var real = entry.FullName;

            // Names that begin with a dot are no routes; where such a name is a link (an editor's lock,
            // a mounted volume's generation) it says nothing about the user's files.
            if (entry.LinkTarget is not null && !entry.Name.StartsWith('.'))
            {
                if (RealPath(entry) is not { } target || ancestors.Contains(target))
                {
                    diagnostics.Add(RouteDiagnostics.BrokenLink(entryPath));
                    continue;
                }

                if (!IsInside(ancestors[0], target))
                {
                    diagnostics.Add(RouteDiagnostics.LinkOutside(entryPath, target));
                    continue;
                }

                real = target;
                directory = Directory.Exists(target) ? new DirectoryInfo(target) : null;
            }

            if (directory is null)
            {
                files.Add(entryPath);
            }
            else if (entry.LinkTarget is null || !entry.Name.StartsWith('.'))
            {
                Walk(directory, entryPath, [.. ancestors, real], files, diagnostics);
            }
        }
    }

    // Every link on the way is resolved, not only the last: a folder in the middle may be one.
    private static string? RealPath(FileSystemInfo entry)
    {
        try
        {
            var target = entry.ResolveLinkTarget(returnFinalTarget: true) ?? entry;
            if (!target.Exists)
            {
                return null;
            }

            var parent = Path.GetDirectoryName(target.FullName);
            return parent is null
                ? target.FullName
                : Path.Combine(RealPath(new DirectoryInfo(parent)) ?? parent, target.Name);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool IsInside(string folder, string path) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
