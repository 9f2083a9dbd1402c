using FileRoutedApi.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Selects between the functions <c>SOCKET</c> and <c>GET</c> of one file: requests for a WebSocket go to the first, all others to the
/// second. Routing applies it to the paths of such files only.
/// </summary>
internal sealed class SocketPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    /// <summary>Gets the order: before the slots are replaced by their endpoints, which have the same marker.</summary>
    public override int Order => int.MaxValue - 1;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Any(endpoint => SocketFile.Of(endpoint) is { HasPlainGet: true });

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var isUpgrade = SocketRequest.IsUpgrade(httpContext);
        for (var i = 0; i < candidates.Count; i++)
        {
            if (!candidates.IsValidCandidate(i) || SocketFile.Of(candidates[i].Endpoint) is not { HasPlainGet: true })
            {
                continue;
            }

            if (!isUpgrade)
            {
                candidates.SetValidity(i, false);
                continue;
            }

            // Endpoints with the same score are those of the same file. The path alone selects the file.
            for (var other = 0; other < candidates.Count; other++)
            {
                if (other != i && candidates[other].Score == candidates[i].Score)
                {
                    candidates.SetValidity(other, false);
                }
            }
        }

        return Task.CompletedTask;
    }
}
