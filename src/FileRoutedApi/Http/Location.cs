using System.Globalization;
using System.Text;

namespace FileRoutedApi.Http;

/// <summary>Encodes the URL of a redirect for the header <c>Location</c>.</summary>
internal static class Location
{
    // The schemes whose host names are domain names (URL standard, "special scheme").
    private static readonly string[] _schemes = ["http", "https", "ws", "wss", "ftp"];

    private static readonly IdnMapping _mapping = new();

    /// <summary>Encodes non-ASCII characters as browsers do: a host name as Punycode (RFC 5891), everything else percent-encoded.</summary>
    public static string Of(string url)
    {
        if (Ascii.IsValid(url))
        {
            return url;
        }

        var (start, end) = FindHost(url);
        return Encode(url[..start]) + EncodeHost(url[start..end]) + Encode(url[end..]);
    }

    /// <summary>Finds the host name, without user information and port. Empty if there is none.</summary>
    private static (int Start, int End) FindHost(string url)
    {
        var slashes = url.IndexOf("//", StringComparison.Ordinal);
        var hasHost = slashes == 0
            || (slashes > 0 && url[slashes - 1] == ':' && _schemes.Contains(url[..(slashes - 1)], StringComparer.OrdinalIgnoreCase));
        if (!hasHost)
        {
            return (0, 0);
        }

        var start = slashes + 2;
        var end = url.AsSpan(start).IndexOfAny(@"/\?#") is >= 0 and var length ? start + length : url.Length;
        start = url.LastIndexOf('@', end - 1, end - start) is >= 0 and var at ? at + 1 : start;
        return url.IndexOf(':', start, end - start) is >= 0 and var colon ? (start, colon) : (start, end);
    }

    private static string EncodeHost(string host)
    {
        try
        {
            return Ascii.IsValid(host) ? host : _mapping.GetAscii(host.ToLowerInvariant());
        }
        catch (ArgumentException)
        {
            // Not a valid host name. The browser reports it, so the redirect is sent.
            return Encode(host);
        }
    }

    private static string Encode(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
}
