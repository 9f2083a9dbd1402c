using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace FileRoutedApi.Host.Operations;

/// <summary>
/// Measures what ASP.NET Core does not: the sizes of bodies, and the route file of each request. The names follow OpenTelemetry's semantic
/// conventions where there are any.
/// </summary>
internal sealed class RequestMeasurements
{
    public const string MeterName = TelemetryNames.Source;
    public const string FileTag = TelemetryNames.FileTag;
    public const string ErrorTag = TelemetryNames.ErrorTag;

    // All other methods are recorded as _OTHER: a client must not be able to create time series.
    private static readonly HashSet<string> _methods =
        [.. new[] { "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE" }];

    private readonly Histogram<long> _requestSize;
    private readonly Histogram<long> _responseSize;

    public RequestMeasurements(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _requestSize = Sizes("http.server.request.body.size", "Size of HTTP server request bodies.");
        _responseSize = Sizes("http.server.response.body.size", "Size of HTTP server response bodies.");

        // The default buckets are meant for durations: the largest is 10,000 bytes.
        Histogram<long> Sizes(string name, string description) => meter.CreateHistogram(
            name,
            "By",
            description,
            advice: new InstrumentAdvice<long>
            {
                HistogramBucketBoundaries = [0, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000],
            });
    }

    /// <summary>Returns the route file of the request, also after the exception handler has cleared the endpoint.</summary>
    public static string? FileOf(HttpContext context) => EndpointOf(context)?.Metadata.GetMetadata<RouteFileMetadata>()?.File.Path;

    /// <summary>Returns the type of the exception behind a 5xx response, or its status; null for all other responses.</summary>
    public static string? ErrorOf(HttpContext context) =>
        context.Response.StatusCode < StatusCodes.Status500InternalServerError ? null
        : context.Features.Get<IExceptionHandlerFeature>()?.Error is { } error and not ApiException ? error.GetType().FullName
        : context.Response.StatusCode.ToString(CultureInfo.InvariantCulture);

    public async Task MeasureAsync(HttpContext context, RequestDelegate next)
    {
        var received = CountRequest(context);
        var server = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var sent = new CountingResponseBody(server);
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

    /// <summary>Counts a body without <c>Content-Length</c>.</summary>
    private static CountingStream? CountRequest(HttpContext context)
    {
        if (context.Request.ContentLength is not null || context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
        {
            return null;
        }

        var counted = new CountingStream(context.Request.Body);
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

        // ASP.NET Core records the status as the error of a handled exception. The type of the exception replaces it.
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

    private static Endpoint? EndpointOf(HttpContext context) =>
        context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
}
