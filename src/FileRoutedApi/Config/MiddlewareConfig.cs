namespace FileRoutedApi;

/// <summary>Configures a folder: the variable <c>config</c> at the top level of its <c>_middleware.cs</c>.</summary>
/// <example><code>var config = new MiddlewareConfig { Matcher = ["/api/admin/:path*"], Authorize = true };</code></example>
public sealed class MiddlewareConfig
{
    /// <summary>
    /// Gets or sets the requests for which the function of this file runs: those that match one of the entries. All requests below the
    /// folder by default. The other settings apply to the whole folder in any case.
    /// </summary>
    public IList<MiddlewareMatcher> Matcher { get; set; } = [];

    /// <summary>
    /// Gets or sets the authorization of requests below the folder: <c>true</c> for every authenticated user, or the name of a policy. Not
    /// required by default.
    /// </summary>
    public AuthorizeConfig Authorize { get; set; } = new();

    /// <summary>Gets or sets the cross-origin requests that are allowed below the folder. None by default.</summary>
    public CorsConfig Cors { get; set; } = new();

    /// <summary>Gets or sets the rate limit of a client for all requests below the folder together. Unlimited by default.</summary>
    public RateLimitConfig RateLimit { get; set; } = new();

    /// <summary>
    /// Gets or sets the headers of all responses below the folder: of route files, pages and static files, and of errors. None by default.
    /// <see cref="SecurityHeaders"/> is a preset.
    /// </summary>
    public HeadersConfig Headers { get; set; } = new();

    /// <summary>
    /// Gets or sets whether <see cref="ApiRequest.Body"/> is read before the function runs, and its size limit. The handler can still read
    /// the body. Off, unless set to <c>true</c> or to a limit: <c>BodyParser = { SizeLimit = "2mb" }</c>.
    /// </summary>
    public BodyParserConfig BodyParser { get; set; } = new(isOnByDefault: false);
}

/// <summary>Configures the authorization of a folder, as <c>[Authorize]</c> does for a function.</summary>
public sealed class AuthorizeConfig
{
    /// <summary>
    /// Gets or sets a value indicating whether an authenticated user is required. Any other property requires one too.
    /// </summary>
    public bool Required { get; set; }

    /// <summary>Gets or sets the name of a policy that <c>_startup.cs</c> adds.</summary>
    public string? Policy { get; set; }

    /// <summary>Gets or sets the roles, separated by commas. The user needs one of them.</summary>
    public string? Roles { get; set; }

    /// <summary>Gets or sets the authentication schemes, separated by commas. The default scheme if null.</summary>
    public string? Schemes { get; set; }

    /// <summary>Gets a value indicating whether authorization is required.</summary>
    internal bool IsSet => Required || Policy is not null || Roles is not null || Schemes is not null;

    /// <summary>Requires an authenticated user.</summary>
    /// <param name="required">Whether a user is required.</param>
    public static implicit operator AuthorizeConfig(bool required) => FromBoolean(required);

    /// <summary>Requires a policy.</summary>
    /// <param name="policy">Its name.</param>
    public static implicit operator AuthorizeConfig(string policy) => FromString(policy);

    /// <summary>Requires an authenticated user.</summary>
    /// <param name="required">Whether a user is required.</param>
    /// <returns>The configuration.</returns>
    public static AuthorizeConfig FromBoolean(bool required) => new() { Required = required };

    /// <summary>Requires a policy.</summary>
    /// <param name="policy">Its name.</param>
    /// <returns>The configuration.</returns>
    public static AuthorizeConfig FromString(string policy) => new() { Policy = policy };
}
