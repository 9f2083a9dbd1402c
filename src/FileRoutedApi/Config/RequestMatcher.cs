using FileRoutedApi.Diagnostics;
using FileRoutedApi.Http;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Config;

/// <summary>
/// Decides whether a request matches a <see cref="MiddlewareMatcher"/>. A request that can be read in two ways matches if either
/// reading does: the middleware may be a guard, and the function may read the request the other way.
/// </summary>
internal sealed class RequestMatcher(MiddlewareMatcher matcher)
{
    private readonly LinearRegex? _path = matcher.Source is { } source ? PathPattern.Parse(source) : null;
    private readonly string[] _methods = [.. matcher.Methods];
    private readonly Condition[] _has = [.. matcher.Has.Select(condition => new Condition(condition))];
    private readonly Condition[] _missing = [.. matcher.Missing.Select(condition => new Condition(condition))];

    /// <summary>What is wrong with a matcher.</summary>
    public static IEnumerable<string> FindMistakes(MiddlewareMatcher matcher)
    {
        if (matcher.Source is { } source && Error(() => PathPattern.Parse(source)) is { } reason)
        {
            yield return ConfigTexts.InvalidMatcher(source, reason);
        }

        foreach (var method in matcher.Methods.Where(method => method.Length == 0 || method.Any(character => !char.IsAsciiLetterUpper(character))))
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

    // Routing compares methods case-insensitively, and serves HEAD and the CONNECT of a WebSocket by GET, so a guard for a method covers
    // these as well.
    private bool MatchesMethod(string method) =>
        _methods.Contains(method, StringComparer.OrdinalIgnoreCase)
        || ((HttpMethods.IsHead(method) || HttpMethods.IsConnect(method)) && _methods.Contains(HttpMethods.Get));

    /// <summary>Matches the path as it was decoded, with and without its empty segments, and as it was sent.</summary>
    private bool MatchesPath(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        return _path!.IsMatch(path)
            || (path.Contains("//", StringComparison.Ordinal) && _path.IsMatch("/" + string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries))))
            || (path.Contains('%') && _path.IsMatch(Uri.UnescapeDataString(path)))
            || (context.Features.Get<IHttpRequestFeature>()?.RawTarget is { } raw && raw.Contains('%') && _path.IsMatch(raw.Split('?')[0]));
    }

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

        /// <summary>Whether the request has it in any reading.</summary>
        public bool IsMetByAny(HttpContext context) => ValuesIn(context).Any(IsMetBy);

        /// <summary>Whether the request has it in every reading.</summary>
        public bool IsMetByAll(HttpContext context)
        {
            var isMet = false;
            foreach (var value in condition.Kind == MatcherConditionKind.Header ? context.Request.Headers[condition.Name] : ValuesIn(context))
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

        /// <summary>The lines of a header, all of them as one list, and the elements of the list.</summary>
        private static IEnumerable<string?> ValuesOf(StringValues lines) =>
        [
            .. lines,
            .. lines.Count > 1 ? [lines.ToString(), string.Join(", ", lines.AsEnumerable())] : Array.Empty<string>(),
            .. lines.Any(line => line?.Contains(',', StringComparison.Ordinal) == true)
                ? lines.ToString().Split(',', StringSplitOptions.TrimEntries)
                : [],
        ];

        /// <summary>The values of a key, compared as binding does it.</summary>
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
