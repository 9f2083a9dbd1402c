using FileRoutedApi.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <summary>Applies the cookie name prefixes that require certain attributes (RFC 6265bis section 4.1.3).</summary>
internal static class CookiePrefix
{
    private const string Host = "__Host-";
    private const string Secure = "__Secure-";

    /// <summary>Returns the options with the attributes that the name requires.</summary>
    /// <exception cref="ArgumentException">The options contradict the prefix of the name.</exception>
    public static CookieOptions Apply(string name, CookieOptions? options)
    {
        // Browsers compare the prefixes case-insensitively.
        var isHost = name.StartsWith(Host, StringComparison.OrdinalIgnoreCase);
        if (!isHost && !name.StartsWith(Secure, StringComparison.OrdinalIgnoreCase))
        {
            return options ?? new CookieOptions();
        }

        if (isHost && (!string.IsNullOrEmpty(options?.Domain) || options?.Path is not (null or "" or "/")))
        {
            throw new ArgumentException(
                UsageTexts.HostCookie(name, Host, Secure), nameof(options));
        }

        var required = options is null ? new CookieOptions() : new CookieOptions(options);
        required.Secure = true;
        required.Path = isHost ? "/" : required.Path;
        return required;
    }
}
