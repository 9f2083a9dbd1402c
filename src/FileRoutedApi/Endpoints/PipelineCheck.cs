using FileRoutedApi.Caching;
using FileRoutedApi.Config;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Reports configuration and middleware that have no effect, because the application does not call <c>UseFileRoutes</c> or maps the routes
/// in a group (FRA3028).
/// </summary>
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

    /// <summary>Reports static files that are not served (FRA3041).</summary>
    public IEnumerable<RouteDiagnostic> Find(RouteTable table) =>
        !pipeline.HasFolders && table.PublicFiles.All.Count > 0 ? [RouteDiagnostics.PublicNotServed()] : [];

    private static string? FindIgnored(RouteModule module) =>
        module.File.Role.GuardsFolder && module.Exports.Count > 0
            ? "A middleware"
            : ConfigKeys.All
                .Where(key => key.IsForPipeline && (key.IsSet(module.Config) || key.IsSet(module.MiddlewareConfig)))
                .Select(key => $"config.{key.OfFile ?? key.OfFolder}")
                .FirstOrDefault();
}
