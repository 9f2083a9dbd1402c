using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.RateLimiting;

/// <summary>
/// The limits of files and folders, for the rate limiter of ASP.NET Core. A request takes one permit of each limit, and the
/// response says how many are left (RateLimit header fields for HTTP, draft-ietf-httpapi-ratelimit-headers-06).
/// </summary>
internal sealed class FileRateLimiter(IRateLimitCounters counters) : PartitionedRateLimiter<HttpContext>
{
    /// <summary>Returns true if one of these limits rejects the request.</summary>
    public static bool HasRefused(HttpContext context) =>
        context.Features.Get<Taken>() is { } taken && taken.Endpoint == context.GetEndpoint()
        && taken.Verdict is { IsCompletedSuccessfully: true, Result.IsAllowed: false };

    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => null;

    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount)
    {
        var verdict = TakeAsync(resource, CancellationToken.None);

        // Where Redis counts, the limiter tries again, and waits.
        return verdict.IsCompletedSuccessfully ? Lease.Of(verdict.Result) : Lease.Later;
    }

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(HttpContext context, int permitCount, CancellationToken cancellationToken) =>
        Lease.Of(await TakeAsync(context, cancellationToken));

    /// <returns>Null where nothing is limited.</returns>
    private ValueTask<RateLimitDecision?> TakeAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var endpoint = context.GetEndpoint();
        var before = context.Features.Get<Taken>();
        if (before is not null && before.Endpoint == endpoint)
        {
            return new ValueTask<RateLimitDecision?>(before.Verdict);
        }

        if (endpoint?.Metadata.GetOrderedMetadata<RateLimit>() is not { Count: > 0 } limits)
        {
            return default;
        }

        // The pipeline may run again for another endpoint: its limits count too, but a limit of both counts once.
        var verdicts = before?.Verdicts ?? [];
        var taken = new Taken(endpoint, TakeAllAsync(context, limits, verdicts, cancellationToken), verdicts);
        context.Features.Set(taken);
        return new ValueTask<RateLimitDecision?>(taken.Verdict);
    }

    private async Task<RateLimitDecision?> TakeAllAsync(
        HttpContext context, IReadOnlyList<RateLimit> limits, List<RateLimitDecision> verdicts, CancellationToken cancellationToken)
    {
        RateLimitDecision? tightest = null;
        foreach (var limit in limits)
        {
            if (limit.KeyOf(context) is not { } key)
            {
                continue;
            }

            var verdict = verdicts.Find(verdict => verdict.Rule == limit.Rule);
            if (verdict is null)
            {
                verdicts.Add(verdict = await counters.TakeAsync(limit.Rule, key, cancellationToken));
            }

            tightest = tightest is null || !verdict.IsAllowed || verdict.Remaining < tightest.Remaining ? verdict : tightest;
            if (!verdict.IsAllowed)
            {
                break;
            }
        }

        if (tightest is not null)
        {
            Tell(context.Response.Headers, tightest);
        }

        return tightest;
    }

    private static void Tell(IHeaderDictionary headers, RateLimitDecision verdict)
    {
        headers["RateLimit-Limit"] = Text(verdict.Rule.Permits);
        headers["RateLimit-Remaining"] = Text(verdict.Remaining);
        headers["RateLimit-Reset"] = Text(Seconds(verdict.Reset));
        headers["RateLimit-Policy"] = $"{Text(verdict.Rule.Permits)};w={Text(Seconds(verdict.Rule.Window))}";
        if (!verdict.IsAllowed)
        {
            headers[HeaderNames.RetryAfter] = Text(Math.Max(1, Seconds(verdict.RetryAfter)));
        }
    }

    private static long Seconds(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The permits that a request has taken.</summary>
    /// <param name="Endpoint">The endpoint that they were taken for.</param>
    /// <param name="Verdict">The tightest of them.</param>
    /// <param name="Verdicts">One for each limit, of this endpoint and of those before.</param>
    private sealed record Taken(Endpoint Endpoint, Task<RateLimitDecision?> Verdict, List<RateLimitDecision> Verdicts);

    private sealed class Lease(bool isAcquired, TimeSpan? retryAfter) : RateLimitLease
    {
        private static readonly Lease _permit = new(true, null);

        public static Lease Later { get; } = new(false, null);

        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

        public static Lease Of(RateLimitDecision? verdict) => verdict is { IsAllowed: false } ? new Lease(false, verdict.RetryAfter) : _permit;

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
            return metadata is not null;
        }
    }
}
