using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Http;

/// <summary>What is known of the body of a response before it is written.</summary>
internal static class ResponseBody
{
    /// <summary>Returns true if a response with the status may have a body (RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5).</summary>
    public static bool IsAllowed(int status) => status is not (204 or 205 or 304);

    /// <summary>
    /// Returns true if a middleware has set <see cref="HttpResponse.Body"/>: what it sends may be other bytes than it gets, so their length
    /// and their entity tag are not those of the response. The streams of ASP.NET Core's own middleware change nothing.
    /// </summary>
    public static bool IsReplaced(HttpContext context) => IsReplaced(context.Features.Get<IHttpResponseBodyFeature>());

    /// <inheritdoc cref="IsReplaced(HttpContext)"/>
    public static bool IsReplaced(IHttpResponseBodyFeature? body) =>
        body is StreamResponseBodyFeature { PriorFeature: not null, Stream: var stream }
        && stream.GetType().Namespace?.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) != true;

    /// <summary>
    /// Returns the exception for a write after the request has ended. The server uses its objects for the next request then, which may be
    /// another client's.
    /// </summary>
    public static InvalidOperationException Over() =>
        new("The handler has returned, so its response is complete. Await all work that the handler starts.");
}
