using FileRoutedApi.Functions;
using FileRoutedApi.Live;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;

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
    /// <summary>Creates the state of an application.</summary>
    /// <param name="failure">The errors of the last start if it has failed; otherwise empty.</param>
    public static DevState Of(LiveState live, IReadOnlyList<RouteDiagnostic> failure, FileRoutesSettings settings, int reloads)
    {
        var origins = live.Loaded.Generation.Modules.ToDictionary(module => module.File.Path, module => module.Origin);
        return new DevState(
            live.Table,
            live.Table.Routes.ToDictionary(
                route => route.Path, route => ModuleState.Of(live, route.Path, origins.GetValueOrDefault(route.Path))),
            [.. live.Table.FolderFiles.Where(file => file.Role.IsLayout).Select(file => (file.Path, origins.GetValueOrDefault(file.Path)?.LoadedAt))],
            [.. failure, .. live.Diagnostics.Except(failure)],
            settings.Root,
            settings.Table.BasePath,
            reloads);
    }

    public static DevState Empty { get; } = new(null, new Dictionary<string, ModuleState>(), [], [], "", "/api", 0);
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
    public static ModuleState Of(LiveState live, string file, ModuleOrigin? origin)
    {
        var functions = (live.Loaded.Bound.GetValueOrDefault(file)?.Endpoints ?? [])
            .Select(endpoint => endpoint.Metadata.GetMetadata<RouteFileMetadata>()?.Function)
            .OfType<RouteFunction>();
        return new ModuleState(
            [.. functions.SelectMany(MethodsOf)],
            live.Broken.ContainsKey(file) ? ModuleStatus.Broken : origin is null ? ModuleStatus.Loading : ModuleStatus.Ready,
            origin is { FromCache: false } ? origin.CompileTime : null,
            origin?.FromCache ?? false,
            origin?.LoadedAt,
            origin?.CompiledFiles ?? 1);
    }

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
