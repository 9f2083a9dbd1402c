using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace FileRoutedApi.IntegrationTests;

/// <summary>Responses that need their own server or application.</summary>
public class ResponseTests
{
    private const string Echo = """
        async Task Echo(HttpContext context)
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[100];
            var received = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, true, context.RequestAborted);
            await socket.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        }

        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("echo", "Http2", "2.0")]
    [InlineData("handler", "Http2", "2.0")]
    [InlineData("named", "Http2", "2.0")]
    [InlineData("below/echo", "Http2", "2.0")]
    [InlineData("echo", "Http1", "1.1")]
    [InlineData("handler", "Http1", "1.1")]
    [InlineData("below/echo", "Http1", "1.1")]
    public async Task A_function_for_GET_accepts_a_WebSocket(string path, string protocol, string version)
    {
        using var app = SocketApp(protocol);
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = Version.Parse(version);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());

        await socket.ConnectAsync(new UriBuilder(app.Address) { Scheme = "ws", Path = $"/api/{path}" }.Uri, invoker, Stop);
        await socket.SendAsync("hi"u8.ToArray(), WebSocketMessageType.Text, true, Stop);
        var buffer = new byte[100];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), Stop);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Stop);

        Assert.Equal("hi", Encoding.UTF8.GetString(buffer, 0, received.Count));
    }

    [Theory]
    [InlineData("post", HttpStatusCode.MethodNotAllowed)]
    [InlineData("guarded/echo", HttpStatusCode.Unauthorized)]
    [InlineData("below/matched", HttpStatusCode.Forbidden)]
    public async Task A_WebSocket_passes_no_guard_and_reaches_no_other_method(string path, HttpStatusCode status)
    {
        using var app = SocketApp("Http2");
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.CollectHttpResponseDetails = true;
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());

        await Assert.ThrowsAsync<WebSocketException>(() =>
            socket.ConnectAsync(new UriBuilder(app.Address) { Scheme = "ws", Path = $"/api/{path}" }.Uri, invoker, Stop));

        Assert.Equal(status, socket.HttpStatusCode);
    }

    [Fact]
    public async Task A_CONNECT_that_is_not_for_a_WebSocket_is_405()
    {
        using var app = SocketApp("Http1", kestrel: false);
        using var client = app.CreatePlainClient();

        var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Connect, "/api/echo"), Stop);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD", "OPTIONS"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("kept")]
    [InlineData("stream")]
    public async Task A_middleware_of_App_wraps_a_response_of_any_kind(string kind)
    {
        using var app = new FolderApp(
            new TempFolder(
                ("api/_startup.cs", """
                    void App(WebApplication app) => app.Use(async (context, next) =>
                    {
                        var body = context.Response.Body;
                        using var inner = new MemoryStream();
                        context.Response.Body = inner;
                        await next(context);
                        context.Response.Body = body;
                        await context.Response.WriteAsync("wrapped " + System.Text.Encoding.UTF8.GetString(inner.ToArray()));
                    });

                    """),
                ("api/text.cs", "string GET() => \"text\";\n"),
                ("api/json.cs", "void GET(ApiRequest req, ApiResponse res) => res.Send(\"json\");\n"),
                ("api/stream.cs", "void GET(ApiRequest req, ApiResponse res) => res.Send(new MemoryStream(\"stream\"u8.ToArray()));\n"),
                ("api/kept.cs", "var config = new RouteConfig { Revalidate = 60 };\nstring GET() => \"kept\";\n")),
            kestrel: true);
        using var client = app.CreatePlainClient();

        for (var i = 0; i < 2; i++)
        {
            var response = await client.GetAsync($"/api/{kind}", Stop);
            Assert.Equal(($"wrapped {kind}", null), (await response.Content.ReadAsStringAsync(Stop), response.Headers.ETag));
        }
    }

    [Theory]
    [InlineData("a%252Fb")]
    [InlineData("a%2Fb%252Fc")]
    [InlineData("%252f")]
    public async Task A_removed_prefix_changes_no_value(string segment)
    {
        const string handler = "void Handler(ApiRequest req, ApiResponse res) => res.End(req.Query[\"name\"]);\n";
        using var app = new FolderApp(
            new TempFolder(
                ("api/named/[name].cs", handler),
                ("api/v1/_middleware.cs", """Task Middleware(ApiRequest req, Next next) => next("/api" + req.Url["/api/v1".Length..]);"""),
                ("api/v2/_middleware.cs", """
                    Task Middleware(HttpContext context, RequestDelegate next)
                    {
                        context.Request.Path = new PathString("/api" + context.Request.Path.Value!["/api/v2".Length..]);
                        return next(context);
                    }

