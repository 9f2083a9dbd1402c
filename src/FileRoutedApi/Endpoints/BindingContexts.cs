using FileRoutedApi.Middleware;
using FileRoutedApi.Routing;
using FileRoutedApi.Validation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Creates the binding context of modules: the middleware of the folders above them, and the check that a request has passed it.
/// </summary>
internal sealed class BindingContexts(
    FileRouteDataSource dataSource, PipelineState pipeline, IPublishedFolders folders, IServiceProvider services)
{
    /// <summary>Returns the context of all files of a table. The caller sets the folders for each file.</summary>
    public BindingContext Create(RouteTable table, RouteValidators validators)
    {
        var scopes = new Lazy<FolderScope[]>(() =>
        [
            .. table.FolderFiles
                .Where(file => file.Role.GuardsFolder)
                .Select(folder => new FolderScope(folder, table.RequestFiles)),
        ]);

        // In development, folders can be added and removed. Without UseFileRoutes no middleware function runs (FRA3028).
        bool IsBelowMiddleware(RouteFile file) =>
            pipeline.HasFolders && (dataSource.IsLive || scopes.Value.Any(scope => scope.Contains(file) || scope.MayApplyTo(file)));

        return new BindingContext(validators, [], dataSource.Conventions, IsBelowMiddleware, GuardOf(IsBelowMiddleware));
    }

    /// <summary>
    /// Returns an action that wraps functions so that a request has to pass the guards first, or null if no folder can have a guard.
    /// </summary>
    private Action<EndpointBuilder, RouteFile>? GuardOf(Func<RouteFile, bool> isBelowMiddleware)
    {
        if (!pipeline.HasFolders)
        {
            // The application does not call UseFileRoutes or maps the routes in a group, and no folder depends on the pipeline (FRA3028).
            return null;
        }

        // A fallback policy applies to every endpoint without one of its own.
        var hasFallbackPolicy = services.GetService<IOptions<AuthorizationOptions>>()?.Value.FallbackPolicy is not null;
        return (endpoint, file) =>
        {
            if (hasFallbackPolicy
                || isBelowMiddleware(file)
                || new EndpointMetadataCollection(endpoint.Metadata).Needs() != EndpointNeeds.None)
            {
                GuardCheck.Apply(endpoint, file.Path, folders, hasFallbackPolicy);
            }
        };
    }
}
