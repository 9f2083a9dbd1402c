using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Validation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FileRoutedApi.Endpoints;

/// <summary>The parts of the application that a file is bound with.</summary>
/// <param name="Folders">The <c>_middleware.cs</c> files above it, outermost first.</param>
/// <param name="Conventions">The conventions that the application adds to endpoints.</param>
/// <param name="IsBelowMiddleware">Returns true if requests for a file may pass a middleware function.</param>
/// <param name="Guard">
/// Ensures that the function of an endpoint runs only for requests that have passed the guards of its folders; null if there are no guards.
/// </param>
internal sealed record BindingContext(
    RouteValidators Validators,
    IReadOnlyList<RouteModule> Folders,
    FileRouteConventions Conventions,
    Func<RouteFile, bool> IsBelowMiddleware,
    Action<EndpointBuilder, RouteFile>? Guard)
{
    /// <summary>Gets how the result of a page becomes a document; null for files that are not pages.</summary>
    public Func<RequestDelegate, RequestDelegate>? Render { get; init; }

    public BindingContext Within(RouteGroupContext? group) => group is null ? this : this with { Conventions = Conventions.Within(group) };

    public void Apply(EndpointBuilder builder)
    {
        Conventions.Apply(builder);
        Conventions.ApplyFinally(builder);
    }
}
