using FileRoutedApi.Caching;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;

namespace FileRoutedApi.Endpoints;

/// <summary>Finds what would be ignored without a place in the pipeline (FRA3028).</summary>
internal sealed class PipelineCheck(PipelineState pipeline)
{
    public IEnumerable<RouteDiagnostic> Find(RouteModule module)
    {
        if (pipeline.IsGrouped && CachePolicy.Of(module.Config) is not null)
        {
            yield return RouteDiagnostics.NoPipeline(module.File.Path, "config.Revalidate");
        }

        if (!pipeline.HasFolders && FindIgnored(module) is { } ignored)
        {
            yield return RouteDiagnostics.NoPipeline(module.File.Path, ignored);
        }
    }

    private static string? FindIgnored(RouteModule module) =>
        module.File.Role.GuardsFolder && module.Exports.Count > 0 ? "A middleware"
        : module.Config.Cors.Origins.Concat(module.MiddlewareConfig.Cors.Origins).Any() ? "config.Cors"
        : module.MiddlewareConfig.Authorize.IsSet ? "config.Authorize"
        : module.Config.RateLimit.IsSet || module.MiddlewareConfig.RateLimit.IsSet ? "config.RateLimit"
        : null;
}
