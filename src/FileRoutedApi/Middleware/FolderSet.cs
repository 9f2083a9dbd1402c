using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FileRoutedApi.Middleware;

/// <summary>What stands in the folders beside their routes, as it is published.</summary>
/// <param name="Table">Which file answers a path.</param>
/// <param name="Middleware">Every <c>_middleware.cs</c>, outermost first.</param>
/// <param name="Errors">Every <c>_error.cs</c> with the endpoint that calls it, innermost first.</param>
internal sealed record FolderSet(RouteTable? Table, IReadOnlyList<FolderMiddleware> Middleware, IReadOnlyList<(RouteFile File, Endpoint Endpoint)> Errors)
{
    public static FolderSet Empty { get; } = new(null, [], []);

    private readonly ConditionalWeakTable<Endpoint, ConcurrentDictionary<FolderMiddleware, Endpoint>> _guarded = [];

    /// <summary>Whether any request may pass a function.</summary>
    public bool HasFunctions { get; } = Middleware.Any(middleware => middleware.Function is not null);

    /// <summary>Whether any folder says something of everything below.</summary>
    public bool HasMetadata { get; } = Middleware.Any(middleware => middleware.Metadata.Count > 0);

    /// <summary>
    /// An endpoint with what the folders above a path say of it. Those of files in the folder have it already; a file elsewhere
    /// may answer a path below it too.
    /// </summary>
    public Endpoint Guard(Endpoint endpoint, string path)
    {
        var file = endpoint.Metadata.GetMetadata<RouteFileMetadata>()?.File;
        foreach (var folder in Middleware)
        {
            if (folder.Metadata.Count > 0 && !folder.Holds(file) && folder.IsAbove(path, () => file, _ => true))
            {
                endpoint = _guarded.GetOrCreateValue(endpoint).GetOrAdd(folder, static (folder, inner) => With(inner, folder.Metadata), endpoint);
            }
        }

        return endpoint;
    }

    /// <summary>Those above a path, outermost first.</summary>
    public IEnumerable<FolderMiddleware> Above(string path)
    {
        RouteFile? file = null;
        var isKnown = false;
        return Middleware.Where(middleware => middleware.IsAbove(path, Answer, index => Table!.HasLiteral(RequestPath.OfMatched(path), index)));

        RouteFile? Answer()
        {
            if (!isKnown)
            {
                file = Table!.Match(RequestPath.OfMatched(path))?.File;
                isKnown = true;
            }

            return file;
        }
    }

    /// <summary>What answers the exceptions of a file; null where nothing does.</summary>
    public Endpoint? ErrorOf(string file) =>
        Errors.FirstOrDefault(error => file.StartsWith(error.File.Folder, StringComparison.OrdinalIgnoreCase)).Endpoint;

    // First, so that what the endpoint itself says has the last word.
    private static Endpoint With(Endpoint endpoint, IReadOnlyList<object> metadata)
    {
        var all = new EndpointMetadataCollection([.. metadata, .. endpoint.Metadata]);
        return endpoint is RouteEndpoint route
            ? new RouteEndpoint(route.RequestDelegate!, route.RoutePattern, route.Order, all, route.DisplayName)
            : new Endpoint(endpoint.RequestDelegate, all, endpoint.DisplayName);
    }
}
