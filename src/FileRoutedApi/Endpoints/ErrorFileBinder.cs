using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FileRoutedApi.Endpoints;

/// <summary>Binds <c>_error.cs</c> to an endpoint that is not added to routing, because only the exception handler calls it.</summary>
internal sealed class ErrorFileBinder(EndpointFactory endpoints) : IFileBinder
{
    public IReadOnlyList<RouteFileRole> Roles => [RouteFileRole.Error];

    public async Task<BoundModule> BindAsync(RouteModule module, BindingContext context)
    {
        var bound = await endpoints.BindAsync(module, context);
        return bound with { ErrorHandler = bound.Endpoints is [var handler, ..] ? handler : null };
    }

    public BoundModule BindBroken(RouteFile file, IReadOnlyList<RouteDiagnostic> errors) => new(RouteModule.Empty(file), [], []);

    public IReadOnlyList<Endpoint> EndpointsOf(BoundModule bound, RouteSet routes, BindingContext context, RouteGroupContext? group) => [];
}
