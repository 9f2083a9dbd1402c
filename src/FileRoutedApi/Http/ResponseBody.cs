using FileRoutedApi.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Http;

/// <summary>Rules for the body of a response.</summary>
internal static class ResponseBody
{
    /// <summary>Returns true if a response with the status may have a body (RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5).</summary>
    public static bool IsAllowed(int status) => status is not (204 or 205 or 304);

    /// <summary>
    /// Returns true if a middleware has set <see cref="HttpResponse.Body"/>. Its stream may change the bytes, so their length and entity
    /// tag are unknown. The streams of ASP.NET Core's own middleware do not change them.
    /// </summary>
    public static bool IsReplaced(HttpContext context) => IsReplaced(context.Features.Get<IHttpResponseBodyFeature>());

    /// <inheritdoc cref="IsReplaced(HttpContext)"/>
    public static bool IsReplaced(IHttpResponseBodyFeature? body) =>
        body is StreamResponseBodyFeature { PriorFeature: not null, Stream: var stream }
        && stream.GetType().Namespace?.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) != true;

    /// <summary>
    /// Returns the exception for a write after the handler has returned. The server may then use its objects for a request of another
    /// client.
    /// </summary>
    public static InvalidOperationException HandlerHasReturned() =>
        new(UsageTexts.ResponseComplete);
}
