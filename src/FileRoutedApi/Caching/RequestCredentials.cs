using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace FileRoutedApi.Caching;

/// <summary>Detects requests whose response may depend on the client.</summary>
internal static class RequestCredentials
{
    // Not context.User, which allocates an anonymous principal.
    public static bool ArePresent(HttpContext context) =>
        context.Request.Headers.Authorization.Count > 0
        || context.Features.Get<IHttpAuthenticationFeature>()?.User?.Identity is { IsAuthenticated: true };
}
