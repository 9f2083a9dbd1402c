using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace FileRoutedApi.Endpoints;

/// <summary>Puts the endpoint in the place of its slot when routing has found it; what comes after routing sees it alone.</summary>
internal sealed class EndpointSlotPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    /// <summary>After all others: they look at what the slots show.</summary>
    public override int Order => int.MaxValue;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<EndpointSlot>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i) && candidates[i].Endpoint.Metadata.GetMetadata<EndpointSlot>() is { } slot)
            {
                candidates.ReplaceEndpoint(i, slot.Current, candidates[i].Values);
            }
        }

        return Task.CompletedTask;
    }
}
