using FileRoutedApi.Routing;

namespace FileRoutedApi.Config;

/// <summary>What is wrong with a configuration: a limit or a permission that a typo changes must not go unnoticed.</summary>
internal static class ConfigMistakes
{
    private const int LongestTag = 256;
    private const int MostTags = 128;

    public static IEnumerable<string> Find(RouteConfig config, RouteFile file) =>
    [
        .. Find(config.Api.BodyParser, "Api.BodyParser"),
        .. file.Role.CoversFolder && config.Api.BodyParser.SizeLimit is not null
            ? [$"Api.BodyParser.SizeLimit has no effect: no body is read for '{Path.GetFileName(file.Path)}'. Remove it."]
            : Array.Empty<string>(),
        .. Find(config.Cors),
        .. Find(config.RateLimit),
        .. Find(config.Revalidate),
        .. FindInTags(config.Tags),
        .. config.Cache.Statuses.Where(status => status is < 200 or > 599).Select(status => $"Cache.Statuses holds {status}, which is no final status code. Write one from 200 to 599."),
        .. !config.Revalidate.IsSet && config.Dynamic == RouteDynamic.Auto && (config.Tags.Count > 0 || IsSet(config.Cache)) ? ["Tags and Cache configure cached responses, and the file caches none. Add Revalidate, such as 60, or remove them."] : Array.Empty<string>(),
        .. config.Dynamic == RouteDynamic.ForceStatic && config.Revalidate is { Seconds: 0 } ? ["Dynamic is ForceStatic and Revalidate is 0, which contradict each other. Remove one of them."] : Array.Empty<string>(),
    ];

    public static IEnumerable<string> Find(MiddlewareConfig config, RouteFile folder) =>
    [
        .. Find(config.BodyParser, "BodyParser"),
        .. Find(config.Authorize),
        .. Find(config.Cors),
        .. Find(config.RateLimit),
        .. config.Matcher.SelectMany(RequestMatcher.FindMistakes),
        .. config.Matcher.Select(matcher => matcher.Source)
            .Where(source => source is ['/', ..] && !PathPattern.CanMatchBelow(source, [.. folder.Segments.Select(segment => segment.Kind == RouteSegmentKind.Static ? segment.Text : null)]))
            .Select(source => $"Invalid middleware matcher '{source}': nothing below '{folder.Pattern}' can match it. Write the whole path, such as {folder.Pattern.TrimEnd('/')}/:path*."),
    ];

    /// <summary>A parsed body is for the function of the file, so there has to be one that takes it.</summary>
    public static IEnumerable<string> FindUnusedBody(MiddlewareConfig config, IEnumerable<Delegate> functions)
    {
        var takes = functions.SelectMany(function => function.Method.GetParameters())
            .Any(parameter => parameter.ParameterType == typeof(ApiRequest) || parameter.ParameterType == typeof(ApiResponse));
        if (config.BodyParser.Enabled && !takes)
        {
            yield return "BodyParser is on, and no function of the file takes an ApiRequest, so no body is read and none is limited. "
                + "Add 'ApiRequest req' to the function, or remove BodyParser.";
        }
    }

    private static IEnumerable<string> Find(BodyParserConfig parser, string name)
    {
        if (parser is { Enabled: false, SizeLimit: { Bytes: not null } })
        {
            yield return $"{name} is off, so its SizeLimit {parser.SizeLimit} limits nothing. Remove 'Enabled = false', or the limit.";
        }
    }

    private static IEnumerable<string> Find(AuthorizeConfig authorize)
    {
        (string Name, string[]? Parts)[] names =
        [
            (nameof(authorize.Policy), authorize.Policy is { } policy ? [policy] : null),
            (nameof(authorize.Roles), authorize.Roles?.Split(',')),
            (nameof(authorize.Schemes), authorize.Schemes?.Split(',')),
        ];
        return names
            .Where(name => name.Parts?.Any(string.IsNullOrWhiteSpace) == true)
            .Select(name => $"Authorize.{name.Name} is '{string.Join(',', name.Parts!)}', which has an empty name. Write a name, or remove it.");
    }

    private static IEnumerable<string> Find(CorsConfig cors)
    {
        if (cors.Credentials && cors.Origins.Contains("*"))
        {
            yield return "Cors allows credentials for every origin, which browsers refuse and which would let any site act for the user. Name the origins instead of '*'.";
        }

        foreach (var origin in cors.Origins.Where(origin => origin != "*" && !IsOrigin(origin)))
        {
            yield return $"Cors.Origins holds '{origin}', which is no origin. Write a scheme and a host, such as https://app.example, without a path or a slash at the end.";
        }

        if (cors.Origins.Count == 0 && (cors.Credentials || cors.Methods.Count + cors.Headers.Count + cors.ExposedHeaders.Count > 0 || cors.MaxAge is not null))
        {
            yield return "Cors names no origins, so nothing is allowed. Add Origins, such as [\"https://app.example\"].";
        }

        if (cors.MaxAge is < 0)
        {
            yield return $"Cors.MaxAge is {cors.MaxAge}. Write a number of seconds from 0.";
        }
    }

    private static IEnumerable<string> Find(RateLimitConfig limit)
    {
        if (limit is { Permits: null } && (limit.Algorithm != default || limit.By != RateLimitBy.Ip || limit.Window != new RateLimitConfig().Window))
        {
            yield return "RateLimit names no Permits, so nothing is limited. Add Permits, such as 100.";
        }

        if (limit.Permits is < 1 or > 1_000_000)
        {
            yield return $"RateLimit.Permits is {limit.Permits}. Write a number from 1 to 1000000.";
        }

        if (limit.Window is not (> 0 and <= 86_400))
        {
            yield return FormattableString.Invariant($"RateLimit.Window is {limit.Window}. Write a number of seconds, more than 0 and up to 86400.");
        }
    }

    private static IEnumerable<string> Find(RevalidateConfig revalidate)
    {
        if (revalidate.IsTrue || revalidate.Seconds is < 0)
        {
            yield return $"Invalid revalidate value {(revalidate.IsTrue ? "true" : revalidate.Seconds)}, must be a non-negative number or false. Write a number of seconds, or false for until it is revalidated.";
        }
    }

    private static IEnumerable<string> FindInTags(IList<string> tags)
    {
        if (tags.Count > MostTags)
        {
            yield return $"There are {tags.Count} Tags. Use {MostTags} at most.";
        }

        foreach (var tag in tags.Where(tag => string.IsNullOrWhiteSpace(tag) || tag.Length > LongestTag))
        {
            yield return $"Tags holds '{(tag.Length > LongestTag ? tag[..20] + "..." : tag)}'. Write a name of 1 to {LongestTag} characters.";
        }
    }

    private static bool IsSet(CacheConfig cache) =>
        cache.Query.Count + cache.Headers.Count > 0 || cache.Authenticated || cache.SetCookie || cache.Shared || !cache.Statuses.SequenceEqual(new CacheConfig().Statuses);

    // A star stands for any subdomain.
    private static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin.Replace("://*.", "://any.", StringComparison.Ordinal), UriKind.Absolute, out var uri)
        && uri.Scheme is not "file"
        && uri.Host.Length > 0
        && $"{uri.Scheme}://{uri.Authority}".Equals(origin.Replace("://*.", "://any.", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
}
