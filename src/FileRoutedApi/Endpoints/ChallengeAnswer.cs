using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Endpoints;

/// <summary>A 401 says how to sign in (RFC 9110 section 15.5.2); the scheme of cookies leaves that out.</summary>
internal sealed class ChallengeAnswer : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _default = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        await _default.HandleAsync(next, context, policy, authorizeResult);
        if (!authorizeResult.Challenged || context.Response.HasStarted || context.Response.StatusCode != StatusCodes.Status401Unauthorized || context.Response.Headers.WWWAuthenticate.Count > 0)
        {
            return;
        }

        var scheme = await context.RequestServices.GetRequiredService<IAuthenticationSchemeProvider>().GetDefaultChallengeSchemeAsync();
        context.Response.Headers.WWWAuthenticate = policy.AuthenticationSchemes is { Count: > 0 } schemes ? schemes.ToArray() : scheme?.Name;
    }
}
