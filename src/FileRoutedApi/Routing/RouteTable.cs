namespace FileRoutedApi.Routing;

/// <summary>
/// The routes of a list of paths, in the order in which they match, with everything that is wrong with them.
/// Pure: it touches no disk, and the order of the paths does not matter.
/// </summary>
internal sealed class RouteTable
{
    private readonly RouteTrie _trie;

    private RouteTable(
        RouteTrie trie, IReadOnlyList<string> sharedFiles, string? startupFile, IReadOnlyList<RouteDiagnostic> diagnostics)
    {
        _trie = trie;
        Routes = [.. trie.InMatchOrder()];
        SharedFiles = sharedFiles;
        StartupFile = startupFile;
        Diagnostics = diagnostics;
    }

    /// <summary>The route files: predefined before dynamic before catch-all, segment by segment.</summary>
    public IReadOnlyList<RouteFile> Routes { get; }

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
        var shared = new List<string>();
        string? startup = null;
        var trie = new RouteTrie(diagnostics);

        // Sorted first, so that the same files give the same messages on every file system.
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            switch (RouteFileName.Parse(path, options, diagnostics, out var file))
            {
                case RouteFileRole.Route:
                    trie.Add(file!);
                    break;
                case RouteFileRole.Shared:
                    shared.Add(path);
                    break;
                case RouteFileRole.Startup:
                    startup = path;
                    break;
                default:
                    break;
            }
        }

        trie.CheckSpecificity();
        diagnostics.Sort((left, right) => string.CompareOrdinal(left.File, right.File));
        return new RouteTable(trie, shared, startup, diagnostics);
    }

    /// <summary>The file that answers a path and its parameters, or null where none does.</summary>
    /// <remarks>The same choice as ASP.NET Core makes among the endpoints of these files; conformance tests hold the two together.</remarks>
    public RouteMatch? Match(RequestPath path) => _trie.Match(path);

    /// <summary>Why it is that file, candidate by candidate.</summary>
    public RouteExplanation Explain(RequestPath path) => RouteExplanation.Create(Routes, path);
}
