using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.Http;

/// <summary>
/// The headers of a response that describe its bytes, captured when <c>next</c> has returned. The response that replaces it must not have
/// them, unless the middleware function has set them since.
/// </summary>
internal sealed class ReplacedResponse
{
    private static readonly string[] _names =
    [
        HeaderNames.ContentEncoding, HeaderNames.ContentRange, HeaderNames.ContentDisposition, HeaderNames.ContentLanguage,
        HeaderNames.ETag, HeaderNames.LastModified, HeaderNames.AcceptRanges, HeaderNames.Age, HeaderNames.Expires, "X-Cache",
    ];

    private readonly StringValues[]? _values;
    private readonly int _status;

    public ReplacedResponse(HttpResponse response)
    {
        ContentType = response.ContentType;
        _status = response.StatusCode;
        _values = Array.Exists(_names, response.Headers.ContainsKey) ? Array.ConvertAll(_names, name => response.Headers[name]) : null;
    }

    public string? ContentType { get; }

    /// <summary>Removes the captured headers from the replacing response.</summary>
    public void RemoveFrom(HttpResponse response)
    {
        foreach (var (name, value) in _names.Zip(_values ?? []))
        {
            if (value.Count > 0 && response.Headers[name] == value)
            {
                response.Headers.Remove(name);
            }
        }

        // The status of a partial response, or of one that the client has cached, does not apply to a whole response.
        if (response.StatusCode == _status && (_status is StatusCodes.Status206PartialContent or StatusCodes.Status304NotModified))
        {
            response.StatusCode = StatusCodes.Status200OK;
        }

        // The cache policy was that of the other bytes. The new ones may be personalised.
        var cacheControl = response.Headers.CacheControl.ToString();
        if (cacheControl.Length > 0 && !cacheControl.Contains("no-store", StringComparison.OrdinalIgnoreCase))
        {
            response.Headers.CacheControl = "no-store";
        }
    }
}
