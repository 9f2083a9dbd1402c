using FileRoutedApi.Endpoints;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.OpenApi;

/// <summary>Tells the API explorer that the routes are others: what it once collected it keeps until then.</summary>
internal sealed class RouteDescriptionChanges(FileRouteDataSource routes) : IActionDescriptorChangeProvider
{
    public IChangeToken GetChangeToken() => routes.GetDescriptionToken();
}
