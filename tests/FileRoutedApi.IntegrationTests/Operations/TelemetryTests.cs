using System.Text;
using FileRoutedApi.IntegrationTests.Operations.Otlp;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FileRoutedApi.IntegrationTests.Operations;

/// <summary>Traces and metrics, as a collector receives them.</summary>
public class TelemetryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpProtocols.Http2, "grpc")]
    [InlineData(HttpProtocols.Http1, "http/protobuf")]
    public async Task A_collector_receives_each_request_with_its_route_and_file(HttpProtocols protocol, string name)
    {
        await using var receiver = await OtlpReceiver.StartAsync(protocol, Stop);
        using var folder = new TempFolder(
            ("api/post/[pid].cs", "void Handler(ApiRequest req, ApiResponse res) => res.Status(201).Send(new string('x', 1500));\n"),
            ("api/stream.cs", "async IAsyncEnumerable<int> GET() { yield return 1; await Task.Yield(); yield return 2; }\n"),
            ("api/throws.cs", "void GET() => throw new IOException(\"no\");\n"),
            ("api/busy.cs", "IResult GET() => Results.StatusCode(503);\n"));
        await ServeAsync(folder, receiver, name, async client =>
        {
            await client.PostAsync("/api/post/abc", new StringContent("12345"), Stop);
            await client.PostAsync("/api/post/xyz", new ChunkedContent("1234567"), Stop);
            await client.GetAsync("/api/stream", Stop);
            await client.GetAsync("/api/throws", Stop);
            await client.GetAsync("/api/busy", Stop);
            await client.GetAsync("/healthz/ready", Stop);
        });

        Assert.Equal(
            [
                "GET 200 /api/stream api/stream.cs",
                "GET 500 /api/throws api/throws.cs System.IO.IOException",
                "GET 503 /api/busy api/busy.cs 503",
                "POST 201 /api/post/{pid} api/post/[pid].cs",
                "POST 201 /api/post/{pid} api/post/[pid].cs",
            ],
            receiver.Spans.Where(span => span.Kind == 2).Select(span => Describe(span.Attributes)).Order(StringComparer.Ordinal));
        Assert.All(
            receiver.Resources,
            resource => Assert.Equal(Path.GetFileName(folder.Root), OtlpReceiver.Tag(resource.Resource.Attributes, "service.name")));
        Assert.Equal(
            [
                "GET 200 /api/stream api/stream.cs 1",
                "GET 500 /api/throws api/throws.cs System.IO.IOException 1",
                "GET 503 /api/busy api/busy.cs 503 1",
                "POST 201 /api/post/{pid} api/post/[pid].cs 2",
            ],
            receiver.PointsOf("http.server.request.duration")
                .Select(point => $"{Describe(point.Attributes)} {point.Count}").Order(StringComparer.Ordinal));
        Assert.Equal(
            ["GET 200 /api/stream api/stream.cs 5", "POST 201 /api/post/{pid} api/post/[pid].cs 3000"],
            Sums("http.server.response.body.size"));
        Assert.Equal(
            ["GET 200 /api/stream api/stream.cs 0", "POST 201 /api/post/{pid} api/post/[pid].cs 12"],
            Sums("http.server.request.body.size"));

        // The bodies of errors are problem details, whose size is not tested.
        IEnumerable<string> Sums(string metric) => receiver.PointsOf(metric)
            .Where(point => OtlpReceiver.Tag(point.Attributes, "http.response.status_code") is "200" or "201")
            .Select(point => $"{Describe(point.Attributes)} {point.Sum}").Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_environment_names_the_service_and_outgoing_requests_are_traced()
    {
        await using var receiver = await OtlpReceiver.StartAsync(HttpProtocols.Http2, Stop);
        using var folder = new TempFolder(
            ("api/outer.cs", """
                async Task<string> GET(HttpContext context)
                {
                    using var client = new HttpClient();
                    return await client.GetStringAsync($"http://{context.Request.Host}/api/inner");
                }
                """),
            ("api/inner.cs", "string GET() => \"inner\";\n"));
        await ServeAsync(folder, receiver, "grpc", client => client.GetStringAsync("/api/outer", Stop), ("OTEL_SERVICE_NAME", "shop"));

        Assert.All(receiver.Resources, resource => Assert.Equal("shop", OtlpReceiver.Tag(resource.Resource.Attributes, "service.name")));

        // One trace: the incoming request, the outgoing request, and that one as it comes in.
        var inner = Assert.Single(receiver.Spans, span => Describe(span.Attributes).EndsWith("api/inner.cs", StringComparison.Ordinal));
        var sent = Assert.Single(receiver.Spans, span => span.SpanId == inner.ParentSpanId);
        var outer = Assert.Single(receiver.Spans, span => span.SpanId == sent.ParentSpanId);
        Assert.EndsWith("api/outer.cs", Describe(outer.Attributes), StringComparison.Ordinal);
        Assert.Equal((3, outer.TraceId, outer.TraceId), (sent.Kind, sent.TraceId, inner.TraceId));
    }

    [Fact]
    public async Task Runs_of_jobs_are_measured_and_have_traces_of_their_own()
    {
        await using var receiver = await OtlpReceiver.StartAsync(HttpProtocols.Http2, Stop);
        using var folder = new TempFolder(
            ("api/hello.cs", TempFolder.Handler),
            ("jobs/mail/send.cs", "void Run() { }\n"),
            ("jobs/fails.cs", "void Run() => throw new IOException(\"no\");\n"));

        // The command sends what it has measured before it ends.
        foreach (var (name, exitCode) in new[] { ("mail/send", 0), ("fails", 1) })
        {
            var variables = new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address };
            Assert.Equal(exitCode, (await HostProcess.RunAsync(folder.Root, variables, "job", name)).ExitCode);
        }

        Assert.Equal(
            ["job fails: jobs/fails.cs System.IO.IOException, attempt 1", "job mail/send: jobs/mail/send.cs, attempt 1"],
            receiver.Spans
                .Select(span =>
                    $"{span.Name}: {Describe(span.Attributes)}, attempt {OtlpReceiver.Tag(span.Attributes, "fileroutes.job.attempt")}")
                .Order(StringComparer.Ordinal));
        Assert.All(receiver.Spans, span => Assert.True(span.ParentSpanId.IsEmpty));
        var point = Assert.Single(receiver.PointsOf("fileroutes.job.duration"));
        Assert.Equal(
            ("fails", "System.IO.IOException", 1ul),
            (OtlpReceiver.Tag(point.Attributes, "fileroutes.job.name"), OtlpReceiver.Tag(point.Attributes, "error.type"), point.Count));
    }

    [Fact]
    public async Task Without_telemetry_its_assemblies_are_not_loaded()
    {
        using var folder = new TempFolder(("api/loaded.cs", """
            int GET() => AppDomain.CurrentDomain.GetAssemblies().Count(assembly => assembly.GetName().Name!.StartsWith("OpenTelemetry"));
            """));
        await using var host = HostProcess.Start(
            folder.Root, new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = null }, "--urls=http://127.0.0.1:0");
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };

        Assert.Equal("0", await client.GetStringAsync("/api/loaded", Stop));
    }

    private static async Task ServeAsync(
        TempFolder folder,
        OtlpReceiver receiver,
        string protocol,
        Func<HttpClient, Task> use,
        params (string Key, string Value)[] environment)
    {
        var variables = environment.ToDictionary(variable => variable.Key, string? (variable) => variable.Value);
        variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address;
        variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol;
        await using var host = HostProcess.Start(folder.Root, variables, "--urls=http://127.0.0.1:0");
        using (var client = new HttpClient { BaseAddress = await host.ListeningAsync() })
        {
            await use(client);
        }

        // The remaining data is sent at shutdown.
        host.Terminate();
        Assert.Equal(0, await host.WaitForExitAsync());
    }

    private static string Describe(IEnumerable<KeyValue> attributes)
    {
        string[] keys = ["http.request.method", "http.response.status_code", "http.route", "fileroutes.file", "error.type"];
        return string.Join(' ', keys.Select(key => OtlpReceiver.Tag(attributes, key)).Where(value => value is not null));
    }

    /// <summary>A body without Content-Length.</summary>
    private sealed class ChunkedContent(string text) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
            stream.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
