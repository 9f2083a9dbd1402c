using FileRoutedApi.Diagnostics;
using FileRoutedApi.Http;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Config;

/// <summary>The table of all configuration keys with their checks: a typo in a limit or a permission must not go unnoticed.</summary>
internal static class ConfigKeys
{
    private const int LongestTag = 256;
    private const int MostTags = 128;

    /// <summary>Gets every key.</summary>
    public static IReadOnlyList<ConfigKey> All { get; } =
    [
        new ConfigKey<BodyParserConfig>(
            ("Api.BodyParser", config => config.Api.BodyParser),
            ("BodyParser", config => config.BodyParser),
            CheckBodyParser,
            parser => parser.SizeLimit is not null),
        new ConfigKey<ResponseLimit>(
            ("Api.ResponseLimit", config => config.Api.ResponseLimit), null, CheckResponseLimit, limit => limit.Size is not null),
        new ConfigKey<bool>(("Api.ExternalResolver", config => config.Api.ExternalResolver), null, NoCheck, isSet => isSet),
        new ConfigKey<int?>(("MaxDuration", config => config.MaxDuration), null, CheckMaxDuration, seconds => seconds is not null),
        new ConfigKey<CorsConfig>(
            ("Cors", config => config.Cors),
            ("Cors", config => config.Cors),
            CheckCors,
            cors => cors.Origins.Count > 0) { IsForPipeline = true },
        new ConfigKey<AuthorizeConfig>(
            null, ("Authorize", config => config.Authorize), CheckAuthorize, authorize => authorize.IsSet) { IsForPipeline = true },
        new ConfigKey<RateLimitConfig>(
            ("RateLimit", config => config.RateLimit),
            ("RateLimit", config => config.RateLimit),
            CheckRateLimit,
            limit => limit.IsSet) { IsForPipeline = true },
        new ConfigKey<IList<MiddlewareMatcher>>(null, ("Matcher", config => config.Matcher), CheckMatcher, matcher => matcher.Count > 0),
        new ConfigKey<HeadersConfig>(
            null, ("Headers", config => config.Headers), CheckHeaders, headers => headers.Count > 0) { IsForResponses = true },
        new ConfigKey<RevalidateConfig>(
            ("Revalidate", config => config.Revalidate), null, CheckRevalidate, revalidate => revalidate.IsSet),
        new ConfigKey<RouteDynamic>(("Dynamic", config => config.Dynamic), null, CheckDynamic, dynamic => dynamic != RouteDynamic.Auto),
        new ConfigKey<IList<string>>(("Tags", config => config.Tags), null, CheckTags, tags => tags.Count > 0),
        new ConfigKey<SocketConfig>(("Socket", config => config.Socket), null, CheckSocket, socket => socket.IsSet),
        new ConfigKey<CacheConfig>(("Cache", config => config.Cache), null, CheckCache, IsSet),
    ];

    /// <summary>Returns everything that is wrong with the configuration of a file.</summary>
    public static IEnumerable<RouteDiagnostic> Check(RouteConfig config, RouteFile file, ConfigPositions positions) =>
        All.SelectMany(key => key.Check(config, new ConfigPlace(file, positions, config, "")));

    /// <summary>Returns everything that is wrong with the configuration of a folder.</summary>
    public static IEnumerable<RouteDiagnostic> Check(MiddlewareConfig config, RouteFile file, ConfigPositions positions) =>
        All.SelectMany(key => key.Check(config, new ConfigPlace(file, positions, null, "")));

    private static IEnumerable<RouteDiagnostic> NoCheck<T>(T value, ConfigPlace place) => [];

    private static IEnumerable<RouteDiagnostic> CheckBodyParser(BodyParserConfig parser, ConfigPlace place)
    {
        if (parser.SizeLimit is { Bytes: null } unreadable)
        {
            yield return UnreadableSize(place, nameof(parser.SizeLimit), nameof(parser.SizeLimit), unreadable.Text);
        }

        if (parser is { Enabled: false, SizeLimit: { Bytes: not null } limit })
        {
            yield return place.Invalid(ConfigTexts.LimitOfDisabledParser(place.Key, limit.ToString()), nameof(parser.SizeLimit));
        }

        if (place is { Config: not null, File.Role.CoversFolder: true } && parser.SizeLimit is not null)
        {
            yield return place.Invalid(ConfigTexts.BodyNotRead(Path.GetFileName(place.File.Path)), nameof(parser.SizeLimit));
        }
    }

