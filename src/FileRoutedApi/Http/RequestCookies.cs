using FileRoutedApi.Routing;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Http;

/// <summary>
/// Parses the <c>Cookie</c> header as Next.js does: the first of several equal names is used, and values with an escape that is not valid
/// are not decoded.
/// </summary>
internal static class RequestCookies
{
    // RFC 6265 section 5.2 trims only these two. If other white space were trimmed too, "\u2000__Host-session", which browsers accept
    // from any subdomain, would be read as "__Host-session".
    private const string WhiteSpace = " \t";

    public static IReadOnlyDictionary<string, string> Parse(StringValues header)
    {
        var cookies = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Read(header))
        {
            cookies.TryAdd(name, value);
        }

        return cookies;
    }

    /// <summary>Gets the values of all cookies with a name. Case-insensitive, because other code may read cookies that way.</summary>
    public static IEnumerable<string> ValuesOf(StringValues header, string name) =>
        Read(header).Where(cookie => cookie.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(cookie => cookie.Value);

    private static IEnumerable<(string Name, string Value)> Read(StringValues header)
    {
        foreach (var line in header)
        {
            foreach (var range in (line ?? "").Split(';'))
            {
                var equals = range.IndexOf('=', StringComparison.Ordinal);
                if (equals >= 0)
                {
                    yield return (range.AsSpan(0, equals).Trim(WhiteSpace).ToString(), Decode(range.AsSpan(equals + 1).Trim(WhiteSpace)));
                }
            }
        }
    }

    private static string Decode(ReadOnlySpan<char> value)
    {
        if (value is ['"', ..])
        {
            // Next.js removes the first and the last character without checking the last one.
            value = value.Length > 1 ? value[1..^1] : [];
        }

        // As decodeURIComponent: one escape that is not valid leaves the whole value as it is.
        var text = value.ToString();
        return text.Contains('%') && PercentEncoding.IsValid(text) ? Uri.UnescapeDataString(text) : text;
    }
}
