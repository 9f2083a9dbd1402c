using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace FileRoutedApi.Endpoints;

/// <summary>Replaces a slot that routing has found with the endpoint in it, so that later middleware sees only the endpoint.</summary>
internal sealed class EndpointSlotPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    /// <summary>Gets the order: after all other policies, because they read the metadata of the slots.</summary>
    public override int Order => int.MaxValue;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<EndpointSlot>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i) && candidates[i].Endpoint.Metadata.GetMetadata<EndpointSlot>() is { } slot)
            {
                var (endpoint, published) = slot.Current;
                candidates.ReplaceEndpoint(i, endpoint, candidates[i].Values);
                httpContext.Features.Set(published);
            }
        }

        return Task.CompletedTask;
    }
}
