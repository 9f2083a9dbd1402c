using FileRoutedApi.Middleware;
using FileRoutedApi.Routing;
using FileRoutedApi.Validation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.Endpoints;

/// <summary>Creates what modules are bound with: the middleware of the folders around them, and the check that a request has passed it.</summary>
internal sealed class BindingContexts(
    FileRouteDataSource dataSource, PipelineState pipeline, IPublishedFolders folders, IServiceProvider services)
{
    /// <summary>Returns the context of all files of a table. The folders of each file are its own.</summary>
    public BindingContext Create(RouteTable table, RouteValidators validators)
    {
        var scopes = new Lazy<FolderScope[]>(() =>
        [
            .. table.FolderFiles
                .Where(file => file.Role.GuardsFolder)
                .Select(folder => new FolderScope(folder, table.Files)),
        ]);

        // In development folders come and go. Without our pipeline no middleware function runs (FRA3028).
        bool IsBelowMiddleware(RouteFile file) =>
            pipeline.HasFolders && (dataSource.IsLive || scopes.Value.Any(scope => scope.Contains(file) || scope.MayApplyTo(file)));

        return new BindingContext(validators, [], dataSource.Conventions, IsBelowMiddleware, GuardOf(IsBelowMiddleware));
    }

    /// <summary>Returns what wraps functions so that they run only behind their guards, or null if no folder can have a guard.</summary>
    private Action<EndpointBuilder, RouteFile>? GuardOf(Func<RouteFile, bool> isBelowMiddleware)
    {
        if (!pipeline.HasFolders)
        {
            // The application has a pipeline of its own, and no folder has anything that depends on ours (FRA3028).
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
                GuardCheck.Apply(endpoint, file, folders, hasFallbackPolicy);
            }
        };
    }
}
