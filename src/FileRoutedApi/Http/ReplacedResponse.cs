using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.Http;

/// <summary>
/// The headers of a response that describe its bytes, as they are when <c>next</c> has returned. A response that replaces it must not
/// have them, unless the middleware function has set them since.
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

    /// <summary>Removes the headers from the response that takes its place.</summary>
    public void RemoveFrom(HttpResponse response)
    {
        foreach (var (name, value) in _names.Zip(_values ?? []))
        {
            if (value.Count > 0 && response.Headers[name] == value)
            {
                response.Headers.Remove(name);
            }
        }

        // Of a part, or of what the client has already.
        if (response.StatusCode == _status && (_status is StatusCodes.Status206PartialContent or StatusCodes.Status304NotModified))
        {
            response.StatusCode = StatusCodes.Status200OK;
        }

        // It was about the other bytes, and these may be for one client.
        if (response.Headers.CacheControl.ToString() is { Length: > 0 } control && !control.Contains("no-store", StringComparison.OrdinalIgnoreCase))
        {
            response.Headers.CacheControl = "no-store";
        }
    }
}
