using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FileRoutedApi.Endpoints;

/// <summary>Binds each function of route files and <c>_404.cs</c> to an endpoint.</summary>
internal sealed class RouteFileBinder(EndpointFactory endpoints, PartBinder parts) : IFileBinder
{
    public IReadOnlyList<RouteFileRole> Roles => [RouteFileRole.Route, RouteFileRole.RouteHandler, RouteFileRole.NotFound];

    public async Task<BoundModule> BindAsync(RouteModule module, BindingContext context)
    {
        var diagnostics = new List<RouteDiagnostic>();
        var staticParams = StaticParameters.TryBind(module, parts, diagnostics);
        var bound = await endpoints.BindAsync(module, context);
        return bound with { Diagnostics = [.. diagnostics, .. bound.Diagnostics], StaticParams = staticParams };
    }

    public BoundModule BindBroken(RouteFile file, IReadOnlyList<RouteDiagnostic> errors) =>
        new(RouteModule.Empty(file), [], [endpoints.CreateBroken(file, errors)]);

    public IReadOnlyList<Endpoint> EndpointsOf(BoundModule bound, RouteSet routes, BindingContext context, RouteGroupContext? group) =>
        group is null ? bound.Endpoints : endpoints.Create(bound.Module, context, [], group);
}
