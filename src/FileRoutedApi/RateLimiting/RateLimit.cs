using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.RateLimiting;

/// <summary>A limit, as metadata of the endpoints that it is about.</summary>
/// <param name="file">The file that configures it: whatever it is about counts together.</param>
internal sealed class RateLimit(string file, RateLimitConfig config)
{
    public RateLimitRule Rule { get; } = new(file, config.Permits!.Value, TimeSpan.FromSeconds(config.Window), config.Algorithm);

    /// <summary>What tells who asks; null where the request is not limited.</summary>
    public string? KeyOf(HttpContext context) =>
        config.By.Key(new ApiRequest(context, context.GetEndpoint()?.Metadata.GetMetadata<IRouteParameters>())) is { } key ? KeyText.Shorten(key) : null;
}

/// <summary>How often something may be done.</summary>
/// <param name="Scope">What it is about; each has its own counts.</param>
internal sealed record RateLimitRule(string Scope, int Permits, TimeSpan Window, RateLimitAlgorithm Algorithm);

/// <summary>What came of asking for a permit.</summary>
/// <param name="IsAllowed">Whether there was one.</param>
/// <param name="Remaining">How many there are left.</param>
/// <param name="Reset">When all are there again.</param>
/// <param name="RetryAfter">When the next one is there, where there was none.</param>
internal sealed record RateLimitVerdict(RateLimitRule Rule, bool IsAllowed, int Remaining, TimeSpan Reset, TimeSpan RetryAfter);

/// <summary>Counts requests.</summary>
internal interface IRateLimitCounters
{
    /// <summary>Takes a permit where there is one.</summary>
    ValueTask<RateLimitVerdict> TakeAsync(RateLimitRule rule, string key, CancellationToken cancellationToken);
}
