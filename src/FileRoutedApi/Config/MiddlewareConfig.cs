namespace FileRoutedApi;

/// <summary>The configuration of a folder: the variable <c>config</c> at the top level of its <c>_middleware.cs</c>.</summary>
/// <example><code>var config = new MiddlewareConfig { Matcher = ["/api/admin/:path*"], Authorize = true };</code></example>
public sealed class MiddlewareConfig
{
    /// <summary>
    /// The requests that pass the function of this file; all below the folder unless set. A request passes it where one
    /// of the entries matches. The other settings are about the whole folder, whatever stands here.
    /// </summary>
    public IList<MiddlewareMatcher> Matcher { get; set; } = [];

    /// <summary>Who may call what is below the folder: <c>true</c> for everybody who is signed in, or the name of a policy. Anybody unless set.</summary>
    public AuthorizeConfig Authorize { get; set; } = new();

    /// <summary>Which pages of other sites may call what is below the folder. None unless set.</summary>
    public CorsConfig Cors { get; set; } = new();

    /// <summary>How often a client may call what is below the folder, all of it together. Any number of times unless set.</summary>
    public RateLimitConfig RateLimit { get; set; } = new();

    /// <summary>
    /// Whether <see cref="ApiRequest.Body"/> is read before the function runs, and up to which size. The handler still gets
    /// it. Off unless set to <c>true</c> or given a limit: <c>BodyParser = { SizeLimit = "2mb" }</c>.
    /// </summary>
    public BodyParserConfig BodyParser { get; set; } = new(isOnByDefault: false);
}

/// <summary>Who may call: what <c>[Authorize]</c> says on a function, for a whole folder.</summary>
public sealed class AuthorizeConfig
{
    /// <summary>Whether somebody has to be signed in; so too where any other property is set.</summary>
    public bool Required { get; set; }

    /// <summary>The name of a policy that <c>_startup.cs</c> adds.</summary>
    public string? Policy { get; set; }

    /// <summary>Roles, separated by commas, of which one is enough.</summary>
    public string? Roles { get; set; }

    /// <summary>The authentication schemes that are asked, separated by commas; the default one unless set.</summary>
    public string? Schemes { get; set; }

    /// <summary>Whether anything is asked for.</summary>
    internal bool IsSet => Required || Policy is not null || Roles is not null || Schemes is not null;

    /// <summary>Asks for somebody who is signed in.</summary>
    /// <param name="required">Whether it does.</param>
    public static implicit operator AuthorizeConfig(bool required) => FromBoolean(required);

    /// <summary>Asks for a policy.</summary>
    /// <param name="policy">Its name.</param>
    public static implicit operator AuthorizeConfig(string policy) => FromString(policy);

    /// <summary>Asks for somebody who is signed in.</summary>
    /// <param name="required">Whether it does.</param>
    /// <returns>The configuration.</returns>
    public static AuthorizeConfig FromBoolean(bool required) => new() { Required = required };

    /// <summary>Asks for a policy.</summary>
    /// <param name="policy">Its name.</param>
    /// <returns>The configuration.</returns>
    public static AuthorizeConfig FromString(string policy) => new() { Policy = policy };
}
