namespace FileRoutedApi;

/// <summary>
/// Requests that pass a <c>_middleware.cs</c>, in the form of Next.js: a path, or more conditions, of which all have to hold.
/// </summary>
/// <example><code>Matcher = ["/api/admin/:path*", new() { Source = "/api/:path*", Methods = ["POST"], Missing = [MatcherCondition.Cookie("session")] }]</code></example>
public sealed class MiddlewareMatcher
{
    /// <summary>
    /// The path, as <c>path-to-regexp</c> reads it: <c>:name</c> stands for one segment, <c>:name*</c> for any number, <c>:name+</c>
    /// for at least one, <c>:name?</c> for none or one, and <c>(regex)</c> for what it says. Every path unless set.
    /// Upper and lower case are the same, as they are for routes.
    /// </summary>
    public string? Source { get; set; }

    /// <summary>The methods; all unless named.</summary>
    public IList<string> Methods { get; set; } = [];

    /// <summary>
    /// What a request needs to have. Where it has several values of one name, one that matches is enough.
    /// </summary>
    public IList<MatcherCondition> Has { get; set; } = [];

    /// <summary>
    /// What a request must not have. Where it has several values of one name, it has the condition only if all of them match, so that a
    /// second value does not keep a middleware from running.
    /// </summary>
    public IList<MatcherCondition> Missing { get; set; } = [];

    /// <summary>Matches a path.</summary>
    /// <param name="source">The path, as in <see cref="Source"/>.</param>
    public static implicit operator MiddlewareMatcher(string source) => FromString(source);

    /// <summary>Matches a path.</summary>
    /// <param name="source">The path, as in <see cref="Source"/>.</param>
    /// <returns>The matcher.</returns>
    public static MiddlewareMatcher FromString(string source) => new() { Source = source };
}

/// <summary>Something of a request that a <see cref="MiddlewareMatcher"/> looks for.</summary>
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

    /// <summary>A request header.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">A regular expression that its whole value has to match; anything unless set.</param>
    /// <returns>The condition.</returns>
    public static MatcherCondition Header(string name, string? value = null) => new(MatcherConditionKind.Header, name, value);

    /// <summary>A cookie.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">A regular expression that its whole value has to match; anything unless set.</param>
    /// <returns>The condition.</returns>
    public static MatcherCondition Cookie(string name, string? value = null) => new(MatcherConditionKind.Cookie, name, value);

    /// <summary>A key of the query string.</summary>
    /// <param name="name">Its name, compared case-insensitively, as binding does.</param>
    /// <param name="value">A regular expression that its whole value has to match; anything unless set.</param>
    /// <returns>The condition.</returns>
    public static MatcherCondition Query(string name, string? value = null) => new(MatcherConditionKind.Query, name, value);

    /// <summary>The host that was asked, without its port.</summary>
    /// <param name="value">A regular expression that it has to match as a whole.</param>
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
