using System.Collections;

namespace FileRoutedApi;

/// <summary>
/// Configures the headers of all responses below a folder. A header that the handler or an inner folder sets itself is kept.
/// </summary>
/// <example><code>var config = new MiddlewareConfig { Headers = { ["X-Robots-Tag"] = "noindex" } };</code></example>
public class HeadersConfig : IEnumerable<KeyValuePair<string, string>>
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the number of headers.</summary>
    public int Count => _values.Count;

    /// <summary>Gets or sets the value of a header; null removes it from these headers.</summary>
    /// <param name="name">The name of the header, case-insensitive.</param>
    /// <returns>The value, or null.</returns>
    public string? this[string name]
    {
        get => _values.GetValueOrDefault(name);
        set
        {
            if (value is null)
            {
                _values.Remove(name);
            }
            else
            {
                _values[name] = value;
            }
        }
    }

    /// <summary>Returns all headers.</summary>
    /// <returns>The names and values.</returns>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _values.GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>
/// The security headers that the OWASP Secure Headers Project recommends and that do not change how a page works, with the values of OWASP
/// or MDN. Set a header to change it, or to null to omit it.
/// </summary>
/// <remarks>
/// <c>Content-Security-Policy</c> restricts frames, forms, plugins and the base URL. It does not restrict scripts, because no policy for
/// scripts fits every page: write your own. <c>Strict-Transport-Security</c> is sent over HTTPS only (RFC 6797 section 7.2).
/// </remarks>
/// <example><code>
/// var config = new MiddlewareConfig { Headers = new SecurityHeaders { ["Permissions-Policy"] = null } };
/// </code></example>
public sealed class SecurityHeaders : HeadersConfig
{
    /// <summary>Creates the headers.</summary>
    public SecurityHeaders()
    {
        this["Content-Security-Policy"] = "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";
        this["Cross-Origin-Opener-Policy"] = "same-origin";
        this["Cross-Origin-Resource-Policy"] = "same-origin";
        this["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";

        // The value of MDN. With no-referrer, as OWASP recommends, browsers send `Origin: null` with forms.
        this["Referrer-Policy"] = "strict-origin-when-cross-origin";
        this["Strict-Transport-Security"] = "max-age=31536000";
        this["X-Content-Type-Options"] = "nosniff";
        this["X-Frame-Options"] = "DENY";
        this["X-Permitted-Cross-Domain-Policies"] = "none";
    }
}
