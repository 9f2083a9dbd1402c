namespace FileRoutedApi;

/// <summary>
/// Configures a route file: the variable <c>config</c> at its top level, in the form of the <c>config</c> that a Next.js API route exports.
/// </summary>
/// <example><code>var config = new RouteConfig { Api = { BodyParser = { SizeLimit = "500kb" } }, MaxDuration = 5 };</code></example>
public sealed class RouteConfig
{
    /// <summary>Gets or sets how request bodies are read, and the limit of responses.</summary>
    public ApiConfig Api { get; set; } = new();

    /// <summary>
    /// Gets or sets the maximum duration of the handler in seconds; null for no limit. When it has elapsed,
    /// <see cref="ApiRequest.Aborted"/> is cancelled, and a handler that then ends without a response is a 504. If the handler does not end
    /// within <see cref="FileRoutesOptions.MaxDurationGrace"/>, its connection is aborted. WebSockets have no maximum duration.
    /// </summary>
    public int? MaxDuration { get; set; }

    /// <summary>Gets or sets the allowed cross-origin requests. It replaces the setting of the folders. None by default.</summary>
    public CorsConfig Cors { get; set; } = new();

    /// <summary>Gets or sets the rate limit, in addition to those of the folders. Unlimited by default.</summary>
    public RateLimitConfig RateLimit { get; set; } = new();

    /// <summary>
    /// Gets or sets how long a response to GET is cached: a number of seconds, such as <c>Revalidate = 60</c>, or <c>false</c> for until it
    /// is invalidated by <see cref="ApiResponse.Revalidate(string)"/> or <see cref="ApiResponse.RevalidateTag(string)"/>. Not cached by
    /// default.
    /// </summary>
    public RevalidateConfig Revalidate { get; set; } = new();

    /// <summary>
    /// Gets or sets whether responses to GET are cached. By default <see cref="Revalidate"/> decides.
    /// </summary>
    public RouteDynamic Dynamic { get; set; }

    /// <summary>
    /// Gets or sets the tags of cached responses. <see cref="ApiResponse.RevalidateTag(string)"/> invalidates every response with a tag.
    /// </summary>
    public IList<string> Tags { get; set; } = [];

    /// <summary>Gets or sets the limits of the WebSockets that the function <c>SOCKET</c> accepts.</summary>
    public SocketConfig Socket { get; set; } = new();

    /// <summary>Gets or sets which requests share a cached response, and which responses may be cached.</summary>
    public CacheConfig Cache { get; set; } = new();
}

/// <summary>Configures the bodies of a route file.</summary>
public sealed class ApiConfig
{
    /// <summary>
    /// Gets or sets the body parser. It is on, unless set to <c>false</c>. <c>BodyParser = { SizeLimit = "500kb" }</c> sets the limit.
    /// </summary>
    public BodyParserConfig BodyParser { get; set; } = new();

    /// <summary>
    /// Gets or sets the size from which a response is logged with a warning: a number of bytes, <c>"8mb"</c>, or <c>false</c> for never.
    /// The response is sent in any case.
    /// </summary>
    public ResponseLimit ResponseLimit { get; set; } = true;

    /// <summary>
    /// Gets or sets a value indicating whether other code sends the response, so that a handler without a response is not logged.
    /// </summary>
    public bool ExternalResolver { get; set; }
}

/// <summary>Configures whether a body is parsed before the handler runs, and its size limit.</summary>
public sealed class BodyParserConfig
{
    private readonly bool _isOnByDefault;
    private bool? _enabled;

    /// <summary>Creates a configuration that is on.</summary>
    public BodyParserConfig()
        : this(isOnByDefault: true)
    {
    }

    internal BodyParserConfig(bool isOnByDefault) => _isOnByDefault = isOnByDefault;

    /// <summary>
    /// Gets or sets a value indicating whether the body is parsed. If false, <see cref="ApiRequest.Body"/> is null and the stream is not
    /// read and not limited. A <see cref="SizeLimit"/> turns the parser on; a limit with <c>Enabled = false</c> is an error at start
    /// (FRA2025).
    /// </summary>
    public bool Enabled
    {
        get => _enabled ?? (_isOnByDefault || SizeLimit is not null);
        set => _enabled = value;
    }

    /// <summary>
    /// Gets or sets the size limit. A body of exactly this size is accepted; one byte more is a 413. Null for
    /// <see cref="FileRoutesOptions.BodySizeLimit"/>.
    /// </summary>
    public ByteSize? SizeLimit { get; set; }

    /// <summary>Turns the parser on or off.</summary>
    /// <param name="enabled">Whether the parser is on.</param>
    public static implicit operator BodyParserConfig(bool enabled) => FromBoolean(enabled);

    /// <summary>Turns the parser on or off.</summary>
    /// <param name="enabled">Whether the parser is on.</param>
    /// <returns>The configuration, with the default limit.</returns>
    public static BodyParserConfig FromBoolean(bool enabled) => new() { Enabled = enabled };
}
