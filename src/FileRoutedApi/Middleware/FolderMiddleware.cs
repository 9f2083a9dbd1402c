using FileRoutedApi.Http;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Middleware;

/// <summary>A <c>_middleware.cs</c>, ready to run.</summary>
/// <param name="function">Null if the file only configures its folder.</param>
/// <param name="matchers">The requests that the function sees; all if there is none.</param>
/// <param name="metadata">What the folder configures, for the endpoints below it.</param>
internal sealed class FolderMiddleware(
    RouteFile file, MiddlewareFunction? function, HandlerSettings settings, IReadOnlyList<RequestMatcher> matchers, IReadOnlyList<object> metadata)
{
    public RouteFile File => file;

    public HandlerSettings Settings => settings;

    public MiddlewareFunction? Function => function;

    /// <summary>What the folder configures, for the endpoints below it.</summary>
    public IReadOnlyList<object> Metadata => metadata;

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
