using FileRoutedApi.Endpoints;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.OpenApi;

/// <summary>Signals changes of the routes to the API explorer, which caches the descriptions until then.</summary>
internal sealed class RouteDescriptionChanges(FileRouteDataSource routes) : IActionDescriptorChangeProvider
{
    public IChangeToken GetChangeToken() => routes.GetDescriptionToken();
}
