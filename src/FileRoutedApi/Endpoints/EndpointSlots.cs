using FileRoutedApi.Middleware;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FileRoutedApi.Endpoints;

/// <summary>The slots of all endpoints. Values that are computed for an endpoint are cached while it is in a slot.</summary>
internal sealed class EndpointSlots
{
    private Dictionary<Endpoint, SlotInfo> _slots = [];

    /// <summary>
    /// Assigns endpoints to slots. If all properties that routing uses are unchanged, the slots are kept and only their endpoints are
    /// replaced.
    /// </summary>
    /// <param name="needs">The middleware that any of the endpoints needs.</param>
    /// <returns>The new endpoints for routing; null if the slots are kept.</returns>
    public IReadOnlyList<Endpoint>? Put(IReadOnlyList<Endpoint> endpoints, out EndpointNeeds needs)
    {
        var added = endpoints.Where(endpoint => !_slots.ContainsKey(endpoint))
            .ToDictionary(endpoint => endpoint, endpoint => KeyOf((RouteEndpoint)endpoint));
        var current = endpoints.ToHashSet();
        var removed = _slots.Where(slot => !current.Contains(slot.Key)).ToDictionary(slot => slot.Value.Key, slot => slot.Value);
        var isSameSet = added.Count == removed.Count && added.Values.All(removed.ContainsKey);

        // If the set changes, changed endpoints get new slots. Replacing the endpoint of a published slot would show it before the swap.
        var slots = new Dictionary<Endpoint, SlotInfo>(endpoints.Count);
        foreach (var endpoint in endpoints)
        {
            slots[endpoint] = _slots.TryGetValue(endpoint, out var known) ? known
                : isSameSet ? removed[added[endpoint]] with { Needs = endpoint.Metadata.Needs() }
                : new SlotInfo(added[endpoint], ShellOf((RouteEndpoint)endpoint), endpoint.Metadata.Needs());
        }

        needs = slots.Values.Aggregate(EndpointNeeds.None, (all, slot) => all | slot.Needs);
        _slots = slots;
        if (!isSameSet)
        {
            return [.. endpoints.Select(endpoint => slots[endpoint].Shell)];
        }

        foreach (var endpoint in added.Keys)
        {
            slots[endpoint].Shell.Metadata.GetRequiredMetadata<EndpointSlot>().Current = endpoint;
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

    /// <param name="Key">The properties of the endpoint that routing uses.</param>
    /// <param name="Shell">The endpoint with the slot, which is registered with routing.</param>
    private sealed record SlotInfo(string Key, RouteEndpoint Shell, EndpointNeeds Needs);
}