    private static IEnumerable<RouteDiagnostic> CheckResponseLimit(ResponseLimit limit, ConfigPlace place)
    {
        if (limit.Size is { Bytes: null } unreadable)
        {
            yield return UnreadableSize(place, null, nameof(ApiConfig.ResponseLimit), unreadable.Text);
        }
    }

    private static IEnumerable<RouteDiagnostic> CheckMaxDuration(int? seconds, ConfigPlace place)
    {
        if (seconds is <= 0 or > 86_400)
        {
            var (line, column) = place.PositionOf();
            yield return RouteDiagnostics.MaxDurationOutOfRange(place.File.Path, line, column, seconds.Value);
        }
    }

    private static IEnumerable<RouteDiagnostic> CheckCors(CorsConfig cors, ConfigPlace place)
    {
        if (cors.Credentials && cors.Origins.Contains("*"))
        {
            yield return place.Invalid(ConfigTexts.CredentialsForEveryOrigin(), nameof(cors.Credentials));
        }

        foreach (var origin in cors.Origins.Where(origin => origin != "*" && !IsOrigin(origin)))
        {
            yield return place.Invalid(ConfigTexts.InvalidOrigin(origin), nameof(cors.Origins));
        }

        var namesMore = cors.Credentials || cors.Methods.Count + cors.Headers.Count + cors.ExposedHeaders.Count > 0 || cors.MaxAge is not null;
        if (cors.Origins.Count == 0 && namesMore)
        {
            yield return place.Invalid(ConfigTexts.CorsWithoutOrigins());
        }

        if (cors.MaxAge is < 0 and var maxAge)
        {
            yield return place.Invalid(ConfigTexts.CorsMaxAgeOutOfRange(maxAge), nameof(cors.MaxAge));
        }
    }

    private static IEnumerable<RouteDiagnostic> CheckAuthorize(AuthorizeConfig authorize, ConfigPlace place)
    {
        (string Name, string[]? Parts)[] names =
        [
            (nameof(authorize.Policy), authorize.Policy is { } policy ? [policy] : null),
            (nameof(authorize.Roles), authorize.Roles?.Split(',')),
            (nameof(authorize.Schemes), authorize.Schemes?.Split(',')),
        ];
        return names
            .Where(name => name.Parts?.Any(string.IsNullOrWhiteSpace) == true)
            .Select(name => place.Invalid(ConfigTexts.EmptyAuthorizeName(name.Name, string.Join(',', name.Parts!)), name.Name));
    }

    private static IEnumerable<RouteDiagnostic> CheckRateLimit(RateLimitConfig limit, ConfigPlace place)
    {
        var isOtherwiseSet = limit.Algorithm != default || limit.By != RateLimitBy.Ip || limit.Window != new RateLimitConfig().Window;
        if (limit.Permits is null && isOtherwiseSet)
        {
            yield return place.Invalid(ConfigTexts.RateLimitWithoutPermits());
        }

        if (limit.Permits is (< 1 or > 1_000_000) and var permits)
        {
            yield return place.Invalid(ConfigTexts.PermitsOutOfRange(permits), nameof(limit.Permits));
        }

        if (limit.Window is not (> 0 and <= 86_400))
        {
            yield return place.Invalid(ConfigTexts.WindowOutOfRange(limit.Window), nameof(limit.Window));
        }
    }

    private static IEnumerable<RouteDiagnostic> CheckMatcher(IList<MiddlewareMatcher> matcher, ConfigPlace place)
    {
        var folder = place.File.Segments.Select(segment => segment.Kind == RouteSegmentKind.Static ? segment.Text : null).ToArray();
        return matcher.SelectMany(RequestMatcher.FindMistakes)
            .Concat(matcher.Select(entry => entry.Source)
                .Where(source => source is ['/', ..] && !PathPattern.CanMatchBelow(source, folder))
                .Select(source => ConfigTexts.MatcherOutsideFolder(source!, place.File.Pattern)))
            .Select(mistake => place.Invalid(mistake));
    }

