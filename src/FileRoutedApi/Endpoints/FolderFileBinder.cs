using FileRoutedApi.Middleware;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FileRoutedApi.Endpoints;

/// <summary>Binds <c>_middleware.cs</c>: the function and the configuration of a folder.</summary>
internal sealed class FolderFileBinder(
    EndpointFactory endpoints, FolderMiddlewareFactory middleware, IServiceProvider services) : IFileBinder
{
    public IReadOnlyList<RouteFileRole> Roles => [RouteFileRole.Middleware];

    public async Task<BoundModule> BindAsync(RouteModule module, BindingContext context)
    {
        var diagnostics = new List<RouteDiagnostic>();
        await EndpointNeedsExtensions.CheckAsync(module, services, diagnostics);
        return new BoundModule(module, context.Folders, [], middleware.Create(module, diagnostics)) { Diagnostics = diagnostics };
    }

    /// <remarks>Rejects every request below the folder, because no request may bypass a guard that cannot run.</remarks>
    public BoundModule BindBroken(RouteFile file, IReadOnlyList<RouteDiagnostic> errors) =>
        new(RouteModule.Empty(file), [], [endpoints.CreateBroken(file, errors)], middleware.CreateBroken(file, errors));

    /// <remarks>The configuration of a folder also applies to unmatched paths, so they need an endpoint.</remarks>
    public IReadOnlyList<Endpoint> EndpointsOf(BoundModule bound, RouteSet routes, BindingContext context, RouteGroupContext? group)
    {
        var file = bound.Module.File;
        var notFound = routes.Table.NotFoundOf(file);
        if (!FolderMetadata.AppliesToUnmatchedPaths(bound.Module.MiddlewareConfig)
            || file.Folder.Contains("/(", StringComparison.Ordinal)
            || notFound?.Folder == file.Folder)
        {
            return [];
        }

        var boundNotFound = notFound is null ? null : routes.Bound.GetValueOrDefault(notFound.Path);
        var handler = boundNotFound?.Endpoints is [var first, ..] ? first : null;
        return [endpoints.CreateNotFound(file, context, handler, group)];
    }
}
