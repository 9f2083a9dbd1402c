using System.Security.Claims;

namespace FileRoutedApi;

/// <summary>
/// Limits the number of requests of each client. Further requests receive a 429. Off, unless <see cref="Permits"/> is set.
/// </summary>
/// <example><code>RateLimit = { Permits = 100, Window = 60 }</code></example>
public sealed class RateLimitConfig
{
    /// <summary>
    /// Gets or sets the number of requests per client and window, or the size of the bucket of a token bucket. Unlimited if null.
    /// </summary>
    public int? Permits { get; set; }

    /// <summary>Gets or sets the length of the window in seconds; for a token bucket, the time in which an empty bucket fills.</summary>
    public double Window { get; set; } = 60;

    /// <summary>Gets or sets the algorithm. A fixed window by default.</summary>
    public RateLimitAlgorithm Algorithm { get; set; }

    /// <summary>Gets or sets what identifies a client. The network address by default.</summary>
    public RateLimitBy By { get; set; } = RateLimitBy.Ip;

    /// <summary>Gets a value indicating whether there is a limit.</summary>
    internal bool IsSet => Permits is not null;
}

/// <summary>The algorithm of a rate limit.</summary>
public enum RateLimitAlgorithm
{
    /// <summary>All permits are replenished at the start of each window.</summary>
    FixedWindow,

    /// <summary>A permit is replenished one window after its request, rounded to a tenth of the window.</summary>
    SlidingWindow,

    /// <summary>Permits are replenished one by one, at a constant rate.</summary>
    TokenBucket,
}

/// <summary>Identifies a client for a rate limit.</summary>
public sealed class RateLimitBy
{
    private RateLimitBy(Func<ApiRequest, string?> key) => Key = key;

    /// <summary>Gets the partition by client address, behind trusted proxies too. For IPv6 it is the /64 network.</summary>
    public static RateLimitBy Ip { get; } = new(request => Http.ClientAddress.Of(request.HttpContext));

    /// <summary>Gets the partition by authenticated user. Other requests are partitioned by address.</summary>
    public static RateLimitBy User { get; } = new(request =>
        request.User.Identity is { IsAuthenticated: true } && NameOf(request.User) is { Length: > 0 } name
            ? $"user {name}"
            : Ip.Key(request));

    /// <summary>Gets the function that returns the key of a request, or null if the request is not limited.</summary>
    internal Func<ApiRequest, string?> Key { get; }

    /// <summary>
    /// Partitions by the value of a request header. Requests without the header are partitioned by address.
    /// </summary>
    /// <remarks>A client can send any value and so exceed the limit. Validate the header in a <c>_middleware.cs</c>.</remarks>
    /// <param name="name">The name of the header.</param>
    /// <returns>The partition.</returns>
    public static RateLimitBy Header(string name) => new(request =>
        request.Headers.TryGetValue(name, out var value) && value.Count > 0 ? $"header {value}" : Ip.Key(request));

    /// <summary>Partitions by the result of a function.</summary>
    /// <param name="key">A function that returns the key of a request, or null if the request is not limited.</param>
    /// <returns>The partition.</returns>
    public static RateLimitBy Function(Func<ApiRequest, string?> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new(key);
    }

    private static string? NameOf(ClaimsPrincipal user) =>
        user.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? user.FindFirst("sub")?.Value ?? user.Identity?.Name;
}
