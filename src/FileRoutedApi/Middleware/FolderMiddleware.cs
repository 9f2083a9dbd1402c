using FileRoutedApi.Config;
using FileRoutedApi.Http;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Middleware;

/// <summary>A <c>_middleware.cs</c>, ready to run.</summary>
/// <param name="function">Null if the file only configures its folder.</param>
/// <param name="matchers">The requests that the function sees; all if there is none.</param>
/// <param name="metadata">What the folder configures, for the endpoints below it.</param>
/// <param name="ownLimit">The limit of a body that the folder sets itself; null if that of the route file applies.</param>
internal sealed class FolderMiddleware(
    RouteFile file,
    MiddlewareFunction? function,
    HandlerSettings settings,
    IReadOnlyList<RequestMatcher> matchers,
    IReadOnlyList<object> metadata,
    BodyLimitMetadata? ownLimit = null)
{
    public RouteFile File => file;

    public HandlerSettings Settings => settings;

    public MiddlewareFunction? Function => function;

    /// <summary>What the folder configures, for the endpoints below it.</summary>
    public IReadOnlyList<object> Metadata => metadata;

    /// <summary>
    /// Gets the limit of a body that the function reads: the folder's own, or that of the function that handles the request. Null if there
    /// is no such function; then the server's limit applies.
    /// </summary>
    public BodyLimitMetadata? LimitOf(HttpContext context) => ownLimit ?? context.GetEndpoint()?.Metadata.GetMetadata<BodyLimitMetadata>();

    /// <summary>Returns true if the function has to see a request.</summary>
    public bool Wants(HttpContext context)
    {
        if (function is null)
        {
            return false;
        }

        foreach (var matcher in matchers)
        {
            if (matcher.Matches(context))
            {
                return true;
            }
        }

        return matchers.Count == 0;
    }
}
