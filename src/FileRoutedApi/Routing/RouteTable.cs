using System.Text;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Routing;

/// <summary>
/// The routes of a list of file paths in match order, and the diagnostics of these paths. The table depends on the names only: no file is
/// read, and the order of the paths does not matter.
/// </summary>
internal sealed class RouteTable
{
    private const int StatusOfUnmatched = 404;

    private readonly RouteTrie _trie;

    private RouteTable(
        RouteTrie trie,
        IReadOnlyList<RouteFile> folderFiles,
        IReadOnlyList<RouteFile> jobs,
        Dictionary<RouteFileRole, List<string>> code,
        PublicFiles publicFiles,
        IReadOnlyList<RouteDiagnostic> diagnostics)
    {
        _trie = trie;
        Routes = [.. trie.InMatchOrder()];
        FolderFiles = folderFiles;
        Jobs = jobs;
        RequestFiles = [.. folderFiles, .. Routes];
        Files = [.. RequestFiles, .. jobs];
        ComposedLiterals = Files
            .SelectMany(file => file.Segments)
            .Where(segment => segment.Kind == RouteSegmentKind.Static && !Ascii.IsValid(segment.Text))
            .Select(segment => segment.Text)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        SharedFiles = code[RouteFileRole.Shared];
        StartupFile = code[RouteFileRole.Startup].FirstOrDefault();
        PublicFiles = publicFiles;
        Diagnostics = diagnostics;
    }

    /// <summary>Gets the route files in match order: in each segment, predefined before dynamic, and dynamic before catch-all.</summary>
    public IReadOnlyList<RouteFile> Routes { get; }

    /// <summary>Gets the files that apply to everything below their folders, outermost first.</summary>
    public IReadOnlyList<RouteFile> FolderFiles { get; }

    /// <summary>Gets the jobs, sorted by name.</summary>
    public IReadOnlyList<RouteFile> Jobs { get; }

    /// <summary>Gets the files that requests reach: <see cref="FolderFiles"/> and <see cref="Routes"/>.</summary>
    public IReadOnlyList<RouteFile> RequestFiles { get; }

    /// <summary>Gets all files that become modules: <see cref="FolderFiles"/>, <see cref="Routes"/>, and <see cref="Jobs"/>.</summary>
    public IReadOnlyList<RouteFile> Files { get; }

    /// <summary>
    /// Gets the literal segments with non-ASCII characters, which clients may also send in decomposed form (Unicode NFD).
    /// </summary>
    public IReadOnlySet<string> ComposedLiterals { get; }

    /// <summary>Gets the files of shared code, sorted.</summary>
    public IReadOnlyList<string> SharedFiles { get; }

    /// <summary>Gets the start-up file, or null if there is none.</summary>
    public string? StartupFile { get; }

    /// <summary>Gets the static files beside the routes.</summary>
    public PublicFiles PublicFiles { get; }

    /// <summary>Gets all errors and warnings, sorted by file.</summary>
    public IReadOnlyList<RouteDiagnostic> Diagnostics { get; }

    /// <param name="paths">
    /// Paths relative to the folder that contains <c>api/</c> and <c>app/</c>, with <c>/</c> as the separator: <c>api/post/[pid].cs</c>.
    /// </param>
    /// <param name="publicFiles">The static files; none by default.</param>
    public static RouteTable Create(IEnumerable<string> paths, RouteTableOptions options, PublicFiles? publicFiles = null)
    {
        var diagnostics = new List<RouteDiagnostic>();
        var code = RouteFileRole.All.Where(role => !role.IsModule).ToDictionary(role => role, _ => new List<string>());
        var folders = new List<RouteFile>();
        var jobs = new List<RouteFile>();
        var trie = new RouteTrie(diagnostics);

        // Sort first, so that the same files give the same diagnostics on every file system.
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            var role = RouteFileName.Parse(path, options, diagnostics, out var file);
            if (role is { IsModule: false })
            {
                code[role].Add(path);
            }
            else if (role is { CoversFolder: true })
            {
                AddFolderFile(file!, folders, diagnostics);
            }
            else if (role is { IsJob: true })
            {
                AddJob(file!, jobs, diagnostics);
            }
            else if (role is not null)
            {
                trie.Add(file!);
            }
        }

        foreach (var file in folders)
        {
            file.IsOutermost = !folders.Exists(other => other != file && other.Role == file.Role && file.IsBelow(other.Folder));
        }

