using FileRoutedApi.Caching;
using FileRoutedApi.Config;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Reports configuration and middleware that have no effect, because the application does not call <c>UseFileRoutes</c> or maps the routes
/// in a group (FRA3028).
/// </summary>
internal sealed class PipelineCheck(PipelineState pipeline, FileRoutesSettings settings)
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

    /// <summary>Reports rules that have no effect (FRA3028), and static files that are not served (FRA3041).</summary>
    public IEnumerable<RouteDiagnostic> Find(RouteTable table)
    {
        if (!pipeline.HasFolders && settings.Rules.IsSet)
        {
            yield return RouteDiagnostics.NoPipeline(null, $"{FileRoutesOptions.SectionName}:{nameof(FileRoutesOptions.Rules)}");
        }

        if (!pipeline.HasFolders && table.PublicFiles.All.Count > 0)
        {
            yield return RouteDiagnostics.PublicNotServed();
        }
    }

    private static string? FindIgnored(RouteModule module) =>
        module.File.Role.GuardsFolder && module.Exports.Count > 0
            ? "A middleware"
            : ConfigKeys.All
                .Where(key => (key.IsForPipeline || key.IsForResponses) && (key.IsSet(module.Config) || key.IsSet(module.MiddlewareConfig)))
                .Select(key => $"config.{key.OfFile ?? key.OfFolder}")
                .FirstOrDefault();
}
