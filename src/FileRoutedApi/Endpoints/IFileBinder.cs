using System.Collections;
using FileRoutedApi.Jobs;
using FileRoutedApi.Middleware;
using FileRoutedApi.Modules;
using FileRoutedApi.Pages;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FileRoutedApi.Endpoints;

/// <summary>Binds the modules of some file roles (<see cref="RouteFileRole"/>). Every role with modules has one binder.</summary>
internal interface IFileBinder
{
    /// <summary>Gets the roles whose files it binds.</summary>
    IReadOnlyList<RouteFileRole> Roles { get; }

    /// <summary>Binds the functions of a module. Errors are in the result.</summary>
    Task<BoundModule> BindAsync(RouteModule module, BindingContext context);

    /// <summary>Returns a replacement for a file that cannot be used.</summary>
    /// <param name="errors">The errors of the file, or of a <c>_middleware.cs</c> above it.</param>
    BoundModule BindBroken(RouteFile file, IReadOnlyList<RouteDiagnostic> errors);

    /// <summary>Returns the endpoints that a module adds to routing.</summary>
    /// <param name="routes">All files that are published together.</param>
    /// <param name="group">The group of endpoints that the routes are mapped in, or null.</param>
    IReadOnlyList<Endpoint> EndpointsOf(BoundModule bound, RouteSet routes, BindingContext context, RouteGroupContext? group);
}

/// <summary>A bound module.</summary>
/// <param name="Folders">The middleware above it, outermost first.</param>
/// <param name="Endpoints">The endpoints of its functions.</param>
/// <param name="Middleware">The middleware of its folder, or null.</param>
/// <param name="ErrorHandler">The endpoint that handles the exceptions of its folder, or null.</param>
internal sealed record BoundModule(
    RouteModule Module,
    IReadOnlyList<RouteModule> Folders,
    IReadOnlyList<Endpoint> Endpoints,
    FolderMiddleware? Middleware = null,
    Endpoint? ErrorHandler = null)
{
    /// <summary>Gets the layout; null if the file is not one, or cannot be bound.</summary>
    public PagePart? Layout { get; init; }

    /// <summary>Gets the endpoint that renders the not-found page of a folder for its pages, or null.</summary>
    public Endpoint? NotFound { get; init; }

    /// <summary>Gets a delegate that calls <c>StaticParams</c>; null if the file has no such function.</summary>
    public Func<HttpContext, Task<IEnumerable?>>? StaticParams { get; init; }

    /// <summary>Gets the job; null if the file is not one, or cannot be bound.</summary>
    public BoundJob? Job { get; init; }

    /// <summary>Gets the errors in the functions of the file.</summary>
    public IReadOnlyList<RouteDiagnostic> Diagnostics { get; init; } = [];
}
