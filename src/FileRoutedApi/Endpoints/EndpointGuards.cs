using FileRoutedApi.Middleware;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Endpoints;

/// <summary>Tells the endpoints whose responses are not for everyone.</summary>
internal static class EndpointGuards
{
    /// <summary>
    /// Returns true if a folder or authorization decides who gets the responses of the request's endpoint. It is about the
    /// endpoint and not about this request, which a guard may let through where it refuses the next one.
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

    private static async ValueTask<bool> HasFallbackAsync(IAuthorizationPolicyProvider policies) => await policies.GetFallbackPolicyAsync() is not null;
}
