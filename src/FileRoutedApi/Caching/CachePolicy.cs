using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Caching;

/// <summary>What a file says about keeping its answers to GET.</summary>
internal sealed class CachePolicy
{
    private const int OneYear = 31_536_000;

    private CachePolicy(RouteConfig config, int? seconds)
    {
        Seconds = seconds;
        Tags = [.. config.Tags];
        Query = [.. config.Cache.Query.Order(StringComparer.Ordinal)];
        Headers = [.. config.Cache.Headers.Order(StringComparer.OrdinalIgnoreCase)];
        Vary = string.Join(", ", Headers);
        Statuses = config.Cache.Statuses.ToHashSet();
        Authenticated = config.Cache.Authenticated;
        SetCookie = config.Cache.SetCookie;
        MaxDuration = config.MaxDuration;
        CacheControl = seconds is { } until and < OneYear
            ? string.Create(CultureInfo.InvariantCulture, $"s-maxage={until}, stale-while-revalidate={OneYear - until}")
            : $"s-maxage={OneYear}, stale-while-revalidate";
    }

    /// <summary>What is sent with an answer that nobody may keep, as Next.js does.</summary>
    public static StringValues NoStore { get; } = "private, no-cache, no-store, max-age=0, must-revalidate";

    /// <summary>What is sent with an answer that is for one client, who may keep it and ask whether it still holds.</summary>
    public static StringValues Private { get; } = "private, no-cache";

    /// <summary>After how many seconds an answer is made anew; null for never by itself.</summary>
    public int? Seconds { get; }

    public IReadOnlyList<string> Tags { get; }

    public IReadOnlyList<string> Query { get; }

    public IReadOnlyList<string> Headers { get; }

    public StringValues Vary { get; }

    public IReadOnlySet<int> Statuses { get; }

    public bool Authenticated { get; }

    public bool SetCookie { get; }

    public StringValues CacheControl { get; }

    /// <summary>How long the handler may take, in seconds; null for as long as it is waited for.</summary>
    public int? MaxDuration { get; }

    /// <summary>Null where answers are not kept.</summary>
    public static CachePolicy? Of(RouteConfig config) => config switch
    {
        { Dynamic: RouteDynamic.ForceDynamic } or { Revalidate.Seconds: 0 } => null,
        { Revalidate.IsSet: true } or { Dynamic: RouteDynamic.ForceStatic } => new CachePolicy(config, config.Revalidate.Seconds),
        _ => null,
    };

    /// <summary>Whether an answer is young enough.</summary>
    public bool IsFresh(CachedAnswer answer, long now) => Seconds is not { } seconds || now < answer.MadeAt + (seconds * 1000L);

    /// <summary>Whether the file says that nobody else may keep its answers either.</summary>
    public static bool ForbidsKeeping(RouteConfig config) => config is { Revalidate.Seconds: 0 };
}
