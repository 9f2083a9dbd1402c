using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// A place for an endpoint. Routing knows the place, so another endpoint can come into it without routing being built
/// anew, which takes long where there are many files.
/// </summary>
internal sealed class EndpointSlot(Endpoint endpoint)
{
    private Endpoint _current = endpoint;

    /// <summary>The endpoint that answers now.</summary>
    public Endpoint Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }

    /// <summary>The endpoint itself, where it stands in no slot.</summary>
    public static Endpoint Resolve(Endpoint endpoint) => endpoint.Metadata.GetMetadata<EndpointSlot>()?.Current ?? endpoint;
}
