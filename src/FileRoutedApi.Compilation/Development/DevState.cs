using FileRoutedApi.Development;
using FileRoutedApi.Functions;
using FileRoutedApi.Live;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.Extensions.Configuration;

namespace FileRoutedApi.Compilation.Development;

/// <summary>The state of the running application.</summary>
/// <param name="Table">The routes; null before the first scan.</param>
/// <param name="Modules">The state of each route file, by its path.</param>
/// <param name="Layouts">The layouts and when each was loaded.</param>
/// <param name="Diagnostics">All current errors and warnings.</param>
/// <param name="Root">The folder that contains <c>api/</c> and <c>app/</c>, absolute.</param>
/// <param name="BasePath">The URL of the <c>api/</c> folder.</param>
/// <param name="Reloads">The number of changes that were applied since the start.</param>
internal sealed record DevState(
    RouteTable? Table,
    IReadOnlyDictionary<string, ModuleState> Modules,
    IReadOnlyList<(string Path, DateTimeOffset? LoadedAt)> Layouts,
    IReadOnlyList<RouteDiagnostic> Diagnostics,
    string Root,
    string BasePath,
    int Reloads)
{
    /// <summary>Gets the template of the links to the editor.</summary>
    public string Editor { get; init; } = EditorTemplate.Parse(null)!;

    /// <summary>Gets whether an application runs. Otherwise the routes are only names of files.</summary>
    public bool IsRunning { get; init; } = true;

    /// <summary>Gets the documents of the application: addresses and names.</summary>
    public IReadOnlyList<(string Address, string Name)> Links { get; init; } =
        [("/swagger", "Swagger UI"), ("/openapi/v1.json", "OpenAPI document")];

    /// <summary>Gets the settings of the application; null if none runs.</summary>
    public IConfiguration? Configuration { get; init; }

    /// <summary>Gets the jobs of the application; null if none runs.</summary>
    public DevJobs? Jobs { get; init; }

    /// <summary>Gets the folder with the editor that opens its files.</summary>
    public SourceFolder Folder => new(Root, Editor) { HasDashboard = true };

    /// <summary>Creates the state of an application.</summary>
    /// <param name="failure">The errors of the last start if it has failed; otherwise empty.</param>
    public static DevState Of(LiveState live, IReadOnlyList<RouteDiagnostic> failure, FileRoutesSettings settings, int reloads)
    {
        var facts = new RouteFacts(live);
        var origins = live.Loaded.Generation.Modules.ToDictionary(module => module.File.Path, module => module.Origin);
        return new DevState(
            live.Table,
            live.Table.Routes.ToDictionary(
                route => route.Path, route => ModuleState.Of(live, route, origins.GetValueOrDefault(route.Path), facts)),
            [.. live.Table.FolderFiles
                .Where(file => file.Role.IsLayout)
                .Select(file => (file.Path, origins.GetValueOrDefault(file.Path)?.LoadedAt))],
            [.. failure, .. live.Diagnostics.Except(failure)],
            settings.Root,
            settings.Table.BasePath,
            reloads)
        {
            Editor = settings.Editor,
        };
    }

    public static DevState Empty { get; } = new(null, new Dictionary<string, ModuleState>(), [], [], "", "/api", 0);

    /// <summary>Creates the state of a folder whose application could not start.</summary>
    public static DevState NotStarted(SourceFolder folder, IReadOnlyList<RouteDiagnostic> failure) => Empty with
    {
        Table = RouteFolder.Find(folder.Root)?.CreateTable(RouteTableOptions.Default, []),
        Diagnostics = failure,
        Root = folder.Root,
        Editor = folder.Editor,
        IsRunning = false,
        Links = [],
    };
}

/// <summary>The state of a route file.</summary>
/// <param name="Methods">The exported methods; <c>*</c> for <c>Handler</c>.</param>
/// <param name="CompileTime">The duration of the last compilation; null if there was none.</param>
/// <param name="FromCache">True if the file was compiled in an earlier run.</param>
/// <param name="LoadedAt">When the file was loaded; null if it is not loaded.</param>
/// <param name="CompiledFiles">The number of files that were compiled together.</param>
internal sealed record ModuleState(
    IReadOnlyList<string> Methods,
    ModuleStatus Status,
    TimeSpan? CompileTime,
    bool FromCache,
    DateTimeOffset? LoadedAt,
    int CompiledFiles = 1)
{
    /// <summary>Gets what applies to the requests of the file: middleware, authorization, caching and limits.</summary>
    public IReadOnlyList<RouteFact> Facts { get; init; } = [];

    public static ModuleState Of(LiveState live, RouteFile route, ModuleOrigin? origin, RouteFacts facts)
    {
        var file = route.Path;
        var functions = (live.Loaded.Bound.GetValueOrDefault(file)?.Endpoints ?? [])
            .Select(endpoint => endpoint.Metadata.GetMetadata<RouteFileMetadata>()?.Function)
            .OfType<RouteFunction>();
        return new ModuleState(
            [.. functions.SelectMany(MethodsOf)],
            IsBroken(live, route) ? ModuleStatus.Broken : origin is null ? ModuleStatus.Loading : ModuleStatus.Ready,
            origin is { FromCache: false } ? origin.CompileTime : null,
            origin?.FromCache ?? false,
            origin?.LoadedAt,
            origin?.CompiledFiles ?? 1)
        {
            Facts = facts.Of(route),
        };
    }

    // The requests of a file respond with the errors of the middleware above it too.
    private static bool IsBroken(LiveState live, RouteFile route) =>
        live.Broken.ContainsKey(route.Path)
        || live.Table.FolderFiles.Any(folder =>
            folder.Role.GuardsFolder && live.Broken.ContainsKey(folder.Path) && route.IsBelow(folder.Folder));

    private static IEnumerable<string> MethodsOf(RouteFunction function) =>
        function.Export.Name == RouteExport.Page ? ["GET"]
        : function.Export.Name != RouteExport.AnyMethod ? [function.Export.Name]
        : function.Signature.HttpMethods ?? ["*"];
}

/// <summary>Whether a route file is loaded.</summary>
internal enum ModuleStatus
{
    Ready,
    Broken,
    Loading,
}
