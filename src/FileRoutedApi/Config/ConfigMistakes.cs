using FileRoutedApi.Diagnostics;
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
            ? [ConfigTexts.BodyNotRead(Path.GetFileName(file.Path))]
            : Array.Empty<string>(),
        .. Find(config.Cors),
        .. Find(config.RateLimit),
        .. Find(config.Revalidate),
        .. FindInTags(config.Tags),
        .. config.Cache.Statuses.Where(status => status is < 200 or > 599).Select(ConfigTexts.CacheStatusOutOfRange),
        .. !config.Revalidate.IsSet && config.Dynamic == RouteDynamic.Auto && (config.Tags.Count > 0 || IsSet(config.Cache))
            ? [ConfigTexts.NothingCached()]
            : Array.Empty<string>(),
        .. config.Dynamic == RouteDynamic.ForceStatic && config.Revalidate is { Seconds: 0 }
            ? [ConfigTexts.StaticButNotCached()]
            : Array.Empty<string>(),
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
            .Select(source => ConfigTexts.MatcherOutsideFolder(source!, folder.Pattern)),
    ];

    /// <summary>A parsed body is for the function of the file, so there has to be one that takes it.</summary>
    public static IEnumerable<string> FindUnusedBody(MiddlewareConfig config, IEnumerable<Delegate> functions)
    {
        var takes = functions.SelectMany(function => function.Method.GetParameters())
            .Any(parameter => parameter.ParameterType == typeof(ApiRequest) || parameter.ParameterType == typeof(ApiResponse));
        if (config.BodyParser.Enabled && !takes)
        {
            yield return ConfigTexts.BodyWithoutRequest();
        }
    }

    private static IEnumerable<string> Find(BodyParserConfig parser, string name)
    {
        if (parser is { Enabled: false, SizeLimit: { Bytes: not null } limit })
        {
            yield return ConfigTexts.LimitOfDisabledParser(name, limit.ToString());
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
            .Select(name => ConfigTexts.EmptyAuthorizeName(name.Name, string.Join(',', name.Parts!)));
    }

    private static IEnumerable<string> Find(CorsConfig cors)
    {
        if (cors.Credentials && cors.Origins.Contains("*"))
        {
            yield return ConfigTexts.CredentialsForEveryOrigin();
        }

        foreach (var origin in cors.Origins.Where(origin => origin != "*" && !IsOrigin(origin)))
        {
            yield return ConfigTexts.InvalidOrigin(origin);
        }

        if (cors.Origins.Count == 0 && (cors.Credentials || cors.Methods.Count + cors.Headers.Count + cors.ExposedHeaders.Count > 0 || cors.MaxAge is not null))
        {
            yield return ConfigTexts.CorsWithoutOrigins();
        }

        if (cors.MaxAge is < 0 and var maxAge)
        {
            yield return ConfigTexts.CorsMaxAgeOutOfRange(maxAge);
        }
    }

    private static IEnumerable<string> Find(RateLimitConfig limit)
    {
        if (limit is { Permits: null } && (limit.Algorithm != default || limit.By != RateLimitBy.Ip || limit.Window != new RateLimitConfig().Window))
        {
            yield return ConfigTexts.RateLimitWithoutPermits();
        }

        if (limit.Permits is (< 1 or > 1_000_000) and var permits)
        {
            yield return ConfigTexts.PermitsOutOfRange(permits);
        }

        if (limit.Window is not (> 0 and <= 86_400))
        {
            yield return ConfigTexts.WindowOutOfRange(limit.Window);
        }
    }

    private static IEnumerable<string> Find(RevalidateConfig revalidate)
    {
        if (revalidate.IsTrue || revalidate.Seconds is < 0)
        {
            yield return ConfigTexts.RevalidateOutOfRange(revalidate.IsTrue ? "true" : $"{revalidate.Seconds}");
        }
    }

    private static IEnumerable<string> FindInTags(IList<string> tags)
    {
        if (tags.Count > MostTags)
        {
            yield return ConfigTexts.TooManyTags(tags.Count, MostTags);
        }

        foreach (var tag in tags.Where(tag => string.IsNullOrWhiteSpace(tag) || tag.Length > LongestTag))
        {
            yield return ConfigTexts.TagLength(tag.Length > LongestTag ? tag[..20] + "..." : tag, LongestTag);
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
