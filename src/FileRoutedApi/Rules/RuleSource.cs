using FileRoutedApi.Config;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Rules;

/// <summary>Selects the requests of a rule, and captures the parameters of the path.</summary>
internal sealed class RuleSource
{
    private readonly Dictionary<string, int> _captures = [];
    private readonly LinearRegex _path;
    private readonly RequestMatcher? _conditions;

    /// <exception cref="FormatException">The source is not valid.</exception>
    public RuleSource(RouteRule rule, MiddlewareMatcher conditions)
    {
        _path = PathPattern.Parse(rule.Source, _captures);
        _conditions = conditions.Has.Count + conditions.Missing.Count > 0 ? new RequestMatcher(conditions) : null;
    }

    /// <summary>Gets the names of the parameters.</summary>
    public IReadOnlyCollection<string> Names => _captures.Keys;

    /// <summary>Returns the values of the parameters by name if the request matches, otherwise null.</summary>
    /// <remarks>A path with empty segments is compared without them too, so that a client cannot avoid a header by its spelling.</remarks>
    public Func<string, string?>? Match(HttpContext context) =>
        GroupsOf(context.Request.Path.Value is { Length: > 0 } path ? path : "/") is { } groups && _conditions?.Matches(context) != false
            ? name => groups[_captures[name]]
            : null;

    private IReadOnlyList<string?>? GroupsOf(string path) =>
        _path.Match(path)
        ?? (path.Contains("//", StringComparison.Ordinal) ? _path.Match(RequestMatcher.WithoutEmptySegments(path)) : null);
}
