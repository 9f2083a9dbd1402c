using FileRoutedApi.Middleware;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Endpoints;

/// <summary>Detects endpoints whose responses are restricted to certain clients.</summary>
internal static class EndpointGuards
{
    /// <summary>
    /// Returns true if middleware or authorization restricts the endpoint of the request. The result is the same for all requests to the
    /// endpoint: a guard that accepts this request may reject the next one.
    /// </summary>
    public static ValueTask<bool> IsGuardedAsync(HttpContext context)
    {
        var metadata = context.GetEndpoint()!.Metadata;
        if (metadata.GetMetadata<FolderMetadata.GuardedByFolder>() is not null)
        {
            return new(true);
        }

        if (metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return new(false);
        }

        if (metadata.Needs(EndpointNeeds.Authorization))
        {
            return new(true);
        }

        return context.RequestServices.GetService<IAuthorizationPolicyProvider>() is { } policies ? HasFallbackAsync(policies) : new(false);
    }

    private static async ValueTask<bool> HasFallbackAsync(IAuthorizationPolicyProvider policies) =>
        await policies.GetFallbackPolicyAsync() is not null;
}
