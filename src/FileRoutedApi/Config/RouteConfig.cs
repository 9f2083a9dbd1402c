namespace FileRoutedApi;

/// <summary>
/// A route file's configuration: the variable <c>config</c> at its top level, shaped like the <c>config</c> that a
/// Next.js API route exports.
/// </summary>
/// <example><code>var config = new RouteConfig { Api = { BodyParser = { SizeLimit = "500kb" } }, MaxDuration = 5 };</code></example>
public sealed class RouteConfig
{
    /// <summary>How requests are read and responses are watched.</summary>
    public ApiConfig Api { get; set; } = new();

    /// <summary>
    /// How long the handler may take, in seconds; null for as long as it likes. When it is over
    /// <see cref="ApiRequest.Aborted"/> is cancelled, and a handler that then ends unanswered is a 504. One that does
    /// not end within the grace of <see cref="FileRoutesOptions.MaxDurationGrace"/> has its connection aborted.
    /// </summary>
    public int? MaxDuration { get; set; }

    /// <summary>Which pages of other sites may call this file, over what its folders say. None unless set.</summary>
    public CorsConfig Cors { get; set; } = new();

    /// <summary>How often a client may call this file, beside what its folders allow. Any number of times unless set.</summary>
    public RateLimitConfig RateLimit { get; set; } = new();

    /// <summary>
    /// How long an answer to GET is kept, in seconds: <c>Revalidate = 60</c>; or <c>false</c> for until somebody calls
    /// <see cref="ApiResponse.Revalidate(string)"/>. Nothing is kept unless set.
    /// </summary>
    public RevalidateConfig Revalidate { get; set; } = new();

    /// <summary>Whether answers to GET are kept; by <see cref="Revalidate"/> unless set.</summary>
    public RouteDynamic Dynamic { get; set; }

    /// <summary>Names of what the kept answers are made of: <see cref="ApiResponse.RevalidateTag(string)"/> has all answers with a tag made anew.</summary>
    public IList<string> Tags { get; set; } = [];

    /// <summary>Which requests share a kept answer, and what may be kept.</summary>
    public CacheConfig Cache { get; set; } = new();
}

/// <summary>The part of a route file's configuration that is about bodies.</summary>
public sealed class ApiConfig
{
    /// <summary>On unless set to <c>false</c>; <c>BodyParser = { SizeLimit = "500kb" }</c> sets the limit.</summary>
    public BodyParserConfig BodyParser { get; set; } = new();

    /// <summary>
    /// From which size on a response is logged with a warning: a number of bytes, <c>"8mb"</c>, or <c>false</c> for
    /// never. Nothing is cut off.
    /// </summary>
    public ResponseLimit ResponseLimit { get; set; } = true;

    /// <summary>Whether something other than the handler answers, so that a handler without an answer is no mistake.</summary>
    public bool ExternalResolver { get; set; }
}

/// <summary>Whether a body is parsed before the handler runs, and how large it may be.</summary>
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
    /// False leaves the body alone: <see cref="ApiRequest.Body"/> is null and the stream untouched, without a limit. A
    /// <see cref="SizeLimit"/> turns the parser on; one beside <c>Enabled = false</c> is an error at start (FRA2025).
    /// </summary>
    public bool Enabled
    {
        get => _enabled ?? (_isOnByDefault || SizeLimit is not null);
        set => _enabled = value;
    }

    /// <summary>The largest body: one of this size is accepted, one byte more is a 413. Null for the limit of all files.</summary>
    public ByteSize? SizeLimit { get; set; }

    /// <summary>Turns the parser on or off.</summary>
    /// <param name="enabled">Whether it is on.</param>
    public static implicit operator BodyParserConfig(bool enabled) => FromBoolean(enabled);

    /// <summary>Turns the parser on or off.</summary>
    /// <param name="enabled">Whether it is on.</param>
    /// <returns>A configuration with the limit of all files.</returns>
    public static BodyParserConfig FromBoolean(bool enabled) => new() { Enabled = enabled };
}
