using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace FileRoutedApi.IntegrationTests.Operations;

/// <summary>Response compression, which a setting turns on.</summary>
public class CompressionTests
{
    private static readonly (string Key, string Value)[] _on = [("FileRoutes:Compression", "true")];

    private static readonly (string Path, string Text)[] _files =
    [
        ("api/large.cs", "void Handler(ApiRequest req, ApiResponse res) => res.Json(new string('x', 5000));\n"),
        ("api/throws.cs", "void GET() => throw new ApiException(418, new string('x', 5000));\n"),
        ("api/late.cs", """
            async Task GET(HttpContext context)
            {
                context.Response.ContentType = "text/plain";
                await context.Response.WriteAsync("begun");
                await context.Response.Body.FlushAsync();
                throw new IOException("late");
            }
            """),
        ("api/own.cs", """
            async Task GET(HttpContext context)
            {
                context.Response.ContentType = "text/plain";
                context.Response.Headers.ContentEncoding = "zstd";
                context.Response.Headers.ETag = "\"x\"";
                await context.Response.WriteAsync("mine");
            }
            """),
        ("api/events.cs", """
            var gate = new SemaphoreSlim(0);
            async Task GET(ApiRequest req, ApiResponse res)
            {
                res.SetHeader("Content-Type", "text/event-stream");
                await res.WriteAsync("data: first\n\n");
                await res.FlushAsync();
                await gate.WaitAsync(req.Aborted);
                res.End("data: second\n\n");
            }
            void POST() => gate.Release();
            """),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task A_compressed_response_has_a_weak_entity_tag(string encoding)
    {
        using var app = new FolderApp(new TempFolder(_files), _on, kestrel: true);
        using var client = Accepting(app, encoding);

        using var answer = await client.GetAsync("/api/large", Stop);
        Assert.Equal([encoding], answer.Content.Headers.ContentEncoding);
        Assert.True(answer.Headers.ETag!.IsWeak);
        Assert.Equal(["Accept-Encoding"], answer.Headers.Vary);
        await using var body = await answer.Content.ReadAsStreamAsync(Stop);
        await using Stream plain = encoding == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
        Assert.Equal($"\"{new string('x', 5000)}\"", await new StreamReader(plain).ReadToEndAsync(Stop));

        client.DefaultRequestHeaders.IfNoneMatch.Add(answer.Headers.ETag);
        using var again = await client.GetAsync("/api/large", Stop);
        Assert.Equal((HttpStatusCode.NotModified, answer.Headers.ETag), (again.StatusCode, again.Headers.ETag));
        Assert.Equal(["Accept-Encoding"], again.Headers.Vary);
    }

    [Fact]
    public async Task Problem_details_are_compressed_too()
    {
        using var app = new FolderApp(new TempFolder(_files), _on, kestrel: true);
        using var answer = await Accepting(app, "br").GetAsync("/api/throws", Stop);

        Assert.Equal((418, "br"), ((int)answer.StatusCode, answer.Content.Headers.ContentEncoding.Single()));
    }

    [Fact]
    public async Task A_response_that_is_already_compressed_is_not_changed()
    {
        using var app = new FolderApp(new TempFolder(_files), _on, kestrel: true);
        using var answer = await Accepting(app, "br").GetAsync("/api/own", Stop);

        Assert.Equal(("zstd", false, "mine"), (answer.Content.Headers.ContentEncoding.Single(), answer.Headers.ETag!.IsWeak, await answer.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task Server_sent_events_are_not_delayed()
    {
        using var app = new FolderApp(new TempFolder(_files), _on, kestrel: true);
        using var client = Accepting(app, "br");
        using var answer = await client.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead, Stop);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));

        Assert.Equal("data: first", await reader.ReadLineAsync(Stop));
        await client.PostAsync("/api/events", null, Stop);
        Assert.Equal("\ndata: second\n\n", await reader.ReadToEndAsync(Stop));
    }

    [Theory]
    [InlineData("/api/late", "br")]
    [InlineData("/api/late", "gzip")]
    [InlineData("/own/late", "br")]
    [InlineData("/own/late", "gzip")]
    public async Task An_exception_in_the_middle_cuts_the_response_off(string path, string encoding)
    {
        // The compressor may still hold the text that the second handler wrote.
        (string, string) startup = ("api/_startup.cs", """
            void App(WebApplication app) => app.MapGet("/own/late", async context =>
            {
                context.Response.ContentType = "text/plain";
                await context.Response.Body.WriteAsync("begun"u8.ToArray());
                throw new IOException("late");
            });
            """);
        using var app = new FolderApp(new TempFolder([startup, .. _files]), _on, environment: "Production", kestrel: true);
        using var client = Accepting(app, encoding);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(path, Stop));
    }

    [Fact]
    public async Task Responses_are_not_compressed_by_default()
    {
        using var app = new FolderApp(new TempFolder(_files));
        using var answer = await Accepting(app, "br").GetAsync("/api/large", Stop);

        Assert.Equal((0, false, 5002), (answer.Content.Headers.ContentEncoding.Count, answer.Headers.ETag!.IsWeak, (int)answer.Content.Headers.ContentLength!));
    }

    private static HttpClient Accepting(FolderApp app, string encoding)
    {
        var client = app.CreatePlainClient();
        client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
        return client;
    }
}
