using FileRoutedApi.Endpoints;
using FileRoutedApi.Functions;
using FileRoutedApi.Hosting;
using FileRoutedApi.Live;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Host.Development;

/// <summary>The application as it is served now.</summary>
/// <param name="Table">The routes; null before the first scan.</param>
/// <param name="Modules">What became of each route file, by its path.</param>
/// <param name="Diagnostics">Everything that is wrong now.</param>
/// <param name="Root">The folder that contains <c>api/</c>, absolute.</param>
/// <param name="BasePath">The URL of the <c>api/</c> folder.</param>
/// <param name="Reloads">How often a change was published since the start.</param>
internal sealed record DevState(
    RouteTable? Table,
    IReadOnlyDictionary<string, ModuleState> Modules,
    IReadOnlyList<RouteDiagnostic> Diagnostics,
    string Root,
    string BasePath,
    int Reloads)
{
    /// <param name="failure">Why another application did not start; empty where none had to.</param>
    public static DevState Of(LiveState live, IReadOnlyList<RouteDiagnostic> failure, FileRoutesSettings settings, int reloads)
    {
        var origins = live.Loaded.Generation.Modules.ToDictionary(module => module.File.Path, module => module.Origin);
        return new DevState(
            live.Table,
            live.Table.Routes.ToDictionary(route => route.Path, route => ModuleState.Of(live, route.Path, origins.GetValueOrDefault(route.Path))),
            [.. failure, .. live.Diagnostics.Except(failure)],
            settings.Root,
            settings.Table.BasePath,
            reloads);
    }

    public static DevState Empty { get; } = new(null, new Dictionary<string, ModuleState>(), [], "", "/api", 0);
}

/// <summary>A route file, as far as it is loaded.</summary>
/// <param name="Methods">As exported; <c>*</c> for <c>Handler</c>.</param>
/// <param name="CompileTime">How long its last compilation took; null where there was none.</param>
/// <param name="FromCache">Whether it was compiled in an earlier run.</param>
/// <param name="LoadedAt">Since when it answers; null where it does not.</param>
/// <param name="CompiledFiles">How many files were compiled in that time.</param>
internal sealed record ModuleState(
    IReadOnlyList<string> Methods, ModuleStatus Status, TimeSpan? CompileTime, bool FromCache, DateTimeOffset? LoadedAt, int CompiledFiles = 1)
{
    public static ModuleState Of(LiveState live, string file, ModuleOrigin? origin)
    {
        var functions = (live.Loaded.Bound.GetValueOrDefault(file)?.Endpoints ?? [])
            .Select(endpoint => endpoint.Metadata.GetMetadata<RouteFileMetadata>()?.Function)
            .OfType<RouteFunction>();
        return new ModuleState(
            [.. functions.SelectMany(function => function.Export.Name != RouteExport.AnyMethod ? [function.Export.Name] : function.Signature.HttpMethods ?? ["*"])],
            live.Broken.ContainsKey(file) ? ModuleStatus.Broken : origin is null ? ModuleStatus.Loading : ModuleStatus.Ready,
            origin is { FromCache: false } ? origin.CompileTime : null,
            origin?.FromCache ?? false,
            origin?.LoadedAt,
            origin?.CompiledFiles ?? 1);
    }
}

/// <summary>Whether a route file answers.</summary>
internal enum ModuleStatus
{
    Ready,
    Broken,
    Loading,
}
