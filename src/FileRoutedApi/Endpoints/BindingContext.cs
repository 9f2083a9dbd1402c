using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Validation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace FileRoutedApi.Endpoints;

/// <summary>What a file is bound with that stands outside of it.</summary>
/// <param name="Folders">Every <c>_middleware.cs</c> above it, outermost first.</param>
/// <param name="Conventions">What the application adds.</param>
/// <param name="IsBelowMiddleware">Returns true if requests for a file may pass a middleware function.</param>
/// <param name="Guard">Makes sure that the function of an endpoint runs only behind the guards of its folders; null if there are none to pass.</param>
internal sealed record BindingContext(
    RouteValidators Validators,
    IReadOnlyList<RouteModule> Folders,
    FileRouteConventions Conventions,
    Func<RouteFile, bool> IsBelowMiddleware,
    Action<EndpointBuilder, RouteFile>? Guard)
{
    public BindingContext Within(RouteGroupContext? group) => group is null ? this : this with { Conventions = Conventions.Within(group) };

    public void Apply(EndpointBuilder builder)
    {
        Conventions.Apply(builder);
        Conventions.ApplyFinally(builder);
    }
}
