using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Sockets;

/// <summary>
/// Checks the origin of a request for a WebSocket. Browsers open a WebSocket for a page of any origin and send the cookies of the user, and
/// the CORS protocol does not apply to WebSockets. So the server must check the header (RFC 6455 section 10.2).
/// </summary>
internal static class SocketOrigin
{
    /// <summary>
    /// Returns true if the request is not from a browser, or from a page of the same origin, or of one that the CORS configuration of the
    /// endpoint allows.
    /// </summary>
    public static async ValueTask<bool> IsAllowedAsync(HttpContext context)
    {
        var origins = context.Request.Headers.Origin;
        return origins.Count == 0
            || (origins is [{ } origin] && (IsSame(context.Request, origin) || await IsConfiguredAsync(context, origin)));
    }

    private static async ValueTask<bool> IsConfiguredAsync(HttpContext context, string origin)
    {
        var policy = context.GetEndpoint()?.Metadata.GetMetadata<ICorsMetadata>() switch
        {
            ICorsPolicyMetadata own => own.Policy,
            IEnableCorsAttribute named when context.RequestServices.GetService<ICorsPolicyProvider>() is { } policies =>
                await policies.GetPolicyAsync(context, named.PolicyName),
            _ => null,
        };
        return policy is not null && (policy.AllowAnyOrigin || policy.IsOriginAllowed(origin));
    }

    /// <summary>
    /// Compares the host and the port. A page over HTTPS may open a WebSocket of a request over HTTP: behind a proxy that terminates TLS,
    /// the request seems to be plain HTTP. The reverse is not allowed, because anyone on the network could have sent such a page.
    /// </summary>
    private static bool IsSame(HttpRequest request, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var origin)
        && (origin.Scheme == Uri.UriSchemeHttps || (origin.Scheme == Uri.UriSchemeHttp && !request.IsHttps))
        && Uri.TryCreate($"{origin.Scheme}://{request.Host.Value}", UriKind.Absolute, out var own)
        && origin.Port == own.Port
        && origin.IdnHost.Equals(own.IdnHost, StringComparison.OrdinalIgnoreCase);
}
