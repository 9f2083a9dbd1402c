using System.Globalization;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Caching;

/// <summary>Writes cached responses, with the headers that tell clients and other caches how to treat them.</summary>
/// <param name="isGuarded">Returns true if middleware or authorization decides which clients get the response.</param>
/// <param name="isBelowMiddleware">True if requests may pass a middleware function.</param>
internal sealed class CachedResponseWriter(
    ResponseCache cache, CachePolicy policy, Func<HttpContext, ValueTask<bool>> isGuarded, bool isBelowMiddleware)
{
    public static StringValues Hit { get; } = "HIT";

    public static StringValues Miss { get; } = "MISS";

    public static StringValues Stale { get; } = "STALE";

    public static StringValues Revalidated { get; } = "REVALIDATED";

    /// <summary>Writes a response from the cache, or one that was generated for the cache.</summary>
    /// <param name="state">The value of <c>X-Cache</c>.</param>
    /// <param name="isCached">False if no cache may store the response.</param>
    public async Task WriteAsync(HttpContext context, CachedResponse cached, StringValues state, bool isCached)
    {
        var response = context.Response;
        var headers = response.Headers;
        response.StatusCode = cached.Status;
        var setsCookie = headers.SetCookie.Count > 0;
        foreach (var header in cached.Prepared)
        {
            headers[header.Name] = header.IsAppended ? StringValues.Concat(headers[header.Name], header.Value) : header.Value;
        }

        headers["X-Cache"] = state;
        if (state == Hit || state == Stale)
        {
            // RFC 9111 section 5.1.
            headers.Age = cached.AgeAt(cache.Now).ToString(CultureInfo.InvariantCulture);
        }

        // A cookie that middleware has set is personal, even if the handler allows caching.
        if (headers.CacheControl.Count == 0 || setsCookie)
        {
            headers.CacheControl = await CacheControlOfAsync(context, isCached, setsCookie);
        }

        if (policy.Headers.Count > 0)
        {
            headers.Vary = StringValues.Concat(headers.Vary, policy.Vary);
        }

        if (isBelowMiddleware && PendingBody.Of(context) is { } pending)
        {
            await WriteToPendingAsync(context, cached, pending, isCached);
            return;
        }

        // A middleware that replaced the body may change its bytes, so their length and entity tag are unknown.
        var isReplaced = ResponseBody.IsReplaced(context);
        if (cached.EntityTag is { } tag && !isReplaced)
        {
            headers.ETag = tag;
            if (cached.Status == StatusCodes.Status200OK && EntityTag.IsNotModified(context.Request, response))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                headers.ContentType = default;
                return;
            }
        }

        if (!HasBody(cached))
        {
            return;
        }

        if (!isReplaced)
        {
            response.ContentLength = cached.Body.Length;
        }

        if (!RequestMethod.IsHead(context) && cached.Body.Length > 0)
        {
            // Without the token of the request, which the server would have to create. A write fails by itself if the client has left.
            await response.BodyWriter.WriteAsync(cached.Body, CancellationToken.None);
        }
    }

    /// <summary>
    /// Decides which caches may store the response: shared ones, only that of the client, or none (RFC 9111 sections 3 and 5.2.2).
    /// </summary>
    private async ValueTask<StringValues> CacheControlOfAsync(HttpContext context, bool isCached, bool setsCookie) =>
        !isCached ? CachePolicy.NoStore
        : setsCookie ? CachePolicy.Private
        : policy.Shared ? policy.CacheControl
        : RequestCredentials.ArePresent(context) || await isGuarded(context) ? CachePolicy.Private
        : policy.CacheControl;

    // An empty error response gets no length, because the status code middleware may still add a body.
    private static bool HasBody(CachedResponse cached) =>
        ResponseBody.IsAllowed(cached.Status) && (cached.Body.Length > 0 || cached.Status < StatusCodes.Status400BadRequest);

    /// <summary>
    /// Passes the response to the middleware functions that the request went through. They may change it before it is sent.
    /// </summary>
    private static async Task WriteToPendingAsync(HttpContext context, CachedResponse cached, PendingBody pending, bool isCached)
    {
        var headers = context.Response.Headers;
        var cookies = headers.SetCookie.Count;
        pending.OnStarting(response =>
        {
            // A middleware function may set a cookie after the handler has returned, which makes the response personal.
            if (response.Headers.SetCookie.Count > cookies)
            {
                response.Headers.CacheControl = isCached ? CachePolicy.Private : CachePolicy.NoStore;
            }
        });
        if (!HasBody(cached))
        {
            return;
        }

        var tag = cached.EntityTag;
        pending.SetResponse(hasEntityTag: tag is not null);
        if (pending.IsCurrent && pending.TryTake(cached.Body, tag))
        {
            return;
        }

        if (tag is not null && !ResponseBody.IsReplaced(context) && !pending.IsCurrent)
        {
            // Set now, because ASP.NET Core's output cache stores only the headers that are present while the body is written.
            headers.ETag = tag;
            pending.SetResponse(hasEntityTag: true, tag);
        }

        pending.IsBuffering = true;
        await context.Response.BodyWriter.WriteAsync(cached.Body, context.RequestAborted);
    }
}
