using FileRoutedApi.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.AspNetCore.Routing.Patterns;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Removes the endpoint for <see cref="OtherMethods"/> where a function of the same file handles the method. It matches every method, so
/// routing would compute the route values twice and compare the two endpoints for each request.
/// </summary>
/// <remarks>
/// Runs while the routing table is built: policies that come before have divided the endpoints of a path by method and host, so what
/// remains in one list handles the same requests. If a selector policy of the application rejects the function, no endpoint of the file
/// is left.
/// </remarks>
internal sealed class ExportedMethodPolicy : MatcherPolicy, INodeBuilderPolicy
{
    /// <summary>Gets the order: after the policies of ASP.NET Core, whose orders are negative.</summary>
    public override int Order => 1000;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Count > 1
        && !ContainsDynamicEndpoints(endpoints)
        && PatternsOf(endpoints) is { Count: > 0 } handled
        && endpoints.Any(endpoint => IsRedundant(endpoint, handled));

    public IReadOnlyList<PolicyNodeEdge> GetEdges(IReadOnlyList<Endpoint> endpoints)
    {
        var handled = PatternsOf(endpoints);
        return [new PolicyNodeEdge(nameof(ExportedMethodPolicy), [.. endpoints.Where(endpoint => !IsRedundant(endpoint, handled))])];
    }

    public PolicyJumpTable BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges) =>
        new OneDestination(edges[0].Destination);

    /// <summary>
    /// Returns the patterns of the functions. All endpoints of a file share one object, so its reference identifies the file, also in an
    /// endpoint group.
    /// </summary>
    private static HashSet<RoutePattern> PatternsOf(IReadOnlyList<Endpoint> endpoints) =>
        [.. endpoints.OfType<RouteEndpoint>().Where(IsFunction).Select(endpoint => endpoint.RoutePattern)];

    private static bool IsFunction(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<RouteFileMetadata>() is { Function: not null }
        && endpoint.Metadata.GetMetadata<EndpointSlot>() is null
        && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is { HttpMethods.Count: > 0 };

    private static bool IsRedundant(Endpoint endpoint, HashSet<RoutePattern> handled) =>
        endpoint is RouteEndpoint route
        && endpoint.Metadata.GetMetadata<RouteFileMetadata>() is { Function: null }
        && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is null
        && handled.Contains(route.RoutePattern);

    private sealed class OneDestination(int destination) : PolicyJumpTable
    {
        public override int GetDestination(HttpContext httpContext) => destination;
    }
}
