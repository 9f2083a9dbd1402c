namespace FileRoutedApi;

/// <summary>
/// Configures which cross-origin requests browsers may send (the CORS protocol of the Fetch standard). None, unless origins are listed.
/// </summary>
/// <example><code>Cors = { Origins = ["https://app.example"], Credentials = true }</code></example>
public sealed class CorsConfig
{
    /// <summary>
    /// Gets or sets the allowed origins, such as <c>https://app.example</c> or <c>https://*.app.example</c>; <c>*</c> allows every origin.
    /// </summary>
    public IList<string> Origins { get; set; } = [];

    /// <summary>Gets or sets the allowed methods. An empty list, the default, allows all.</summary>
    public IList<string> Methods { get; set; } = [];

    /// <summary>Gets or sets the allowed request headers. An empty list, the default, allows all.</summary>
    public IList<string> Headers { get; set; } = [];

    /// <summary>Gets or sets the response headers that scripts may read, in addition to the CORS-safelisted ones.</summary>
    public IList<string> ExposedHeaders { get; set; } = [];

    /// <summary>
    /// Gets or sets a value indicating whether requests may contain credentials such as cookies. Not valid with the origin <c>*</c>.
    /// </summary>
    public bool Credentials { get; set; }

    /// <summary>
    /// Gets or sets the number of seconds for which browsers may cache a preflight response. Null for the browser's default.
    /// </summary>
    public int? MaxAge { get; set; }

    /// <summary>Allows a single origin.</summary>
    /// <param name="origin">The origin, or <c>*</c>.</param>
    public static implicit operator CorsConfig(string origin) => FromString(origin);

    /// <summary>Allows a single origin.</summary>
    /// <param name="origin">The origin, or <c>*</c>.</param>
    /// <returns>The configuration.</returns>
    public static CorsConfig FromString(string origin) => new() { Origins = [origin] };
}
