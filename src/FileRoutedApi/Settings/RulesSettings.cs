namespace FileRoutedApi;

/// <summary>
/// The settings of the configuration section <c>FileRoutes:Rules</c>: redirects, rewrites and headers in front of routing, as in
/// <c>next.config.js</c>.
/// </summary>
public sealed class RulesSettings
{
    /// <summary>Gets the redirects. The first one that matches is the response.</summary>
    public IList<RedirectRule> Redirects { get; } = [];

    /// <summary>
    /// Gets the rewrites. The first one that matches changes the path, before a file is selected. The folders of the new path apply.
    /// </summary>
    public IList<RewriteRule> Rewrites { get; } = [];

    /// <summary>Gets the response headers. All rules that match apply; the last one that sets a header takes precedence.</summary>
    public IList<HeaderRule> Headers { get; } = [];

    /// <summary>Gets a value indicating whether there is any rule.</summary>
    internal bool IsSet => Redirects.Count + Rewrites.Count + Headers.Count > 0;
}

/// <summary>Selects the requests of a rule.</summary>
public abstract class RouteRule
{
    private protected RouteRule()
    {
    }

    /// <summary>
    /// Gets or sets the path, in the syntax of <see cref="MiddlewareMatcher.Source"/>, such as <c>/old/:slug</c> or <c>/docs/:path*</c>. It
    /// must match the whole path of the request.
    /// </summary>
    public string Source { get; set; } = "";

    /// <summary>Gets the conditions that a request must meet.</summary>
    public IList<RuleCondition> Has { get; } = [];

    /// <summary>Gets the conditions that a request must not meet.</summary>
    public IList<RuleCondition> Missing { get; } = [];
}

/// <summary>Redirects requests to another URL.</summary>
public sealed class RedirectRule : RouteRule
{
    /// <summary>
    /// Gets or sets a path or an absolute URL, with the parameters of the source: <c>/new/:slug</c>. The query string of the request is
    /// added.
    /// </summary>
    public string Destination { get; set; } = "";

    /// <summary>Gets or sets whether the status is 308, which clients may cache for ever, or 307.</summary>
    public bool? Permanent { get; set; }

    /// <summary>Gets or sets another status instead: 301, 302, 303, 307 or 308.</summary>
    public int? StatusCode { get; set; }
}

/// <summary>Handles requests as if the client had requested another path.</summary>
public sealed class RewriteRule : RouteRule
{
    /// <summary>Gets or sets the path, with the parameters of the source. The query string of the request is added.</summary>
    public string Destination { get; set; } = "";
}

/// <summary>Sets headers of responses.</summary>
public sealed class HeaderRule : RouteRule
{
    /// <summary>Gets the headers. A header that the handler sets itself is kept.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}

/// <summary>A condition of a <see cref="RouteRule"/>.</summary>
public sealed class RuleCondition
{
    /// <summary>Gets or sets what is compared: <c>header</c>, <c>cookie</c>, <c>query</c> or <c>host</c>.</summary>
    public string Type { get; set; } = "";

    /// <summary>Gets or sets the name of the header, cookie or query key; not used for <c>host</c>.</summary>
    public string Key { get; set; } = "";

    /// <summary>Gets or sets a regular expression that must match the whole value; any value if null.</summary>
    public string? Value { get; set; }
}
