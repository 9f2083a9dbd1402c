using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.RateLimiting;

/// <summary>
/// The limits of files and folders, for the rate limiter of ASP.NET Core. It asks for a permit once per request, and tells
/// the client how many are left (RateLimit header fields for HTTP, draft-ietf-httpapi-ratelimit-headers-06).
/// </summary>
internal sealed class FileRateLimiter(IRateLimitCounters counters) : PartitionedRateLimiter<HttpContext>
{
    /// <summary>Whether it is one of these limits that a request is beyond.</summary>
    public static bool HasRefused(HttpContext context) =>
        context.Features.Get<Asked>()?.Verdict is { IsCompletedSuccessfully: true, Result.IsAllowed: false };

    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => null;

    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount)
    {
        var verdict = TakeAsync(resource, CancellationToken.None);

        // Where it has to be asked for elsewhere the limiter asks again, and waits.
        return verdict.IsCompletedSuccessfully ? Lease.Of(verdict.Result) : Lease.Later;
    }

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(HttpContext context, int permitCount, CancellationToken cancellationToken) =>
        Lease.Of(await TakeAsync(context, cancellationToken));

    /// <returns>Null where nothing is limited.</returns>
    private ValueTask<RateLimitVerdict?> TakeAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Features.Get<Asked>() is { } asked)
        {
            return new ValueTask<RateLimitVerdict?>(asked.Verdict);
        }

        if (context.GetEndpoint()?.Metadata.GetOrderedMetadata<RateLimit>() is not { Count: > 0 } limits)
        {
            return default;
        }

        var taking = TakeAllAsync(context, limits, cancellationToken);
        asked = new Asked(taking);
        context.Features.Set(asked);
        return new ValueTask<RateLimitVerdict?>(asked.Verdict);
    }

    private async Task<RateLimitVerdict?> TakeAllAsync(HttpContext context, IReadOnlyList<RateLimit> limits, CancellationToken cancellationToken)
    {
        RateLimitVerdict? tightest = null;
        foreach (var limit in limits)
        {
            if (limit.KeyOf(context) is not { } key)
            {
                continue;
            }

            var verdict = await counters.TakeAsync(limit.Rule, key, cancellationToken);
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

    private static void Tell(IHeaderDictionary headers, RateLimitVerdict verdict)
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

    private sealed record Asked(Task<RateLimitVerdict?> Verdict);

    private sealed class Lease(bool isAcquired, TimeSpan? retryAfter) : RateLimitLease
    {
        private static readonly Lease _permit = new(true, null);

        public static Lease Later { get; } = new(false, null);

        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

        public static Lease Of(RateLimitVerdict? verdict) => verdict is { IsAllowed: false } ? new Lease(false, verdict.RetryAfter) : _permit;

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
            return metadata is not null;
        }
    }
}
