using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace FileRoutedApi.Endpoints;

/// <summary>Replaces a matched slot by its current endpoint, so that the rest of the pipeline does not see slots.</summary>
internal sealed class EndpointSlotPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    /// <summary>After all other policies, which read the metadata of the slots.</summary>
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
