using FileRoutedApi.Middleware;
using FileRoutedApi.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FileRoutedApi.Endpoints;

/// <summary>Holds the slots of all endpoints. The metadata that routing reads is computed once for each endpoint.</summary>
internal sealed class EndpointSlots
{
    private Dictionary<Endpoint, Place> _places = [];

    /// <summary>
    /// Assigns slots to endpoints. If nothing that routing depends on has changed, the slots are reused with new contents. Requests get the
    /// new endpoints after <see cref="Fill"/>.
    /// </summary>
    /// <returns>The endpoints for routing, or null if they are unchanged, and every middleware that an endpoint depends on.</returns>
    public (IReadOnlyList<Endpoint>? Shown, EndpointNeeds Needs) Put(IReadOnlyList<Endpoint> endpoints)
    {
        var fresh = endpoints.Where(endpoint => !_places.ContainsKey(endpoint)).ToDictionary(endpoint => endpoint, endpoint => KeyOf((RouteEndpoint)endpoint));
        var current = endpoints.ToHashSet();
        var left = _places.Where(place => !current.Contains(place.Key)).ToDictionary(place => place.Value.Key, place => place.Value);
        var isSameSet = fresh.Count == left.Count && fresh.Values.All(left.ContainsKey);

        // If the set differs, a changed endpoint gets a new slot, which no request can find before the new routing table is in use.
        var places = new Dictionary<Endpoint, Place>(endpoints.Count);
        foreach (var endpoint in endpoints)
        {
            places[endpoint] = _places.TryGetValue(endpoint, out var known) ? known
                : isSameSet ? left[fresh[endpoint]] with { Needs = endpoint.Metadata.Needs() }
                : new Place(fresh[endpoint], ShellOf((RouteEndpoint)endpoint), endpoint.Metadata.Needs());
        }

        _places = places;
        return (
            isSameSet ? null : [.. endpoints.Select(endpoint => places[endpoint].Shell)],
            places.Values.Aggregate(EndpointNeeds.None, (all, place) => all | place.Needs));
    }

    /// <summary>Puts endpoints into the slots that <see cref="Put"/> has assigned.</summary>
    public void Fill(IReadOnlyList<Endpoint> endpoints, Publication published)
    {
        foreach (var endpoint in endpoints)
        {
            _places[endpoint].Shell.Metadata.GetRequiredMetadata<EndpointSlot>().Current = new(endpoint, published);
        }
    }

    private static RouteEndpoint ShellOf(RouteEndpoint endpoint) => new(
        endpoint.RequestDelegate!,
        endpoint.RoutePattern,
        endpoint.Order,
        new EndpointMetadataCollection([new EndpointSlot(endpoint), .. SeenByRouting(endpoint)]),
        endpoint.DisplayName);

    private static string KeyOf(RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>();
        var hosts = endpoint.Metadata.GetMetadata<IHostMetadata>();
        return string.Join('\n',
        [
            endpoint.DisplayName,
            endpoint.RoutePattern.RawText,
            $"{methods?.AcceptCorsPreflight}",
            .. methods?.HttpMethods ?? [],
            "hosts",
            .. hosts?.Hosts ?? [],
            endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName,
            endpoint.Metadata.GetMetadata<IRouteNameMetadata>()?.RouteName,
            $"{endpoint.Metadata.GetMetadata<ISuppressLinkGenerationMetadata>()?.SuppressLinkGeneration}",
            $"{endpoint.Metadata.GetMetadata<ISuppressMatchingMetadata>()?.SuppressMatching}",
            $"{endpoint.Metadata.GetMetadata<SocketFile>()?.HasPlainGet}",
        ]);
    }

    private static IEnumerable<object> SeenByRouting(Endpoint endpoint) => new object?[]
    {
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>(),
        endpoint.Metadata.GetMetadata<IHostMetadata>(),
        endpoint.Metadata.GetMetadata<IEndpointNameMetadata>(),
        endpoint.Metadata.GetMetadata<IRouteNameMetadata>(),
        endpoint.Metadata.GetMetadata<ISuppressLinkGenerationMetadata>(),
        endpoint.Metadata.GetMetadata<ISuppressMatchingMetadata>(),
        endpoint.Metadata.GetMetadata<SocketFile>(),
    }.OfType<object>();

    /// <param name="Key">The properties of the endpoint that routing depends on, as text.</param>
    /// <param name="Shell">The endpoint with the slot, which is in the routing table in its place.</param>
    private sealed record Place(string Key, RouteEndpoint Shell, EndpointNeeds Needs);
}
