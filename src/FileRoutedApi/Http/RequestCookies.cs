using FileRoutedApi.Routing;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Http;

/// <summary>Reads the Cookie header as Next.js does: the first of equal names wins, broken escapes stay as they are.</summary>
internal static class RequestCookies
{
    // RFC 6265 section 5.2 removes these two only. Removing other white space as well would let "\u2000__Host-session", which a
    // browser takes from any subdomain, pass for "__Host-session".
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

    /// <summary>Gets the values of all cookies of a name, which other readers compare case-insensitively.</summary>
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
            // The last character goes with the first and is not looked at.
            value = value.Length > 1 ? value[1..^1] : [];
        }

        // All or nothing, as decodeURIComponent does it.
        var text = value.ToString();
        return text.Contains('%') && PercentEncoding.IsValid(text) ? Uri.UnescapeDataString(text) : text;
    }
}
