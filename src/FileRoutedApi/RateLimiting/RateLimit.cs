using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.RateLimiting;

/// <summary>A rate limit, as metadata of the endpoints that it applies to.</summary>
/// <param name="file">The file that configures it: everything it applies to counts together.</param>
internal sealed class RateLimit(string file, RateLimitConfig config)
{
    public RateLimitRule Rule { get; } = new(file, config.Permits!.Value, TimeSpan.FromSeconds(config.Window), config.Algorithm);

    /// <summary>
    /// Returns what identifies the client; null where the request is not limited. It is hashed: it may be an API key, which must
    /// not be readable in Redis.
    /// </summary>
    public string? KeyOf(HttpContext context) =>
        config.By.Key(new ApiRequest(context, context.GetEndpoint()?.Metadata.GetMetadata<IRouteParameters>())) is { } key ? KeyText.Hash(key) : null;
}

/// <summary>How many requests are permitted in a window.</summary>
/// <param name="Scope">The file that configures it; each has counts of its own.</param>
internal sealed record RateLimitRule(string Scope, int Permits, TimeSpan Window, RateLimitAlgorithm Algorithm);

/// <summary>The result of acquiring a permit.</summary>
/// <param name="IsAllowed">Whether there was one.</param>
/// <param name="Remaining">How many are left.</param>
/// <param name="Reset">How long until all are available again.</param>
/// <param name="RetryAfter">How long until the next one is available, where there was none.</param>
internal sealed record RateLimitDecision(RateLimitRule Rule, bool IsAllowed, int Remaining, TimeSpan Reset, TimeSpan RetryAfter);

/// <summary>Counts requests.</summary>
internal interface IRateLimitCounters
{
    /// <summary>Takes a permit if there is one.</summary>
    /// <param name="key">Identifies the client.</param>
    ValueTask<RateLimitDecision> TakeAsync(RateLimitRule rule, string key, CancellationToken cancellationToken);
}