        trie.CheckSpecificity();
        CheckLayouts(trie, folders, diagnostics);
        var startups = code[RouteFileRole.Startup];
        diagnostics.AddRange(startups.Skip(1).Select(other => RouteDiagnostics.SecondStartup(other, startups[0])));
        CheckPublic(publicFiles ?? PublicFiles.None, trie, diagnostics);
        diagnostics.Sort((left, right) => string.CompareOrdinal(left.File, right.File));
        return new RouteTable(trie, [.. folders.OrderBy(file => file.Depth)], jobs, code, publicFiles ?? PublicFiles.None, diagnostics);
    }

    /// <summary>Returns the folder files that have a role and apply to a file, outermost first.</summary>
    public IEnumerable<RouteFile> Above(RouteFile file, RouteFileRole role) =>
        FolderFiles.Where(folder => folder.Role == role && file.IsBelow(folder.Folder));

    /// <summary>Returns the folder files that requests for a file must pass first, outermost first.</summary>
    public IEnumerable<RouteFile> GuardsOf(RouteFile file) =>
        FolderFiles.Where(folder => folder.Role.GuardsFolder && file.IsBelow(folder.Folder));

    /// <summary>Returns the file that handles a path, with the values of its parameters; null if no file matches.</summary>
    /// <remarks>ASP.NET Core selects the same file among the endpoints of these files. Conformance tests verify this.</remarks>
    public RouteMatch? Match(RequestPath path) => _trie.Match(path);

    /// <summary>Returns the files that a file depends on: its guards, and for a page the layouts around it.</summary>
    public IEnumerable<RouteFile> DependenciesOf(RouteFile file) =>
        file.Role.IsPage ? GuardsOf(file).Concat(LayoutsOf(file)) : GuardsOf(file);

    /// <summary>Returns the layouts around a page, outermost first.</summary>
    public IEnumerable<RouteFile> LayoutsOf(RouteFile file) => Above(file, RouteFileRole.Layout);

    /// <summary>Returns the nearest file that handles unmatched paths in the folder of a file, or null.</summary>
    public RouteFile? NotFoundOf(RouteFile file) =>
        FolderFiles.LastOrDefault(folder => folder.Role.Status == StatusOfUnmatched && file.IsBelow(folder.Folder));

    private static void CheckLayouts(RouteTrie trie, List<RouteFile> folders, List<RouteDiagnostic> diagnostics)
    {
        var layouts = folders.Where(file => file.Role.IsLayout).ToList();
        diagnostics.AddRange(trie.InMatchOrder()
            .Where(file => file.Role.IsPage && !layouts.Exists(layout => file.IsBelow(layout.Folder)))
            .Select(file => RouteDiagnostics.NoRootLayout(file.Path)));
    }

    /// <summary>Reports static files that are never served, because a route with the same path takes precedence.</summary>
    private static void CheckPublic(PublicFiles files, RouteTrie routes, List<RouteDiagnostic> diagnostics)
    {
        foreach (var file in files.All)
        {
            var url = string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString));
            if (RequestPath.TryParse(url) is { } path && routes.Match(path)?.File is { Kind: RouteSegmentKind.Static } route)
            {
                diagnostics.Add(RouteDiagnostics.PublicFileHidden(file.File, route.Path));
            }
        }
    }

    private static void AddFolderFile(RouteFile file, List<RouteFile> folders, List<RouteDiagnostic> diagnostics)
    {
        if (folders.Find(other => other.Role == file.Role && other.Folder.Equals(file.Folder, StringComparison.OrdinalIgnoreCase)) is { } other)
        {
            diagnostics.Add(RouteDiagnostics.SecondFolderFile(file.Path, other.Path));
        }
        else
        {
            folders.Add(file);
        }
    }

    private static void AddJob(RouteFile file, List<RouteFile> jobs, List<RouteDiagnostic> diagnostics)
    {
        var name = JobFileName.NameOf(file);
        if (jobs.Find(other => JobFileName.NameOf(other).Equals(name, StringComparison.OrdinalIgnoreCase)) is { } other)
        {
            diagnostics.Add(RouteDiagnostics.SecondJob(file.Path, other.Path));
        }
        else
        {
            jobs.Add(file);
        }
    }

    /// <summary>Returns, for each candidate file, why it does or does not handle a path.</summary>
    public RouteExplanation Explain(RequestPath path) => RouteExplanation.Create(Routes, path);
}
