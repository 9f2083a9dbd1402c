using System.Text.RegularExpressions;
using FileRoutedApi.Http;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Modules;

/// <summary>A <see cref="MiddlewareMatcher"/> that was made ready to be asked.</summary>
internal sealed class RequestMatcher(MiddlewareMatcher matcher)
{
    private readonly Regex? _path = matcher.Source is { } source ? PathPattern.Parse(source) : null;
    private readonly string[] _methods = [.. matcher.Methods];
    private readonly Condition[] _has = [.. matcher.Has.Select(condition => new Condition(condition))];
    private readonly Condition[] _missing = [.. matcher.Missing.Select(condition => new Condition(condition))];

    /// <summary>What is wrong with a matcher.</summary>
    public static IEnumerable<string> FindMistakes(MiddlewareMatcher matcher)
    {
        if (matcher.Source is { } source && Error(() => PathPattern.Parse(source)) is { } reason)
        {
            yield return $"Invalid middleware matcher '{source}': {reason.TrimEnd('.')}. Write a path such as /api/admin/:path*.";
        }

        foreach (var method in matcher.Methods.Where(method => method.Length == 0 || method.Any(character => !char.IsAsciiLetterUpper(character))))
        {
            yield return $"Invalid middleware matcher: '{method}' is no method. Methods are in upper case, such as POST.";
        }

        foreach (var condition in matcher.Has.Concat(matcher.Missing))
        {
            if (condition.Name.Length == 0)
            {
                yield return $"Invalid middleware matcher: a condition on a {condition.Kind} has no name. Name it.";
            }
            else if (condition.Value is { } value && Error(() => PathPattern.Compile(value)) is { } invalid)
            {
                yield return $"Invalid middleware matcher: '{value}' is no regular expression ({invalid.TrimEnd('.')}). Mend it.";
            }
        }
    }

    public bool Matches(HttpContext context) =>
        (_methods.Length == 0 || MatchesMethod(context.Request.Method))
        && (_path is null || MatchesPath(context))
        && _has.All(condition => condition.Holds(context))
        && !_missing.Any(condition => condition.Holds(context));

    // Routing does not tell upper from lower case, and has GET answer HEAD; so whoever guards a method guards these.
    private bool MatchesMethod(string method) =>
        _methods.Contains(method, StringComparer.OrdinalIgnoreCase) || (HttpMethods.IsHead(method) && _methods.Contains(HttpMethods.Get));

    /// <summary>The path as it was decoded, with and without its empty segments, or as it came.</summary>
    private bool MatchesPath(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        return _path!.IsMatch(path)
            || (path.Contains("//", StringComparison.Ordinal) && _path.IsMatch("/" + string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries))))
            || (path.Contains('%') && _path.IsMatch(Uri.UnescapeDataString(path)))
            || (context.Features.Get<IHttpRequestFeature>()?.RawTarget is { } raw && raw.Contains('%') && _path.IsMatch(raw.Split('?')[0]));
    }

    private static string? Error(Func<Regex> parse)
    {
        try
        {
            parse();
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    private sealed class Condition(MatcherCondition condition)
    {
        private readonly Regex? _value = condition.Value is { } value ? PathPattern.Compile(value) : null;

        public bool Holds(HttpContext context) =>
            ValueIn(context) is { Length: > 0 } value && (_value is null || _value.IsMatch(value));

        private string? ValueIn(HttpContext context) => condition.Kind switch
        {
            MatcherConditionKind.Header => context.Request.Headers[condition.Name],
            MatcherConditionKind.Cookie => RequestCookies.Parse(context.Request.Headers.Cookie).GetValueOrDefault(condition.Name),
            MatcherConditionKind.Query => RequestQuery.Parse(context.Request.QueryString.Value)[condition.Name] is { Count: > 0 } values ? values[^1] : null,
            _ => context.Request.Host.Host,
        };
    }
}
