using System.Buffers.Text;
using System.IO.Hashing;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.Http;

/// <summary>Entity tags and conditional requests (RFC 9110 sections 8.8 and 13).</summary>
internal static class EntityTag
{
    /// <summary>Returns a strong entity tag of the bytes.</summary>
    public static string Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[8];
        XxHash3.Hash(content, hash);
        Span<char> tag = stackalloc char[13];
        tag[0] = tag[^1] = '"';
        Base64Url.EncodeToChars(hash, tag[1..], out _, out _);
        return new string(tag);
    }

    /// <summary>Returns the weak form of a tag, for the same content in other bytes, such as compressed (RFC 9110 section 8.8.1).</summary>
    public static string Weak(string tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag : $"W/{tag}";

    /// <summary>
    /// Sets the entity tag of a 200 response to GET or HEAD, unless it has one. Sets the status to 304 if the client has the response in its
    /// cache.
    /// </summary>
    /// <returns>True if the status is now 304.</returns>
    public static bool Apply(HttpContext context, ReadOnlySpan<byte> content)
    {
        var response = context.Response;
        if (response.StatusCode != StatusCodes.Status200OK
            || !(HttpMethods.IsGet(context.Request.Method) || RequestMethod.IsHead(context)))
        {
            return false;
        }

        if (response.Headers.ETag.Count == 0)
        {
            response.Headers.ETag = Of(content);
        }

        if (!IsNotModified(context.Request, response))
        {
            return false;
        }

        response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>Returns true if the client has this response in its cache, so that a 304 is sent (RFC 9110 section 13.2.2).</summary>
    public static bool IsNotModified(HttpRequest request, HttpResponse response)
    {
        var ifNoneMatch = request.Headers.IfNoneMatch;
        if (ifNoneMatch.Count == 0)
        {
            return request.Headers.IfModifiedSince.Count > 0 && IsUnmodifiedSince(request, response);
        }

        return EntityTagHeaderValue.TryParse(response.Headers.ETag.ToString(), out var current)
            && EntityTagHeaderValue.TryParseList(ifNoneMatch, out var candidates)
            && Contains(candidates, current);
    }

    // A method of its own: a lambda would allocate its closure for every response, also without If-None-Match.
    private static bool Contains(IList<EntityTagHeaderValue> candidates, EntityTagHeaderValue current) =>
        candidates.Any(candidate => candidate.Equals(EntityTagHeaderValue.Any) || candidate.Compare(current, useStrongComparison: false));

    private static bool IsUnmodifiedSince(HttpRequest request, HttpResponse response) =>
        HeaderUtilities.TryParseDate(request.Headers.IfModifiedSince.ToString(), out var since)
        && HeaderUtilities.TryParseDate(response.Headers.LastModified.ToString(), out var modified)
        && modified <= since;
}
