using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Functions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace FileRoutedApi.Host.Operations;

/// <summary>
/// What ASP.NET Core does not measure: how large bodies are, and which file answered. The names are those of OpenTelemetry's
/// semantic conventions, as far as there are any.
/// </summary>
internal sealed class RequestMeasurements
{
    public const string MeterName = "FileRoutedApi";
    public const string FileTag = "fileroutes.file";
    public const string ErrorTag = "error.type";


    // An unknown method is whatever a client likes: not one series each.
    private static readonly HashSet<string> _methods = [.. new[] { "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE" }];

    private readonly Histogram<long> _requestSize;
    private readonly Histogram<long> _responseSize;

    public RequestMeasurements(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _requestSize = Sizes("http.server.request.body.size", "Size of HTTP server request bodies.");
        _responseSize = Sizes("http.server.response.body.size", "Size of HTTP server response bodies.");

        // The buckets of durations would not tell a kilobyte from a megabyte.
        Histogram<long> Sizes(string name, string description) => meter.CreateHistogram<long>(
            name, "By", description, advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [0, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000] });
    }

    /// <summary>The route file that answers, also where the handling of an exception took the endpoint away.</summary>
    public static string? FileOf(HttpContext context) => EndpointOf(context)?.Metadata.GetMetadata<RouteFileMetadata>()?.File.Path;

    /// <summary>The exception that an answer of 500 and above is due to, or its status; null where nothing went wrong here.</summary>
    public static string? ErrorOf(HttpContext context) =>
        context.Response.StatusCode < StatusCodes.Status500InternalServerError ? null
        : context.Features.Get<IExceptionHandlerFeature>()?.Error is { } error and not ApiException ? error.GetType().FullName
        : context.Response.StatusCode.ToString(CultureInfo.InvariantCulture);

    public async Task MeasureAsync(HttpContext context, RequestDelegate next)
    {
        var received = CountRequest(context);
        var server = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var sent = new CountedResponse(server);
        context.Features.Set<IHttpResponseBodyFeature>(sent);
        try
        {
            await next(context);
        }
        finally
        {
            context.Features.Set(server);
            Record(context, received?.Count ?? context.Request.ContentLength ?? 0, sent.Count);
        }
    }

    /// <summary>Counts what comes without having said how much that is.</summary>
    private static CountedStream? CountRequest(HttpContext context)
    {
        if (context.Request.ContentLength is not null || context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
        {
            return null;
        }

        var counted = new CountedStream(context.Request.Body);
        context.Request.Body = counted;
        return counted;
    }

    private void Record(HttpContext context, long received, long sent)
    {
        if (context.Features.Get<IHttpMetricsTagsFeature>() is not { MetricsDisabled: false } metrics)
        {
            return;
        }

        var tags = new TagList
        {
            { "http.request.method", _methods.Contains(context.Request.Method) ? context.Request.Method : "_OTHER" },
            { "http.response.status_code", context.Response.StatusCode },
        };
        if (EndpointOf(context)?.Metadata.GetMetadata<IRouteDiagnosticsMetadata>()?.Route is { } route)
        {
            tags.Add("http.route", route);
        }

        if (FileOf(context) is { } file)
        {
            tags.Add(FileTag, file);
            metrics.Tags.Add(new(FileTag, file));
        }

        // Of an exception that was answered ASP.NET Core keeps the status only.
        if (ErrorOf(context) is { } error)
        {
            foreach (var status in metrics.Tags.Where(tag => tag.Key == ErrorTag).ToList())
            {
                metrics.Tags.Remove(status);
            }

            metrics.Tags.Add(new(ErrorTag, error));
        }

        _requestSize.Record(received, tags);
        _responseSize.Record(HttpMethods.IsHead(context.Request.Method) ? 0 : sent, tags);
    }

    private static Endpoint? EndpointOf(HttpContext context) => context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
}
