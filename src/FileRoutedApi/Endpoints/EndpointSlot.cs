using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Makes an endpoint replaceable. Routing knows the slot, so the endpoint in it can change without a new routing table, which takes long to
/// build if there are many files.
/// </summary>
internal sealed class EndpointSlot(Endpoint endpoint)
{
    private Content _content = new(endpoint, Publication.Empty);

    /// <summary>
    /// Gets or sets the endpoint and its publication. They are one object, because a request must not see parts of two publications.
    /// </summary>
    public Content Current
    {
        get => Volatile.Read(ref _content);
        set => Volatile.Write(ref _content, value);
    }

    /// <summary>Returns the endpoint in a slot, or the endpoint itself if it has no slot.</summary>
    public static Endpoint Resolve(Endpoint endpoint) => endpoint.Metadata.GetMetadata<EndpointSlot>()?.Current.Endpoint ?? endpoint;

    internal sealed record Content(Endpoint Endpoint, Publication Publication);
}
