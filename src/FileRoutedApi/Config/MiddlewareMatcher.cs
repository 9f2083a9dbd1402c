namespace FileRoutedApi;

/// <summary>
/// Selects the requests for which a <c>_middleware.cs</c> runs, in the form of Next.js: a path, or a path with further conditions. All
/// conditions must be met.
/// </summary>
/// <example><code>
/// Matcher =
/// [
///     "/api/admin/:path*",
///     new() { Source = "/api/:path*", Methods = ["POST"], Missing = [MatcherCondition.Cookie("session")] },
/// ]
/// </code></example>
public sealed class MiddlewareMatcher
{
    /// <summary>
    /// Gets or sets the path, in the syntax of <c>path-to-regexp</c>: <c>:name</c> matches one segment, <c>:name*</c> any number,
    /// <c>:name+</c> at least one, <c>:name?</c> none or one, and <c>(regex)</c> a regular expression. Case-insensitive, as routes are.
    /// Every path if null.
    /// </summary>
    public string? Source { get; set; }

    /// <summary>Gets or sets the methods. All if empty.</summary>
    public IList<string> Methods { get; set; } = [];

    /// <summary>Gets or sets the conditions that a request must meet. If a name has several values, one matching value is enough.</summary>
    public IList<MatcherCondition> Has { get; set; } = [];

    /// <summary>
    /// Gets or sets the conditions that a request must not meet. If a name has several values, the condition is met only if all of them
    /// match, so that a client cannot bypass a middleware by adding a second value.
    /// </summary>
    public IList<MatcherCondition> Missing { get; set; } = [];

    /// <summary>Creates a matcher of a path.</summary>
    /// <param name="source">The path, in the syntax of <see cref="Source"/>.</param>
    public static implicit operator MiddlewareMatcher(string source) => FromString(source);

    /// <summary>Creates a matcher of a path.</summary>
    /// <param name="source">The path, in the syntax of <see cref="Source"/>.</param>
    /// <returns>The matcher.</returns>
    public static MiddlewareMatcher FromString(string source) => new() { Source = source };
}

/// <summary>A condition of a <see cref="MiddlewareMatcher"/> on a request.</summary>
public sealed class MatcherCondition
{
    private MatcherCondition(MatcherConditionKind kind, string key, string? value)
    {
        Kind = kind;
        Name = key;
        Value = value;
    }

    internal MatcherConditionKind Kind { get; }

    internal string Name { get; }

    internal string? Value { get; }

    /// <summary>Creates a condition on a request header.</summary>
    /// <param name="name">The name of the header, case-insensitive.</param>
    /// <param name="value">A regular expression that must match the whole value. Any value if null.</param>
    /// <returns>The condition.</returns>
    public static MatcherCondition Header(string name, string? value = null) => new(MatcherConditionKind.Header, name, value);

    /// <summary>Creates a condition on a cookie.</summary>
    /// <param name="name">The name of the cookie, case-insensitive.</param>
    /// <param name="value">A regular expression that must match the whole value. Any value if null.</param>
    /// <returns>The condition.</returns>
    public static MatcherCondition Cookie(string name, string? value = null) => new(MatcherConditionKind.Cookie, name, value);

    /// <summary>Creates a condition on a key of the query string.</summary>
    /// <param name="name">The key, case-insensitive, as for bound parameters.</param>
    /// <param name="value">A regular expression that must match the whole value. Any value if null.</param>
    /// <returns>The condition.</returns>
    public static MatcherCondition Query(string name, string? value = null) => new(MatcherConditionKind.Query, name, value);

    /// <summary>Creates a condition on the host of the request, without the port.</summary>
    /// <param name="value">A regular expression that must match the whole host name.</param>
    /// <returns>The condition.</returns>
    public static MatcherCondition Host(string value) => new(MatcherConditionKind.Host, "host", value);
}

internal enum MatcherConditionKind
{
    Header,
    Cookie,
    Query,
    Host,
}
