using FileRoutedApi.Diagnostics;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Routing;

/// <summary>The folders <c>api/</c> and <c>app/</c> on disk. Reads the names of files, not their contents.</summary>
/// <param name="root">The folder that contains <c>api/</c> or <c>app/</c>, or both.</param>
internal sealed class RouteFolder(string root)
{
    /// <summary>The name of the folder with API routes. Its URLs begin with the base path.</summary>
    public const string Api = "api";

    /// <summary>The name of the folder with pages and route handlers. Its URLs begin at <c>/</c>.</summary>
    public const string App = "app";

    /// <summary>The name of the folder with jobs, which run on a schedule or when they are called. They have no URL.</summary>
    public const string Jobs = "jobs";

    /// <summary>The names of the folders with routes.</summary>
    public static readonly IReadOnlyList<string> Names = [Api, App];

    /// <summary>The names of all folders with files that become modules.</summary>
    public static readonly IReadOnlyList<string> AllNames = [Api, App, Jobs];

    private static readonly EnumerationOptions _everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Gets the absolute path of the folder that contains <c>api/</c> and <c>app/</c>.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>Gets the absolute paths of <c>api/</c> and <c>app/</c>, whether they exist or not.</summary>
    public IReadOnlyList<string> Paths => [.. Names.Select(name => Path.Combine(Root, name))];

    /// <summary>Gets the absolute paths of <c>api/</c>, <c>app/</c> and <c>jobs/</c>, whether they exist or not.</summary>
    public IReadOnlyList<string> AllPaths => [.. AllNames.Select(name => Path.Combine(Root, name))];

    /// <summary>Returns true if a folder has a folder <c>jobs/</c>.</summary>
    public static bool HasJobs(string root) => JobFolderIn(root) is not null;

    /// <summary>Returns the C# files in <c>jobs/</c>, relative to the root, with <c>/</c>.</summary>
    public static IEnumerable<string> JobFilesIn(string root) => JobFolderIn(root) is { } jobs
        ? Scan(jobs, Jobs, []).Where(path => path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase))
        : [];

    /// <summary>
    /// Returns the folder to serve; null if there is none. If the root is itself a folder called <c>api</c> or <c>app</c> without another
    /// one inside, its parent is served.
    /// </summary>
    public static RouteFolder? Find(string root)
    {
        var folder = new RouteFolder(root);
        if (folder.Paths.Any(Directory.Exists))
        {
            return folder;
        }

        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder.Root));
        return parent is not null && new RouteFolder(parent) is var above
            && Directory.Exists(folder.Root)
            && above.Paths.Contains(Path.TrimEndingDirectorySeparator(folder.Root))
                ? above
                : null;
    }

    /// <summary>Returns the absolute path of a file.</summary>
    /// <param name="file">The path relative to the root, with <c>/</c>.</param>
    public string PathOf(string file) => Path.Combine(Root, file.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Returns the path of a file on disk, with links resolved.</summary>
    /// <param name="root">The folder that contains <c>api/</c> and <c>app/</c>.</param>
    /// <param name="file">Relative to that folder, with <c>/</c>.</param>
    /// <returns>Null if the file does not exist, or is neither below the root nor below the target of its <c>api/</c> or <c>app/</c>.</returns>
    public static string? RealPathOf(string root, string file)
    {
        var folder = new RouteFolder(root);
        return RealPath(new FileInfo(Path.GetFullPath(folder.PathOf(file)))) is { } path
            && folder.AllPaths.Prepend(folder.Root).Any(allowed =>
                RealPath(new DirectoryInfo(allowed)) is { } real && IsInside(real, path))
                ? path
                : null;
    }

    /// <summary>Scans the folder and creates its route table. Adds every mistake to the diagnostics.</summary>
    public RouteTable CreateTable(RouteTableOptions options, List<RouteDiagnostic> diagnostics)
    {
        var table = RouteTable.Create(Scan(diagnostics, options.HasJobs), options, new PublicFolder(Root).Scan(diagnostics));
        diagnostics.AddRange(table.Diagnostics);
        if (table.Routes.Count == 0 && diagnostics.Count == 0)
        {
            diagnostics.Add(RouteDiagnostics.NoRouteFiles(Paths.FirstOrDefault(Directory.Exists) ?? Paths[0]));
        }

        return table;
    }

    /// <summary>Returns all files below <c>api/</c>, <c>app/</c> and <c>jobs/</c>, relative to the root, with <c>/</c>.</summary>
    /// <param name="diagnostics">Receives an error for each link that leads out of the folder and each folder that cannot be read.</param>
    public IReadOnlyList<string> Scan(List<RouteDiagnostic> diagnostics) => Scan(diagnostics, hasJobs: true);

    private IReadOnlyList<string> Scan(List<RouteDiagnostic> diagnostics, bool hasJobs) =>
    [
        .. Names.SelectMany(name => Scan(Path.Combine(Root, name), name, diagnostics)),
        .. hasJobs && JobFolderIn(Root) is { } jobs ? Scan(jobs, Jobs, diagnostics) : [],
    ];

    /// <summary>
    /// Returns the path of <c>jobs/</c>; null if there is none. On file systems that ignore case, a folder <c>Jobs</c> is not meant.
    /// </summary>
    private static string? JobFolderIn(string root) =>
        Directory.Exists(Path.Combine(root, Jobs))
            ? Directory.GetDirectories(root, Jobs).FirstOrDefault(path => Path.GetFileName(path) == Jobs)
            : null;

    /// <summary>Returns all files below a folder, with its name and <c>/</c> before them.</summary>
    /// <param name="diagnostics">Receives an error for each link that leads out of the folder and each folder that cannot be read.</param>
    public static IReadOnlyList<string> Scan(string folder, string name, List<RouteDiagnostic> diagnostics)
    {
        var files = new List<string>();
        if (RealPath(new DirectoryInfo(folder)) is { } real)
        {
            Walk(new DirectoryInfo(real), name, [real], files, diagnostics);
        }

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
            diagnostics.Add(RouteDiagnostics.UnreadableFile(path, ReasonTexts.AccessDenied));
            return;
        }

        foreach (var entry in entries)
        {
            var entryPath = $"{path}/{entry.Name}";
            var directory = entry as DirectoryInfo;
            var real = entry.FullName;

            // A name that begins with a dot is not a route. Links with such names, such as the lock of an editor or the generations of
            // a mounted volume, are not followed or reported.
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

    /// <summary>Returns the path with every link resolved, not only the last one; null if the target does not exist.</summary>
    public static string? RealPath(FileSystemInfo entry)
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

    /// <summary>Returns true if a path is below a folder. Both must have their links resolved.</summary>
    public static bool IsInside(string folder, string path) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
