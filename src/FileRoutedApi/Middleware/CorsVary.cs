using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.Middleware;

/// <summary>
/// Adds <c>Vary: Origin</c> to the responses of endpoints that allow origins, also if the request has no <c>Origin</c> header. Otherwise a
/// cache would serve a response without CORS headers to a page that needs them (Fetch standard, "CORS protocol and HTTP caches").
/// </summary>
internal static class CorsVary
{
    public static RequestDelegate Apply(RequestDelegate next) => context =>
    {
        Register(context.Response);
        return next(context);
    };

    /// <summary>Adds the header when the response starts.</summary>
    public static void Register(HttpResponse response) => response.OnStarting(
        static response =>
        {
            var headers = ((HttpResponse)response).Headers;
            if (headers.AccessControlAllowOrigin != CorsConstants.AnyOrigin
                && !headers.Vary.Any(value => value?.Contains(HeaderNames.Origin, StringComparison.OrdinalIgnoreCase) == true))
            {
                headers.Append(HeaderNames.Vary, HeaderNames.Origin);
            }

            return Task.CompletedTask;
        },
        response);
}
