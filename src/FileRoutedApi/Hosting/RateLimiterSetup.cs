using System.Globalization;
using System.Threading.RateLimiting;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using FileRoutedApi.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.Hosting;

/// <summary>Adds the rate limits of files to those of the application, and writes the responses of requests that they reject.</summary>
internal sealed class RateLimiterSetup(
    IRateLimitCounters counters, ILogger<FileRateLimiter> logger) : IPostConfigureOptions<RateLimiterOptions>
{
    public void PostConfigure(string? name, RateLimiterOptions options)
    {
        var files = new FileRateLimiter(counters, logger);

        // Must come first in the chain. If the counters are in Redis, its synchronous attempt fails and the middleware tries again
        // asynchronously. A limiter in front of it would count both attempts.
        options.GlobalLimiter = options.GlobalLimiter is { } own ? PartitionedRateLimiter.CreateChained(files, own) : files;
        var onRejected = options.OnRejected;
        options.OnRejected = (rejected, stop) => RejectAsync(rejected, onRejected, stop);
    }

    private static async ValueTask RejectAsync(
        OnRejectedContext rejected, Func<OnRejectedContext, CancellationToken, ValueTask>? onRejected, CancellationToken stop)
    {
        // Rejections of the application's own endpoints are not changed.
        if (rejected.HttpContext.GetEndpoint()?.Metadata.GetMetadata<RouteFileMetadata>() is null)
        {
            await (onRejected?.Invoke(rejected, stop) ?? default);
            return;
        }

        var response = rejected.HttpContext.Response;
        var isByFile = FileRateLimiter.HasRejected(rejected.HttpContext);
        if (isByFile)
        {
            response.StatusCode = StatusCodes.Status429TooManyRequests;
        }

        if (response.Headers.RetryAfter.Count == 0 && rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
        {
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (onRejected is not null)
        {
            await onRejected(rejected, stop);
        }
        else if (isByFile)
        {
            await ProblemResponse.WriteAsync(rejected.HttpContext, new ProblemDetails
            {
                Status = StatusCodes.Status429TooManyRequests,
                Title = "Too Many Requests",
                Detail = ProblemTexts.RetryAfter(response.Headers.RetryAfter),
            });
        }
    }
}
