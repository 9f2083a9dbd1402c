using FileRoutedApi.Diagnostics;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using FileRoutedApi.Validation;

namespace FileRoutedApi.Live;

/// <summary>The published state of a folder.</summary>
/// <param name="NameDiagnostics">The errors in file names.</param>
/// <param name="Broken">The files that cannot be used, with their errors.</param>
/// <param name="Diagnostics">All errors and warnings, sorted.</param>
internal sealed record LiveState(
    RouteTable Table,
    RouteSet Loaded,
    IReadOnlyList<RouteDiagnostic> NameDiagnostics,
    IReadOnlyDictionary<string, IReadOnlyList<RouteDiagnostic>> Broken,
    IReadOnlyList<RouteDiagnostic> Diagnostics)
{
    public static LiveState Empty { get; } = CreateEmpty();

    /// <summary>Gets the paths of the files that become modules.</summary>
    public HashSet<string> Paths => PathsOf(Table);

    /// <summary>Returns the paths of the files that become modules.</summary>
    public static HashSet<string> PathsOf(RouteTable table) => [.. table.Files.Select(file => file.Path)];

    /// <summary>Returns the state of loaded files. A file with errors is broken; all others work.</summary>
    /// <exception cref="FileRoutesException">An error concerns more than one file, such as one in shared code.</exception>
    public static LiveState Of(RouteSet loaded, IReadOnlyList<RouteDiagnostic> nameDiagnostics, IReadOnlyList<RouteDiagnostic> diagnostics)
    {
        var table = loaded.Table;
        var errors = diagnostics.Where(diagnostic => diagnostic.IsError).ToList();
        if (errors.Any(error => error.File is null || error.File == table.StartupFile || table.SharedFiles.Contains(error.File)))
        {
            throw new FileRoutesException(diagnostics);
        }

        var paths = PathsOf(table);
        var broken = errors.Where(error => paths.Contains(error.File!)).GroupBy(error => error.File!);
        return new LiveState(
            table,
            loaded,
            nameDiagnostics,
            broken.ToDictionary(group => group.Key, group => (IReadOnlyList<RouteDiagnostic>)[.. group]),
            [.. diagnostics.Order(RouteDiagnosticComparer.Instance)]);
    }

    private static LiveState CreateEmpty()
    {
        var table = RouteTable.Create([], RouteTableOptions.Default);
        var loaded = new RouteSet(table, [], RouteGeneration.Empty, RouteValidators.None, new Dictionary<string, BoundModule>());
        return Of(loaded, [], []);
    }
}

/// <summary>The outcome of a reload.</summary>
internal enum LiveOutcome
{
    /// <summary>Nothing has changed.</summary>
    Nothing,

    /// <summary>The changes are published.</summary>
    Published,

    /// <summary>A file has errors or was deleted, perhaps only while it is being written. Reload again soon.</summary>
    Unconfirmed,

    /// <summary>The code that all files depend on has changed, so the application has to restart.</summary>
    NeedsRestart,
}

/// <summary>The result of a reload.</summary>
/// <param name="Changed">The files that are new, changed, or broken now.</param>
/// <param name="Removed">The files that were deleted.</param>
/// <param name="Retired">The modules that get no new requests. Requests in flight may still use them.</param>
internal sealed record LiveUpdate(
    LiveOutcome Outcome,
    LiveState Before,
    LiveState State,
    IReadOnlyList<string> Changed,
    IReadOnlyList<string> Removed,
    IReadOnlyList<RouteModule> Retired)
{
    /// <summary>Returns a result without changes.</summary>
    public static LiveUpdate Of(LiveOutcome outcome, LiveState state) => new(outcome, state, state, [], [], []);
}
