using System.Text;

namespace FileRoutedApi.Routing;

/// <summary>
/// The segments of a request's path, twice: as ASP.NET Core routing sees them and as a handler should.
/// </summary>
/// <remarks>
/// Kestrel decodes everything but <c>%2F</c>, so its path cannot tell an encoded slash from the text "%2F".
/// Only the raw target can (RFC 3986 section 2.2).
/// </remarks>
internal sealed class RequestPath
{
    private RequestPath(List<string> matched, List<string> decoded)
    {
        Matched = matched;
        Decoded = decoded;
    }

    /// <summary>The segments that routing compares: all escapes decoded but <c>%2F</c>, dot segments removed.</summary>
    public IReadOnlyList<string> Matched { get; }

    /// <summary>The same segments, fully decoded: one may hold a slash.</summary>
    public IReadOnlyList<string> Decoded { get; }

    /// <summary>Reads a request target in origin form, such as <c>/api/post/a%2Fb?x=1</c>.</summary>
    /// <returns>Null where an escape is broken or does not decode to UTF-8: a 400 (RFC 3986 section 2.1).</returns>
    public static RequestPath? TryParse(string rawTarget)
    {
        var path = PathOf(rawTarget);
        if (!PercentEncoding.IsValid(path))
        {
            return null;
        }

        var matched = new List<string>();
        var decoded = new List<string>();
        var parts = path.ToString().Split('/')[1..];
        for (var i = 0; i < parts.Length; i++)
        {
            var text = DecodeAllButSlash(parts[i]);
            var last = i == parts.Length - 1;
            switch (text)
            {
                // RFC 3986 section 5.2.4, as Kestrel does it: after decoding, so %2E%2E counts too.
                case "." or "..":
                    if (text == ".." && matched.Count > 0)
                    {
                        matched.RemoveAt(matched.Count - 1);
                        decoded.RemoveAt(decoded.Count - 1);
                    }

                    break;

                // A slash at the end separates nothing.
                case "" when last:
                    break;
                default:
                    matched.Add(text);
                    decoded.Add(Uri.UnescapeDataString(parts[i]));
                    break;
            }
        }

        return new RequestPath(matched, decoded);
    }

    /// <summary>The segments of a path that the server has decoded: as routing sees them.</summary>
    public static RequestPath OfMatched(string path)
    {
        var segments = path.Split('/').ToList()[1..];
        if (segments is [.., ""])
        {
            segments.RemoveAt(segments.Count - 1);
        }

        return new RequestPath(segments, segments);
    }

    /// <summary>Whether the path of a request target can be decoded.</summary>
    public static bool HasValidEscapes(ReadOnlySpan<char> rawTarget) => PercentEncoding.IsValid(PathOf(rawTarget));

    private static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> rawTarget)
    {
        var query = rawTarget.IndexOf('?');
        return query < 0 ? rawTarget : rawTarget[..query];
    }

    private static string DecodeAllButSlash(string segment)
    {
        const string slash = "%2F";
        var decoded = new StringBuilder();
        var start = 0;
        for (int at; (at = segment.IndexOf(slash, start, StringComparison.OrdinalIgnoreCase)) >= 0; start = at + slash.Length)
        {
            decoded.Append(Uri.UnescapeDataString(segment[start..at])).Append(segment, at, slash.Length);
        }

        return start == 0 ? Uri.UnescapeDataString(segment) : decoded.Append(Uri.UnescapeDataString(segment[start..])).ToString();
    }
}
