using System.Text;

namespace FileRoutedApi.Routing;

/// <summary>The segments of a request path, in the form that ASP.NET Core routing compares and in decoded form.</summary>
/// <remarks>
/// Kestrel decodes everything except <c>%2F</c>, so its path does not distinguish an encoded slash from the text "%2F". Only the raw target
/// does (RFC 3986 section 2.2).
/// </remarks>
internal sealed class RequestPath
{
    private RequestPath(List<string> matched, List<string> decoded)
    {
        Matched = matched;
        Decoded = decoded;
    }

    /// <summary>Gets the segments that routing compares: all escapes except <c>%2F</c> are decoded, dot segments are removed.</summary>
    public IReadOnlyList<string> Matched { get; }

    /// <summary>Gets the same segments, fully decoded. A segment may contain a slash.</summary>
    public IReadOnlyList<string> Decoded { get; }

    /// <summary>Parses a request target in origin form, such as <c>/api/post/a%2Fb?x=1</c>.</summary>
    /// <returns>The path; null if an escape is not valid or does not decode to UTF-8, which is a 400 (RFC 3986 section 2.1).</returns>
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
                // RFC 3986 section 5.2.4. As in Kestrel, after decoding, so that %2E%2E counts too.
                case "." or "..":
                    if (text == ".." && matched.Count > 0)
                    {
                        matched.RemoveAt(matched.Count - 1);
                        decoded.RemoveAt(decoded.Count - 1);
                    }

                    break;

                // A trailing slash is ignored.
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

    /// <summary>Returns true if the path of a request target can be decoded.</summary>
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
