using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// A replaceable endpoint. Routing knows only the slot, so its endpoint can be replaced without rebuilding the route table of ASP.NET Core,
/// which is slow if there are many files.
/// </summary>
internal sealed class EndpointSlot(Endpoint endpoint)
{
    private Endpoint _current = endpoint;

    /// <summary>The current endpoint.</summary>
    public Endpoint Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }

    /// <summary>Returns the current endpoint of a slot, or the endpoint itself if it has no slot.</summary>
    public static Endpoint Resolve(Endpoint endpoint) => endpoint.Metadata.GetMetadata<EndpointSlot>()?.Current ?? endpoint;
}
