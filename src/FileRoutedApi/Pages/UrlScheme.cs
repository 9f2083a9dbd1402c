namespace FileRoutedApi.Pages;

internal enum UrlSafety : byte
{
    /// <summary>What follows decides: the text so far can be the beginning of a scheme.</summary>
    Undecided,
    Safe,
    Blocked,
}

/// <summary>Reads the scheme of a URL as browsers do (WHATWG URL, basic URL parser).</summary>
internal static class UrlScheme
{
    private const int MaxLoggedLength = 32;

    /// <summary>Decides whether a URL, or the beginning of one, is relative or has an allowed scheme.</summary>
    /// <param name="scheme">The scheme if the URL is blocked: letters, digits, plus, minus and dots, in lower case.</param>
    public static UrlSafety Check(ReadOnlySpan<char> url, out string scheme)
    {
        scheme = "";
        Span<char> found = stackalloc char[MaxLoggedLength];
        var length = 0;
        foreach (var c in url)
        {
            switch (c)
            {
                // Browsers remove control characters and spaces before a URL, and tabs and line breaks everywhere in it.
                case <= ' ' or '\x7F':
                    break;
                case ':' when length > 0:
                    scheme = new string(found[..Math.Min(length, MaxLoggedLength)]);
                    return scheme is "http" or "https" or "mailto" or "tel" ? UrlSafety.Safe : UrlSafety.Blocked;
                case >= 'a' and <= 'z' or >= 'A' and <= 'Z':
                case >= '0' and <= '9' or '+' or '-' or '.' when length > 0:
                    if (length < MaxLoggedLength)
                    {
                        found[length] = char.ToLowerInvariant(c);
                    }

                    length++;
                    break;
                default:
                    return UrlSafety.Safe;
            }
        }

        return UrlSafety.Undecided;
    }

    /// <summary>
    /// Returns true if a hole after this literal beginning of a URL is safe. It is not after <c>javascript:</c>, where encoding does not
    /// help, nor after <c>data:</c> unless the literal says that it is an image or other media.
    /// </summary>
    public static bool AllowsHole(string literalScheme, ReadOnlySpan<char> literal) => literalScheme switch
    {
        "javascript" or "vbscript" or "livescript" or "mocha" => false,
        "data" => literal[(literal.IndexOf(':') + 1)..].TrimStart() is var type
            && (Is(type, "image/") || Is(type, "audio/") || Is(type, "video/") || Is(type, "font/")),
        _ => true,
    };

    private static bool Is(ReadOnlySpan<char> type, string prefix) => type.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}
