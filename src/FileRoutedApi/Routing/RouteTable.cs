using System.Text;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Routing;

/// <summary>
/// The routes of a list of paths, in the order in which they match, with everything that is wrong with them.
/// Pure: it touches no disk, and the order of the paths does not matter.
/// </summary>
internal sealed class RouteTable
{
    private readonly RouteTrie _trie;

    private RouteTable(
        RouteTrie trie,
        IReadOnlyList<RouteFile> folderFiles,
        Dictionary<RouteFileRole, List<string>> code,
        IReadOnlyList<RouteDiagnostic> diagnostics)
    {
        _trie = trie;
        Routes = [.. trie.InMatchOrder()];
        FolderFiles = folderFiles;
        Files = [.. folderFiles, .. Routes];
        ComposedLiterals = Files
            .SelectMany(file => file.Segments)
            .Where(segment => segment.Kind == RouteSegmentKind.Static && !Ascii.IsValid(segment.Text))
            .Select(segment => segment.Text)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        SharedFiles = code[RouteFileRole.Shared];
        StartupFile = code[RouteFileRole.Startup].FirstOrDefault();
        Diagnostics = diagnostics;
    }

    /// <summary>The route files: predefined before dynamic before catch-all, segment by segment.</summary>
    public IReadOnlyList<RouteFile> Routes { get; }

    /// <summary>The files that are about everything below their folders, outermost first.</summary>
    public IReadOnlyList<RouteFile> FolderFiles { get; }

    /// <summary>All files that become modules: first those that are about folders.</summary>
    public IReadOnlyList<RouteFile> Files { get; }

    /// <summary>The literal segments that a client may write with decomposed characters too: those beyond ASCII.</summary>
    public IReadOnlySet<string> ComposedLiterals { get; }

    /// <summary>The files of all <c>_lib</c> folders, sorted.</summary>
    public IReadOnlyList<string> SharedFiles { get; }

    /// <summary>The start-up file, or null.</summary>
    public string? StartupFile { get; }

    /// <summary>Every error and warning, sorted by file.</summary>
    public IReadOnlyList<RouteDiagnostic> Diagnostics { get; }

    /// <param name="paths">Relative to the folder that contains <c>api/</c>, with <c>/</c>: <c>api/post/[pid].cs</c>.</param>
    public static RouteTable Create(IEnumerable<string> paths, RouteTableOptions options)
    {
        var diagnostics = new List<RouteDiagnostic>();
        var code = RouteFileRole.All.Where(role => !role.IsModule).ToDictionary(role => role, _ => new List<string>());
        var folders = new List<RouteFile>();
        var trie = new RouteTrie(diagnostics);

        // Sorted first, so that the same files give the same messages on every file system.
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
            else if (role is not null)
            {
                trie.Add(file!);
            }
        }

        trie.CheckSpecificity();
        diagnostics.Sort((left, right) => string.CompareOrdinal(left.File, right.File));
        return new RouteTable(trie, [.. folders.OrderBy(file => file.Depth)], code, diagnostics);
    }

    /// <summary>The files of one role that a file lies below, outermost first.</summary>
    public IEnumerable<RouteFile> Above(RouteFile file, RouteFileRole role) =>
        FolderFiles.Where(folder => folder.Role == role && file.IsBelow(folder.Folder));

    /// <summary>Returns the files that guard the folders of a file, outermost first.</summary>
    public IEnumerable<RouteFile> GuardsOf(RouteFile file) =>
        FolderFiles.Where(folder => folder.Role.GuardsFolder && file.IsBelow(folder.Folder));

    /// <summary>The file that answers a path and its parameters, or null where none does.</summary>
    /// <remarks>The same choice as ASP.NET Core makes among the endpoints of these files; conformance tests hold the two together.</remarks>
    public RouteMatch? Match(RequestPath path) => _trie.Match(path);

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

    /// <summary>Why it is that file, candidate by candidate.</summary>
    public RouteExplanation Explain(RequestPath path) => RouteExplanation.Create(Routes, path);
}
