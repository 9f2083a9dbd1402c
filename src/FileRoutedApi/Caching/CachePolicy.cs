using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Caching;

/// <summary>The caching rules of a route file, for its responses to GET.</summary>
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
        CacheControl = seconds is { } maxAge and < OneYear
            ? string.Create(CultureInfo.InvariantCulture, $"s-maxage={maxAge}, stale-while-revalidate={OneYear - maxAge}")
            : $"s-maxage={OneYear}, stale-while-revalidate";
    }

    /// <summary>Gets the <c>Cache-Control</c> of a response that no cache may store. The value is that of Next.js.</summary>
    public static StringValues NoStore { get; } = "private, no-cache, no-store, max-age=0, must-revalidate";

    /// <summary>Gets the <c>Cache-Control</c> of a response that only the client may store, and has to revalidate.</summary>
    public static StringValues Private { get; } = "private, no-cache";

    /// <summary>Gets the age in seconds from which a response is regenerated; null if only an invalidation does that.</summary>
    public int? Seconds { get; }

    public IReadOnlyList<string> Tags { get; }

    public IReadOnlyList<string> Query { get; }

    public IReadOnlyList<string> Headers { get; }

    public StringValues Vary { get; }

    public IReadOnlySet<int> Statuses { get; }

    public bool Authenticated { get; }

    public bool SetCookie { get; }

    /// <summary>Gets whether shared caches may store the responses of a guarded endpoint.</summary>
    public bool Shared { get; }

    public StringValues CacheControl { get; }

    /// <summary>Gets the maximum duration of the handler in seconds, or null.</summary>
    public int? MaxDuration { get; }

    /// <summary>Returns the policy of a file, or null if it caches nothing.</summary>
    public static CachePolicy? Of(RouteConfig config) => config switch
    {
        { Dynamic: RouteDynamic.ForceDynamic } or { Revalidate.Seconds: 0 } => null,
        { Revalidate.IsSet: true } or { Dynamic: RouteDynamic.ForceStatic } => new CachePolicy(config, config.Revalidate.Seconds),
        _ => null,
    };

    /// <summary>Returns true if a response has not reached the age from which it is regenerated.</summary>
    public bool IsFresh(CachedResponse response, long now) => Seconds is not { } seconds || now < response.GeneratedAt + (seconds * 1000L);

    /// <summary>Returns true if the file forbids every cache to store its responses.</summary>
    public static bool ForbidsCaching(RouteConfig config) => config is { Revalidate.Seconds: 0 };
}