    private static IEnumerable<RouteDiagnostic> CheckHeaders(HeadersConfig headers, ConfigPlace place) => headers
        .Where(header => !HeaderText.IsValid(header.Key, header.Value))
        .Select(header => place.Invalid(ConfigTexts.InvalidHeader(header.Key, header.Value)));

    private static IEnumerable<RouteDiagnostic> CheckRevalidate(RevalidateConfig revalidate, ConfigPlace place)
    {
        if (revalidate.IsTrue || revalidate.Seconds is < 0)
        {
            yield return place.Invalid(ConfigTexts.RevalidateOutOfRange(revalidate.IsTrue ? "true" : $"{revalidate.Seconds}"));
        }
    }

    private static IEnumerable<RouteDiagnostic> CheckDynamic(RouteDynamic dynamic, ConfigPlace place)
    {
        if (dynamic == RouteDynamic.ForceStatic && place.Config is { Revalidate.Seconds: 0 })
        {
            yield return place.Invalid(ConfigTexts.StaticButNotCached());
        }
    }

    private static IEnumerable<RouteDiagnostic> CheckTags(IList<string> tags, ConfigPlace place)
    {
        if (tags.Count > MostTags)
        {
            yield return place.Invalid(ConfigTexts.TooManyTags(tags.Count, MostTags));
        }

        foreach (var tag in tags.Where(tag => string.IsNullOrWhiteSpace(tag) || tag.Length > LongestTag))
        {
            yield return place.Invalid(ConfigTexts.TagLength(tag.Length > LongestTag ? tag[..20] + "..." : tag, LongestTag));
        }
    }

    private static IEnumerable<RouteDiagnostic> CheckCache(CacheConfig cache, ConfigPlace place)
    {
        foreach (var status in cache.Statuses.Where(status => status is < 200 or > 599))
        {
            yield return place.Invalid(ConfigTexts.CacheStatusOutOfRange(status), nameof(cache.Statuses));
        }

        if (place.Config is { Revalidate.IsSet: false, Dynamic: RouteDynamic.Auto } config && (config.Tags.Count > 0 || IsSet(cache)))
        {
            yield return place.Invalid(ConfigTexts.NothingCached());
        }
    }

    private static IEnumerable<RouteDiagnostic> CheckSocket(SocketConfig socket, ConfigPlace place)
    {
        if (socket.MessageSizeLimit is { Bytes: null } unreadable)
        {
            yield return UnreadableSize(place, nameof(socket.MessageSizeLimit), nameof(socket.MessageSizeLimit), unreadable.Text);
        }

        (string Name, double? Seconds)[] durations =
            [(nameof(socket.KeepAliveInterval), socket.KeepAliveInterval), (nameof(socket.KeepAliveTimeout), socket.KeepAliveTimeout)];
        foreach (var (name, seconds) in durations.Where(duration => duration.Seconds is not (null or (>= 0 and <= 86_400))))
        {
            yield return place.Invalid(ConfigTexts.SocketDuration(name, seconds!.Value), name);
        }

        foreach (var protocol in socket.Protocols.Where(protocol => !HeaderText.IsToken(protocol)))
        {
            yield return place.Invalid(ConfigTexts.SocketProtocol(protocol), nameof(socket.Protocols));
        }
    }

    private static RouteDiagnostic UnreadableSize(ConfigPlace place, string? property, string name, string text)
    {
        var (line, column) = place.PositionOf(property);
        return RouteDiagnostics.UnreadableSize(place.File.Path, line, column, name, text);
    }

    private static bool IsSet(CacheConfig cache) =>
        cache.Query.Count + cache.Headers.Count > 0
        || cache.Authenticated || cache.SetCookie || cache.Shared
        || !cache.Statuses.SequenceEqual(new CacheConfig().Statuses);

    // A star stands for any subdomain.
    private static bool IsOrigin(string origin)
    {
        var text = origin.Replace("://*.", "://any.", StringComparison.Ordinal);
        return Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Scheme is not "file"
            && uri.Host.Length > 0
            && $"{uri.Scheme}://{uri.Authority}".Equals(text, StringComparison.OrdinalIgnoreCase);
    }
}
