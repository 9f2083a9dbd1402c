using System.Security.Claims;

namespace FileRoutedApi;

/// <summary>How many requests a client may make; further ones get 429. Off, unless <see cref="Permits"/> is set.</summary>
/// <example><code>RateLimit = { Permits = 100, Window = 60 }</code></example>
public sealed class RateLimitConfig
{
    /// <summary>How many requests each client may make in a window; with a token bucket the size of the bucket. Null for any number.</summary>
    public int? Permits { get; set; }

    /// <summary>The length of a window, in seconds; with a token bucket how long an empty bucket takes to fill.</summary>
    public double Window { get; set; } = 60;

    /// <summary>How requests are counted.</summary>
    public RateLimitAlgorithm Algorithm { get; set; }

    /// <summary>What identifies a client: its address unless set.</summary>
    public RateLimitBy By { get; set; } = RateLimitBy.Ip;

    /// <summary>Whether there is a limit.</summary>
    internal bool IsSet => Permits is not null;
}

/// <summary>How requests are counted.</summary>
public enum RateLimitAlgorithm
{
    /// <summary>All permits come back at the end of each window.</summary>
    FixedWindow,

    /// <summary>A permit comes back when its request is a window old, to a tenth of the window.</summary>
    SlidingWindow,

    /// <summary>Permits come back one by one, at an even rate.</summary>
    TokenBucket,
}

/// <summary>What identifies a client for a rate limit.</summary>
public sealed class RateLimitBy
{
    private RateLimitBy(Func<ApiRequest, string?> key) => Key = key;

    /// <summary>The address of the client, as seen through trusted proxies. Of an IPv6 address its first 64 bits.</summary>
    public static RateLimitBy Ip { get; } = new(request => Http.ClientAddress.Of(request.HttpContext));

    /// <summary>The name of the authenticated user; the address without one.</summary>
    public static RateLimitBy User { get; } = new(request =>
        request.User.Identity is { IsAuthenticated: true } identity
            && (request.User.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? request.User.FindFirst("sub")?.Value ?? identity.Name) is { Length: > 0 } name
            ? $"user {name}"
            : Ip.Key(request));

    /// <summary>The key of a request; null where it is not limited.</summary>
    internal Func<ApiRequest, string?> Key { get; }

    /// <summary>
    /// The value of a request header; the address where it is missing. A client that invents values counts as another one with each,
    /// so check the header in a <c>_middleware.cs</c>.
    /// </summary>
    /// <param name="name">The name of the header.</param>
    /// <returns>What identifies a client.</returns>
    public static RateLimitBy Header(string name) => new(request =>
        request.Headers.TryGetValue(name, out var value) && value.Count > 0 ? $"header {value}" : Ip.Key(request));

    /// <summary>The result of a function.</summary>
    /// <param name="key">Returns the key of a request; null for a request that is not limited.</param>
    /// <returns>What identifies a client.</returns>
    public static RateLimitBy Function(Func<ApiRequest, string?> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new(key);
    }
}
