using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Http;

/// <summary>Reads the Cookie header as Next.js does: the first of equal names wins, broken escapes stay as they are.</summary>
internal static class RequestCookies
{
    public static IReadOnlyDictionary<string, string> Parse(StringValues header)
    {
        var cookies = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in header)
        {
            foreach (var range in line.AsSpan().Split(';'))
            {
                var pair = line.AsSpan(range);
                var equals = pair.IndexOf('=');
                if (equals < 0)
                {
                    continue;
                }

                var name = pair[..equals].Trim().ToString();
                if (!cookies.ContainsKey(name))
                {
                    cookies.Add(name, Decode(pair[(equals + 1)..].Trim()));
                }
            }
        }

        return cookies;
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
