using FileRoutedApi.Middleware;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FileRoutedApi.Endpoints;

/// <summary>The slots of a folder. What was worked out of an endpoint is kept for as long as it stands in one.</summary>
internal sealed class EndpointSlots
{
    private Dictionary<Endpoint, Place> _places = [];

    /// <summary>
    /// Puts endpoints into their slots. What routing has to know of them decides: where nothing of that changed, the
    /// slots stay and the endpoints in them are others from now on.
    /// </summary>
    /// <param name="needs">What any of them needs.</param>
    /// <returns>What routing is to know; null where it knows it already.</returns>
    public IReadOnlyList<Endpoint>? Put(IReadOnlyList<Endpoint> endpoints, out EndpointNeeds needs)
    {
        var fresh = endpoints.Where(endpoint => !_places.ContainsKey(endpoint)).ToDictionary(endpoint => endpoint, endpoint => KeyOf((RouteEndpoint)endpoint));
        var current = endpoints.ToHashSet();
        var left = _places.Where(place => !current.Contains(place.Key)).ToDictionary(place => place.Value.Key, place => place.Value);
        var isSameSet = fresh.Count == left.Count && fresh.Values.All(left.ContainsKey);

        // Where the set changes it does so as a whole: a changed endpoint gets another slot, which nobody sees before the swap.
        var places = new Dictionary<Endpoint, Place>(endpoints.Count);
        foreach (var endpoint in endpoints)
        {
            places[endpoint] = _places.TryGetValue(endpoint, out var known) ? known
                : isSameSet ? left[fresh[endpoint]] with { Needs = endpoint.Metadata.Needs() }
                : new Place(fresh[endpoint], ShellOf((RouteEndpoint)endpoint), endpoint.Metadata.Needs());
        }

        needs = places.Values.Aggregate(EndpointNeeds.None, (all, place) => all | place.Needs);
        _places = places;
        if (!isSameSet)
        {
            return [.. endpoints.Select(endpoint => places[endpoint].Shell)];
        }

        foreach (var endpoint in fresh.Keys)
        {
            places[endpoint].Shell.Metadata.GetRequiredMetadata<EndpointSlot>().Current = endpoint;
        }

        return null;
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
    }.OfType<object>();

    /// <param name="Key">What routing has to know of the endpoint.</param>
    /// <param name="Shell">What routing knows in its place.</param>
    private sealed record Place(string Key, RouteEndpoint Shell, EndpointNeeds Needs);
}
