using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.RateLimiting;

/// <summary>A rate limit, as metadata of the endpoints that it applies to.</summary>
/// <param name="file">The file that configures it. All endpoints that it applies to share its counters.</param>
internal sealed class RateLimit(string file, RateLimitConfig config)
{
    public RateLimitRule Rule { get; } = new(file, config.Permits!.Value, TimeSpan.FromSeconds(config.Window), config.Algorithm);

    /// <summary>
    /// Returns the key that identifies the client, or null if the request is not limited. The key is hashed, because it may be an API key,
    /// which must not be readable in Redis or in a log.
    /// </summary>
    public string? KeyOf(HttpContext context) =>
        config.By.Key(new ApiRequest(context, context.GetEndpoint()?.Metadata.GetMetadata<IRouteParameters>())) is { } key
            ? KeyText.Hash(key)
            : null;
}

/// <summary>The number of requests that are permitted in a window.</summary>
/// <param name="Scope">The file that configures the limit. Each file has its own counters.</param>
internal sealed record RateLimitRule(string Scope, int Permits, TimeSpan Window, RateLimitAlgorithm Algorithm);

/// <summary>The result of acquiring a permit.</summary>
/// <param name="IsAllowed">True if a permit was acquired.</param>
/// <param name="Remaining">The number of permits that are left.</param>
/// <param name="Reset">The time until all permits are available again.</param>
/// <param name="RetryAfter">The time until the next permit is available, if none was acquired.</param>
internal sealed record RateLimitDecision(RateLimitRule Rule, bool IsAllowed, int Remaining, TimeSpan Reset, TimeSpan RetryAfter);

/// <summary>Counts the requests of clients.</summary>
internal interface IRateLimitCounters
{
    /// <summary>Takes a permit if one is left.</summary>
    /// <param name="key">The key that identifies the client.</param>
    ValueTask<RateLimitDecision> TakeAsync(RateLimitRule rule, string key, CancellationToken cancellationToken);
}
