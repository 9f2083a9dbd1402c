using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Caching;

/// <summary>How a file caches its responses to GET.</summary>
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
        Shared = config.Cache.Shared;
        MaxDuration = config.MaxDuration;
        CacheControl = seconds is { } until and < OneYear
            ? string.Create(CultureInfo.InvariantCulture, $"s-maxage={until}, stale-while-revalidate={OneYear - until}")
            : $"s-maxage={OneYear}, stale-while-revalidate";
    }

    /// <summary>The <c>Cache-Control</c> of a response that no cache may store, as Next.js sends it.</summary>
    public static StringValues NoStore { get; } = "private, no-cache, no-store, max-age=0, must-revalidate";

    /// <summary>The <c>Cache-Control</c> of a response that only the client may store, and must revalidate.</summary>
    public static StringValues Private { get; } = "private, no-cache";

    /// <summary>After how many seconds a response is regenerated; null for only when it is invalidated.</summary>
    public int? Seconds { get; }

    public IReadOnlyList<string> Tags { get; }

    public IReadOnlyList<string> Query { get; }

    public IReadOnlyList<string> Headers { get; }

    public StringValues Vary { get; }

    public IReadOnlySet<int> Statuses { get; }

    public bool Authenticated { get; }

    public bool SetCookie { get; }

    /// <summary>Whether shared caches may store responses although a guard stands in front.</summary>
    public bool Shared { get; }

    public StringValues CacheControl { get; }

    /// <summary>How long the handler may take, in seconds; null for no limit of its own.</summary>
    public int? MaxDuration { get; }

    /// <summary>Returns the policy of a file; null where it caches nothing.</summary>
    public static CachePolicy? Of(RouteConfig config) => config switch
    {
        { Dynamic: RouteDynamic.ForceDynamic } or { Revalidate.Seconds: 0 } => null,
        { Revalidate.IsSet: true } or { Dynamic: RouteDynamic.ForceStatic } => new CachePolicy(config, config.Revalidate.Seconds),
        _ => null,
    };

    /// <summary>Returns true if a response is young enough.</summary>
    public bool IsFresh(CachedResponse answer, long now) => Seconds is not { } seconds || now < answer.MadeAt + (seconds * 1000L);

    /// <summary>Returns true if the file forbids other caches too to store its responses.</summary>
    public static bool ForbidsKeeping(RouteConfig config) => config is { Revalidate.Seconds: 0 };
}
