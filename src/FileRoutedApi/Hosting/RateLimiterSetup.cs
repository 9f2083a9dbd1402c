using System.Globalization;
using System.Threading.RateLimiting;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using FileRoutedApi.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.Hosting;

/// <summary>Adds the limits of files to those of the application, and writes the response of requests that a file's limit rejects.</summary>
internal sealed class RateLimiterSetup(IRateLimitCounters counters) : IPostConfigureOptions<RateLimiterOptions>
{
    public void PostConfigure(string? name, RateLimiterOptions options)
    {
        var files = new FileRateLimiter(counters);

        // First: where Redis counts, the limiter acquires a permit twice, and the application's own limits must not count twice.
        options.GlobalLimiter = options.GlobalLimiter is { } own ? PartitionedRateLimiter.CreateChained(files, own) : files;
        var answer = options.OnRejected;
        options.OnRejected = (rejected, stop) => RejectAsync(rejected, answer, stop);
    }

    private static async ValueTask RejectAsync(OnRejectedContext rejected, Func<OnRejectedContext, CancellationToken, ValueTask>? answer, CancellationToken stop)
    {
        // The application's own endpoints are its own affair.
        if (rejected.HttpContext.GetEndpoint()?.Metadata.GetMetadata<RouteFileMetadata>() is null)
        {
            await (answer?.Invoke(rejected, stop) ?? default);
            return;
        }

        var response = rejected.HttpContext.Response;
        var isOurs = FileRateLimiter.HasRefused(rejected.HttpContext);
        if (isOurs)
        {
            response.StatusCode = StatusCodes.Status429TooManyRequests;
        }

        if (response.Headers.RetryAfter.Count == 0 && rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
        {
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (answer is not null)
        {
            await answer(rejected, stop);
        }
        else if (isOurs)
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
