using System.Diagnostics;
using FileRoutedApi.Development;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Compilation.Development;

/// <summary>Records requests for the dashboard, in Development only.</summary>
/// <param name="root">The folder with the user's files.</param>
/// <param name="healthPath">The path of the health probes.</param>
internal sealed class RequestRecorder(DevActivity activity, string root, string healthPath = "/healthz")
{
    // What browsers and tools request by themselves, and what pages show beside the API.
    private readonly string[] _assets = ["/swagger", "/scalar", "/openapi", "/favicon.ico", "/.well-known", "/_fra", healthPath];

    /// <summary>Processes a request, and records it when it is complete.</summary>
    public async Task RecordAsync(IFeatureCollection features, Func<Task> process)
    {
        var at = DateTimeOffset.Now;
        var started = Stopwatch.GetTimestamp();
        var request = features.GetRequiredFeature<IHttpRequestFeature>();

        // A server for tests has no target.
        var target = request.RawTarget is { Length: > 0 } raw ? raw : $"{request.PathBase}{request.Path}{request.QueryString}";
        var trace = new RequestTrace();
        RequestTrace.Current = trace;
        features.Set(trace);
        request.Body = new RequestBodyTee(request.Body, trace.RequestBody);
        features.Set<IHttpResponseBodyFeature>(new ResponseBodyTee(features.GetRequiredFeature<IHttpResponseBodyFeature>(), trace));
        Exception? thrown = null;
        try
        {
            await process();
        }
        catch (Exception exception)
        {
            thrown = exception;
            throw;
        }
        finally
        {
            var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;

            // The exception handler clears the endpoint.
            var endpoint = features.Get<IEndpointFeature>()?.Endpoint ?? features.Get<IExceptionHandlerFeature>()?.Endpoint;
            var status = features.GetRequiredFeature<IHttpResponseFeature>().StatusCode;
            activity.Request(new RequestEntry(
                at,
                request.Method,
                target,
                status,
                elapsed,
                endpoint?.Metadata.GetMetadata<RouteFileMetadata>()?.File.Path)
            {
                Id = activity.NextId(),
                IsAsset = endpoint?.Metadata.GetMetadata<PublicFileMetadata>() is not null || IsAsset(target),
                Details = Describe(features, trace, thrown ?? features.Get<IExceptionHandlerFeature>()?.Error),
            });
        }
    }

    private bool IsAsset(string target)
    {
        var path = target.Split('?')[0];
        return _assets.Any(asset =>
            path.StartsWith(asset, StringComparison.OrdinalIgnoreCase) && (path.Length == asset.Length || path[asset.Length] is '/' or '.'));
    }

    // As text, because an exception or an endpoint would keep replaced code in memory.
    private RecordedRequest Describe(IFeatureCollection features, RequestTrace trace, Exception? exception)
    {
        var context = new DefaultHttpContext(features);
        var headers = context.Response.Headers;
        return new RecordedRequest(
            RequestDetails.Of(context),
            RequestDetails.HeadersOf(headers),
            RequestDetails.BodyOf(trace.ResponseBody, headers),
            exception is null ? [] : [.. ThrownException.WithCauses(root, exception)],
            trace);
    }
}

/// <summary>What the dashboard shows about a request when it is opened.</summary>
/// <param name="ResponseBody">The beginning of the body; null if it is empty.</param>
/// <param name="Thrown">The unhandled exception and its causes, outermost first.</param>
/// <param name="Trace">The steps, the log and the timings. They grow until the last work that the request began has ended.</param>
internal sealed record RecordedRequest(
    RequestDetails Sent,
    IReadOnlyList<(string Name, string Value)> ResponseHeaders,
    string? ResponseBody,
    IReadOnlyList<ThrownException> Thrown,
    RequestTrace Trace);
