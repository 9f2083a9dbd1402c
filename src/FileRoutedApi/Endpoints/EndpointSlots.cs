using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FileRoutedApi.Endpoints;

/// <summary>The slots of a folder.</summary>
internal sealed class EndpointSlots
{
    private Dictionary<string, RouteEndpoint> _shells = [];

    /// <summary>
    /// Puts endpoints into their slots. What routing has to know of them decides: where nothing of that changed, the
    /// slots stay and the endpoints in them are others from now on.
    /// </summary>
    /// <returns>What routing is to know; null where it knows it already.</returns>
    public IReadOnlyList<Endpoint>? Put(IReadOnlyList<Endpoint> endpoints)
    {
        var keys = endpoints.Select(endpoint => KeyOf((RouteEndpoint)endpoint)).ToList();
        if (_shells.Count == keys.Count && keys.All(_shells.ContainsKey))
        {
            for (var i = 0; i < keys.Count; i++)
            {
                SlotOf(_shells[keys[i]]).Current = endpoints[i];
            }

            return null;
        }

        // The set changes as a whole: a changed endpoint gets another slot, which nobody sees before the swap.
        var shells = new Dictionary<string, RouteEndpoint>();
        for (var i = 0; i < keys.Count; i++)
        {
            shells[keys[i]] = _shells.TryGetValue(keys[i], out var known) && SlotOf(known).Current == endpoints[i] ? known : ShellOf((RouteEndpoint)endpoints[i]);
        }

        _shells = shells;
        return [.. shells.Values];
    }

    private static EndpointSlot SlotOf(Endpoint shell) => shell.Metadata.GetMetadata<EndpointSlot>()!;

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
}
