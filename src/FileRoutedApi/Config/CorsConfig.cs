namespace FileRoutedApi;

/// <summary>Cross-origin requests that browsers may make (the CORS protocol of the Fetch standard). None, unless origins are named.</summary>
/// <example><code>Cors = { Origins = ["https://app.example"], Credentials = true }</code></example>
public sealed class CorsConfig
{
    /// <summary>The origins, such as <c>https://app.example</c> or <c>https://*.app.example</c>; <c>*</c> for every one.</summary>
    public IList<string> Origins { get; set; } = [];

    /// <summary>The methods that may be used; all unless named.</summary>
    public IList<string> Methods { get; set; } = [];

    /// <summary>The request headers that may be sent; all unless named.</summary>
    public IList<string> Headers { get; set; } = [];

    /// <summary>The response headers that scripts may read, beside those that they always may.</summary>
    public IList<string> ExposedHeaders { get; set; } = [];

    /// <summary>Whether cookies and other credentials may be sent; not together with the origin <c>*</c>.</summary>
    public bool Credentials { get; set; }

    /// <summary>How long browsers may remember the answer to a preflight, in seconds; as long as they like unless set.</summary>
    public int? MaxAge { get; set; }

    /// <summary>Allows one origin.</summary>
    /// <param name="origin">The origin, or <c>*</c>.</param>
    public static implicit operator CorsConfig(string origin) => FromString(origin);

    /// <summary>Allows one origin.</summary>
    /// <param name="origin">The origin, or <c>*</c>.</param>
    /// <returns>The configuration.</returns>
    public static CorsConfig FromString(string origin) => new() { Origins = [origin] };
}