                    """)),
            kestrel: true);
        using var client = app.CreatePlainClient();

        foreach (var prefix in new[] { "", "/v1", "/v2" })
        {
            var name = await client.GetStringAsync($"/api{prefix}/named/{segment}", Stop);
            Assert.Equal((prefix, Uri.UnescapeDataString(segment)), (prefix, name));
        }
    }

    [Fact]
    public async Task HEAD_of_a_stream_leaves_its_connection_usable_and_logs_no_error()
    {
        const string items = "async IAsyncEnumerable<int> GET() { for (var i = 0; ; i++) { yield return i; await Task.Yield(); } }\n";
        using var app = new FolderApp(
            new TempFolder(
                ("api/items.cs", items),
                ("api/events.cs", """
                    IResult GET() => TypedResults.ServerSentEvents(Items());

                    async IAsyncEnumerable<string> Items()
                    {
                        while (true)
                        {
                            yield return "x";
                            await Task.Yield();
                        }
                    }

                    """),
                ("api/loop.cs", """
                    var config = new RouteConfig { MaxDuration = 5 };

                    async Task GET(ApiRequest req, ApiResponse res)
                    {
                        while (true)
                        {
                            await res.WriteAsync("x", req.Aborted);
                        }
                    }

                    """),
                ("api/below/_middleware.cs", "async Task Middleware(Next next) => await next();\n"),
                ("api/below/items.cs", items),
                ("api/x.cs", TempFolder.Handler)),
            kestrel: true);
        using var wire = await Wire.ConnectAsync(app.EndPoint, Stop);

        foreach (var path in new[] { "items", "events", "loop", "below/items" })
        {
            await wire.SendAsync($"HEAD /api/{path} HTTP/1.1\r\nHost: localhost\r\n\r\n", Stop);
            await wire.SendAsync("GET /api/x HTTP/1.1\r\nHost: localhost\r\n\r\n", Stop);
            Assert.StartsWith("HTTP/1.1 200", await wire.ReadHeadersAsync(Stop), StringComparison.Ordinal);
            Assert.StartsWith("HTTP/1.1 200", await wire.ReadUntilAsync("{}", Stop), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(app.Logs.Messages, message => !message.StartsWith("Listening on ", StringComparison.Ordinal));
    }

    private static FolderApp SocketApp(string protocol, bool kestrel = true) => new(
        new TempFolder(
            ("api/_startup.cs", "void App(WebApplication app) => app.UseWebSockets();\n"),
            ("api/echo.cs", "Task GET(HttpContext context) => Echo(context);\n" + Echo),
            ("api/handler.cs", "Task Handler(ApiRequest req, ApiResponse res) => Echo(req.HttpContext);\n" + Echo),
            ("api/named.cs", "[HttpMethods(\"GET\", \"POST\")]\nTask Handler(HttpContext context) => Echo(context);\n" + Echo),
            ("api/post.cs", "Task POST(HttpContext context) => Echo(context);\n" + Echo),
            ("api/guarded/_middleware.cs", "void Middleware(ApiRequest req, ApiResponse res) => res.Status(401).End();\n"),
            ("api/guarded/echo.cs", "Task GET(HttpContext context) => Echo(context);\n" + Echo),
            ("api/below/_middleware.cs", """
                var config = new MiddlewareConfig { Matcher = [new() { Methods = ["GET"] }] };

                async Task Middleware(ApiRequest req, ApiResponse res, Next next)
                {
                    if (req.Path == "/api/below/matched")
                    {
                        res.Status(403).End();
                        return;
                    }

                    await next();
                }

                """),
            ("api/below/echo.cs", "Task GET(HttpContext context) => Echo(context);\n" + Echo),
            ("api/below/matched.cs", "Task GET(HttpContext context) => Echo(context);\n" + Echo)),
        [("Kestrel:EndpointDefaults:Protocols", protocol)],
        kestrel: kestrel);
}
