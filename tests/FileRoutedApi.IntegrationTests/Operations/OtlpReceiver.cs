using System.Collections.Concurrent;
using FileRoutedApi.IntegrationTests.Operations.Otlp;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.IntegrationTests.Operations;

/// <summary>A collector that stores traces and metrics, which it receives over OTLP by gRPC or as protobuf over HTTP.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<TraceRequest> _traces = [];
    private readonly ConcurrentQueue<MetricsRequest> _metrics = [];

    private OtlpReceiver(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public IEnumerable<ResourceSpans> Resources => _traces.SelectMany(request => request.ResourceSpans);

    public IEnumerable<Span> Spans => Resources.SelectMany(resource => resource.ScopeSpans).SelectMany(scope => scope.Spans);

    /// <summary>Returns the last received points of a histogram.</summary>
    public IEnumerable<HistogramPoint> PointsOf(string name) => _metrics.Reverse()
        .Select(
            request => request.ResourceMetrics.SelectMany(resource => resource.ScopeMetrics)
                .SelectMany(scope => scope.Metrics)
                .Where(metric => metric.Name == name)
                .ToList())
        .FirstOrDefault(found => found.Count > 0)?.SelectMany(metric => metric.Histogram.DataPoints) ?? [];

    public static string? Tag(IEnumerable<KeyValue> attributes, string key) =>
        attributes.SingleOrDefault(attribute => attribute.Key == key)?.Value switch
        {
            { HasIntValue: true } value => value.IntValue.ToString(System.Globalization.CultureInfo.InvariantCulture),
            { HasStringValue: true } value => value.StringValue,
            _ => null,
        };

    /// <param name="protocol">HTTP/2 for gRPC.</param>
    public static async Task<OtlpReceiver> StartAsync(HttpProtocols protocol, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0")
            .ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = protocol));
        var receiver = new OtlpReceiver(builder.Build());
        receiver.Map("/v1/traces", "/opentelemetry.proto.collector.trace.v1.TraceService/Export", TraceRequest.Parser, receiver._traces);
        receiver.Map(
            "/v1/metrics", "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", MetricsRequest.Parser, receiver._metrics);
        await receiver._app.StartAsync(cancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Map<T>(string path, string method, MessageParser<T> parser, ConcurrentQueue<T> received)
        where T : IMessage<T>
    {
        _app.MapPost(path, async context =>
        {
            received.Enqueue(parser.ParseFrom(await ReadAsync(context)));
            context.Response.ContentType = "application/x-protobuf";
        });

        // A gRPC message begins with a flag and its length. The status follows the body.
        _app.MapPost(method, async context =>
        {
            received.Enqueue(parser.ParseFrom((await ReadAsync(context)).AsSpan(5)));
            context.Response.ContentType = "application/grpc";
            context.Response.DeclareTrailer("grpc-status");
            await context.Response.Body.WriteAsync(new byte[5], context.RequestAborted);
            context.Response.AppendTrailer("grpc-status", "0");
        });
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }
}
