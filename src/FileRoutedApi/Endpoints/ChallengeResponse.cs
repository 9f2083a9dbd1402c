using FileRoutedApi.Functions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Adds <c>WWW-Authenticate</c> to a 401 of a route file or folder (RFC 9110 section 15.5.2), because the cookie scheme omits it. Responses
/// of other endpoints are not changed.
/// </summary>
/// <param name="inner">The previously registered handler, or the default one.</param>
internal sealed class ChallengeResponse(IAuthorizationMiddlewareResultHandler inner) : IAuthorizationMiddlewareResultHandler
{
    private static readonly Type _service = typeof(IAuthorizationMiddlewareResultHandler);

    /// <summary>
    /// Wraps the registered handler. <c>AddAuthorization</c> registers the default handler only if there is none, so the order of the two
    /// calls does not matter. A handler that is registered later replaces this one.
    /// </summary>
    public static void AddTo(IServiceCollection services)
    {
        if (services.LastOrDefault(service => service.ServiceType == _service && !service.IsKeyedService) is not { } registered)
        {
            services.AddSingleton<IAuthorizationMiddlewareResultHandler>(new ChallengeResponse(new AuthorizationMiddlewareResultHandler()));
            return;
        }

        // Registered under a private key, so that the container still creates and disposes it.
        var key = new object();
        services.Remove(registered);
        services.Add(WithKey(registered, key));
        services.Add(ServiceDescriptor.Describe(
            _service,
            provider => new ChallengeResponse(provider.GetRequiredKeyedService<IAuthorizationMiddlewareResultHandler>(key)),
            registered.Lifetime));
    }

    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        await inner.HandleAsync(next, context, policy, authorizeResult);
        if (!authorizeResult.Challenged
            || !IsOurs(context.GetEndpoint())
            || !NeedsHeader(context.Response))
        {
            return;
        }

        var scheme = await context.RequestServices.GetRequiredService<IAuthenticationSchemeProvider>().GetDefaultChallengeSchemeAsync();
        context.Response.Headers.WWWAuthenticate = policy.AuthenticationSchemes is { Count: > 0 } schemes
            ? schemes.ToArray()
            : scheme?.Name;
    }

    private static bool IsOurs(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<RouteFileMetadata>() is not null || endpoint?.Metadata.GetMetadata<PublicFileMetadata>() is not null;

    private static bool NeedsHeader(HttpResponse response) =>
        response is { HasStarted: false, StatusCode: StatusCodes.Status401Unauthorized } && response.Headers.WWWAuthenticate.Count == 0;

    private static ServiceDescriptor WithKey(ServiceDescriptor service, object key) => service switch
    {
        { ImplementationInstance: { } instance } => new ServiceDescriptor(_service, key, instance),
        { ImplementationFactory: { } factory } =>
            new ServiceDescriptor(_service, key, (provider, _) => factory(provider), service.Lifetime),
        _ => new ServiceDescriptor(_service, key, service.ImplementationType!, service.Lifetime),
    };
}
