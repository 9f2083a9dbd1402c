using System.Globalization;
using System.Threading.RateLimiting;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.RateLimiting;

/// <summary>
/// The rate limits of files and folders, as a limiter of ASP.NET Core. A request takes one permit of each limit, and the response has the
/// number of permits that are left (RateLimit header fields for HTTP, draft-ietf-httpapi-ratelimit-headers-06).
/// </summary>
internal sealed partial class FileRateLimiter(
    IRateLimitCounters counters, ILogger<FileRateLimiter> logger) : PartitionedRateLimiter<HttpContext>
{
    /// <summary>Returns true if one of these limits rejects the request.</summary>
    public static bool HasRejected(HttpContext context) =>
        context.Features.Get<TakenPermits>() is { } taken && taken.Endpoint == context.GetEndpoint()
        && taken.Tightest is { IsCompletedSuccessfully: true, Result.IsAllowed: false };

    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => null;

    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount)
    {
        var decision = TakeAsync(resource, CancellationToken.None);

        // If the counters are in Redis, the attempt fails here, and the rate limiting middleware then calls AcquireAsync, which waits.
        return decision.IsCompletedSuccessfully ? Lease.Of(decision.Result) : Lease.Pending;
    }

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(
        HttpContext context, int permitCount, CancellationToken cancellationToken) =>
        Lease.Of(await TakeAsync(context, cancellationToken));

    /// <returns>The decision of the tightest limit, or null if nothing is limited.</returns>
    private ValueTask<RateLimitDecision?> TakeAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var endpoint = context.GetEndpoint();
        var previous = context.Features.Get<TakenPermits>();
        if (previous is not null && previous.Endpoint == endpoint)
        {
            return new ValueTask<RateLimitDecision?>(previous.Tightest);
        }

        if (endpoint?.Metadata.GetOrderedMetadata<RateLimit>() is not { Count: > 0 } limits)
        {
            return default;
        }

        // The pipeline may run again for another endpoint. The limits of that endpoint count too, but one that both have counts once.
        var decisions = previous?.Decisions ?? [];
        var taken = new TakenPermits(endpoint, TakeAllAsync(context, limits, decisions, cancellationToken), decisions);
        context.Features.Set(taken);
        return new ValueTask<RateLimitDecision?>(taken.Tightest);
    }

    private async Task<RateLimitDecision?> TakeAllAsync(
        HttpContext context, IReadOnlyList<RateLimit> limits, List<RateLimitDecision> decisions, CancellationToken cancellationToken)
    {
        RateLimitDecision? tightest = null;
        foreach (var limit in limits)
        {
            if (limit.KeyOf(context) is not { } key)
            {
                Log.NotLimited(logger, context.Request.Path, limit.Rule.Scope);
                continue;
            }

            var decision = decisions.Find(decision => decision.Rule == limit.Rule);
            if (decision is null)
            {
                decisions.Add(decision = await counters.TakeAsync(limit.Rule, key, cancellationToken));
                LogDecision(context, key, decision);
            }

            tightest = tightest is null || !decision.IsAllowed || decision.Remaining < tightest.Remaining ? decision : tightest;
            if (!decision.IsAllowed)
            {
                break;
            }
        }

        if (tightest is not null)
        {
            WriteHeaders(context.Response.Headers, tightest);
        }

        return tightest;
    }

    private void LogDecision(HttpContext context, string key, RateLimitDecision decision)
    {
        var rule = decision.Rule;
        RequestTrace.Of(context)?.Add(
            $"Rate limit of {rule.Scope}",
            decision.IsAllowed
                ? $"{decision.Remaining} of {rule.Permits} permits are left"
                : $"rejected: all {rule.Permits} permits are used");
        if (decision.IsAllowed)
        {
            Log.PermitTaken(logger, context.Request.Path, rule.Scope, key, decision.Remaining, rule.Permits, rule.Window.TotalSeconds);
        }
        else
        {
            var retryAfter = Math.Ceiling(decision.RetryAfter.TotalSeconds);
            Log.Rejected(logger, context.Request.Path, rule.Scope, key, rule.Permits, rule.Window.TotalSeconds, retryAfter);
        }
    }

    private static void WriteHeaders(IHeaderDictionary headers, RateLimitDecision decision)
    {
        headers["RateLimit-Limit"] = Text(decision.Rule.Permits);
        headers["RateLimit-Remaining"] = Text(decision.Remaining);
        headers["RateLimit-Reset"] = Text(Seconds(decision.Reset));
        headers["RateLimit-Policy"] = $"{Text(decision.Rule.Permits)};w={Text(Seconds(decision.Rule.Window))}";
        if (!decision.IsAllowed)
        {
            headers[HeaderNames.RetryAfter] = Text(Math.Max(1, Seconds(decision.RetryAfter)));
        }
    }

    private static long Seconds(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The permits that a request has taken.</summary>
    /// <param name="Endpoint">The endpoint that they were taken for.</param>
    /// <param name="Tightest">The decision of the tightest limit.</param>
    /// <param name="Decisions">One decision per limit, of this endpoint and of previous ones.</param>
    private sealed record TakenPermits(Endpoint Endpoint, Task<RateLimitDecision?> Tightest, List<RateLimitDecision> Decisions);

    private sealed class Lease(bool isAcquired, TimeSpan? retryAfter) : RateLimitLease
    {
        private static readonly Lease _permit = new(true, null);

        /// <summary>A failed attempt, because the counters have not responded yet.</summary>
        public static Lease Pending { get; } = new(false, null);

        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

        public static Lease Of(RateLimitDecision? decision) =>
            decision is { IsAllowed: false } ? new Lease(false, decision.RetryAfter) : _permit;

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
            return metadata is not null;
        }
    }

    // The key is a hash: it may identify a user or be an API key.
    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Debug,
            "{Path} took a permit of the rate limit of {File} for key {Key}: {Remaining} of {Permits} are left in a window of {Window} s.",
            EventName = "PermitTaken")]
        public static partial void PermitTaken(
            ILogger logger, PathString path, string file, string key, int remaining, int permits, double window);

        [LoggerMessage(
            2, LogLevel.Debug,
            "{Path} is rejected by the rate limit of {File}: key {Key} has used {Permits} permits in a window of {Window} s, "
            + "retry after {RetryAfter} s.",
            EventName = "RequestRejected")]
        public static partial void Rejected(
            ILogger logger, PathString path, string file, string key, int permits, double window, double retryAfter);

        [LoggerMessage(
            3, LogLevel.Debug,
            "{Path} is not limited by the rate limit of {File}: the function of config.RateLimit.By returned null.",
            EventName = "NotLimited")]
        public static partial void NotLimited(ILogger logger, PathString path, string file);
    }
}
