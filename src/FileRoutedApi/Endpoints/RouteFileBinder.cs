using FileRoutedApi.Middleware;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FileRoutedApi.Endpoints;

/// <summary>Binds each function of route files and <c>_404.cs</c> to an endpoint.</summary>
internal sealed class RouteFileBinder(EndpointFactory endpoints, IServiceProvider services) : IFileBinder
{
    public IReadOnlyList<RouteFileRole> Roles => [RouteFileRole.Route, RouteFileRole.NotFound];

    public async Task<BoundModule> BindAsync(RouteModule module, BindingContext context)
    {
        var diagnostics = new List<RouteDiagnostic>();
        var created = endpoints.Create(module, context, diagnostics);
        await EndpointNeedsExtensions.CheckAsync(created, services, diagnostics);
        return new BoundModule(module, context.Folders, created) { Diagnostics = diagnostics };
    }

    public BoundModule BindBroken(RouteFile file, IReadOnlyList<RouteDiagnostic> errors) =>
        new(RouteModule.Empty(file), [], [endpoints.CreateBroken(file, errors)]);

    public IReadOnlyList<Endpoint> EndpointsOf(BoundModule bound, RouteSet routes, BindingContext context, RouteGroupContext? group) =>
        group is null ? bound.Endpoints : endpoints.Create(bound.Module, context, [], group);
}
