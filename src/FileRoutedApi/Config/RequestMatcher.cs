using FileRoutedApi.Diagnostics;
using FileRoutedApi.Http;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Config;

/// <summary>
/// Decides whether a request matches a <see cref="MiddlewareMatcher"/>. A request that can be interpreted in two ways matches if either
/// interpretation does: the middleware may be a guard, and the function may interpret the request the other way.
/// </summary>
internal sealed class RequestMatcher(MiddlewareMatcher matcher)
{
    private readonly LinearRegex? _path = matcher.Source is { } source ? PathPattern.Parse(source) : null;
    private readonly string[] _methods = [.. matcher.Methods];
    private readonly Condition[] _has = [.. matcher.Has.Select(condition => new Condition(condition))];
    private readonly Condition[] _missing = [.. matcher.Missing.Select(condition => new Condition(condition))];

    /// <summary>Returns a message for each mistake in a matcher.</summary>
    public static IEnumerable<string> FindMistakes(MiddlewareMatcher matcher)
    {
        if (matcher.Source is { } source && Error(() => PathPattern.Parse(source)) is { } reason)
        {
            yield return ConfigTexts.InvalidMatcher(source, reason);
        }

        var invalidMethods = matcher.Methods
            .Where(method => method.Length == 0 || method.Any(character => !char.IsAsciiLetterUpper(character)));
        foreach (var method in invalidMethods)
        {
            yield return ConfigTexts.MatcherMethod(method);
        }

        foreach (var condition in matcher.Has.Concat(matcher.Missing))
        {
            if (condition.Name.Length == 0)
            {
                yield return ConfigTexts.ConditionWithoutName($"{condition.Kind}");
            }
            else if (condition.Value is { } value && Error(() => LinearRegex.Parse(value)) is { } invalid)
            {
                yield return ConfigTexts.InvalidCondition($"{condition.Kind}", value, invalid);
            }
        }
    }

    public bool Matches(HttpContext context) =>
        (_methods.Length == 0 || MatchesMethod(context.Request.Method))
        && (_path is null || MatchesPath(context))
        && _has.All(condition => condition.IsMetByAny(context))
        && _missing.All(condition => !condition.IsMetByAll(context));

    // Routing compares methods case-insensitively, and a GET endpoint also handles HEAD and the CONNECT of a WebSocket. So a middleware
    // that guards GET must run for these as well.
    private bool MatchesMethod(string method) =>
        _methods.Contains(method, StringComparer.OrdinalIgnoreCase)
        || ((HttpMethods.IsHead(method) || HttpMethods.IsConnect(method)) && _methods.Contains(HttpMethods.Get));

    /// <summary>Matches the decoded path, the decoded path without empty segments, and the raw path.</summary>
    private bool MatchesPath(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        return _path!.IsMatch(path)
            || (path.Contains("//", StringComparison.Ordinal) && _path.IsMatch(WithoutEmptySegments(path)))
            || (path.Contains('%') && _path.IsMatch(Uri.UnescapeDataString(path)))
            || (context.Features.Get<IHttpRequestFeature>()?.RawTarget is { } raw && raw.Contains('%') && _path.IsMatch(raw.Split('?')[0]));
    }

    /// <summary>Returns the path with single slashes only.</summary>
    public static string WithoutEmptySegments(string path) =>
        "/" + string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries));

    private static string? Error(Func<LinearRegex> parse)
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
        private readonly LinearRegex? _value = condition.Value is { } value ? LinearRegex.Parse(value) : null;

        /// <summary>Returns true if the request meets the condition in at least one interpretation.</summary>
        public bool IsMetByAny(HttpContext context) => ValuesIn(context).Any(IsMetBy);

        /// <summary>Returns true if the request meets the condition in every interpretation.</summary>
        public bool IsMetByAll(HttpContext context)
        {
            var isMet = false;
            var values = condition.Kind == MatcherConditionKind.Header ? context.Request.Headers[condition.Name] : ValuesIn(context);
            foreach (var value in values)
            {
                if (!IsMetBy(value))
                {
                    return false;
                }

                isMet = true;
            }

            return isMet;
        }

        // As in Next.js, an empty value counts as missing.
        private bool IsMetBy(string? value) => value is { Length: > 0 } && (_value is null || _value.IsMatch(value));

        private IEnumerable<string?> ValuesIn(HttpContext context) => condition.Kind switch
        {
            MatcherConditionKind.Header => ValuesOf(context.Request.Headers[condition.Name]),
            MatcherConditionKind.Cookie => RequestCookies.ValuesOf(context.Request.Headers.Cookie, condition.Name),
            MatcherConditionKind.Query => QueryValuesOf(context.Request.QueryString.Value, condition.Name),
            _ => HostsOf(context.Request.Host.Host),
        };

        /// <summary>Returns the lines of a header, all lines joined as one list, and the elements of the list.</summary>
        private static IEnumerable<string?> ValuesOf(StringValues lines) =>
        [
            .. lines,
            .. lines.Count > 1 ? [lines.ToString(), string.Join(", ", lines.AsEnumerable())] : Array.Empty<string>(),
            .. lines.Any(line => line?.Contains(',', StringComparison.Ordinal) == true)
                ? lines.ToString().Split(',', StringSplitOptions.TrimEntries)
                : [],
        ];

        /// <summary>Returns the values of a query key. Keys are case-insensitive, as for bound parameters.</summary>
        private static IEnumerable<string> QueryValuesOf(string? query, string name)
        {
            foreach (var pair in new QueryStringEnumerable(query ?? ""))
            {
                if (pair.DecodeName().Span.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    yield return pair.DecodeValue().ToString();
                }
            }
        }

        // "a.example." is the same host as "a.example".
        private static IEnumerable<string> HostsOf(string host) => host.EndsWith('.') ? [host, host[..^1]] : [host];
    }
}
