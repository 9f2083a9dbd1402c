using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;

namespace FileRoutedApi.IntegrationTests;

/// <summary>WebSockets with applications of their own: HTTP/2, authorization, settings, and what other parts of the host show.</summary>
public class SocketTests
{
    private const string Echo = """
        using System.Net.WebSockets;

        async Task SOCKET(WebSocket socket, CancellationToken stop)
        {
            var buffer = new byte[100];
            while (await socket.ReceiveAsync(buffer.AsMemory(), stop) is { MessageType: not WebSocketMessageType.Close } received)
            {
                await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, stop);
            }
        }

        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("echo")]
    [InlineData("both")]
    [InlineData("below/echo")]
    public async Task A_SOCKET_accepts_WebSockets_over_HTTP_2(string path)
    {
        using var app = Http2App();
        using var socket = await ConnectAsync(app, $"/api/{path}");
        foreach (var text in (string[])["one", "two"])
        {
            await socket.SendTextAsync(text);
            Assert.Equal(text, await socket.ReceiveTextAsync());
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Stop);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Theory]
    [InlineData("/api/echo", "https://attacker.example", HttpStatusCode.Forbidden)]
    [InlineData("/api/below/other", null, HttpStatusCode.Unauthorized)]
    public async Task A_WebSocket_over_HTTP_2_is_guarded(string path, string? origin, HttpStatusCode status)
    {
        using var app = Http2App();
        using var socket = SocketClient.CreateClient(origin is null ? [] : [("Origin", origin)]);

        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(app, path, socket));

        Assert.Equal(status, socket.HttpStatusCode);
    }

    [Theory]
    [InlineData("/api/echo", HttpStatusCode.UpgradeRequired)]
    [InlineData("/api/both", HttpStatusCode.OK)]
    public async Task Other_requests_over_HTTP_2_do_not_reach_a_SOCKET(string path, HttpStatusCode status)
    {
        using var app = Http2App();
        using var client = new HttpClient { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await client.SendAsync(request, Stop);

        Assert.Equal((status, 0), (response.StatusCode, response.Headers.Upgrade.Count));
    }

    [Theory]
    [InlineData("/api/function", "", 401)]
    [InlineData("/api/function", "user", 403)]
    [InlineData("/api/function", "admin", 101)]
    [InlineData("/api/folder/echo", "", 401)]
    [InlineData("/api/folder/echo", "user", 101)]
    public async Task Authorization_runs_before_a_WebSocket_is_accepted(string path, string user, int status)
    {
        using var app = new FolderApp(
            new TempFolder(
                ("api/_startup.cs", """
                    void Services(IServiceCollection services, IConfiguration configuration) =>
                        services.AddAuthentication("Test").AddScheme<AuthenticationSchemeOptions, TestScheme>("Test", null);

                    """),
                ("api/_lib/TestScheme.cs", """
                    global using Microsoft.AspNetCore.Authentication;
                    using System.Security.Claims;
                    using System.Text.Encodings.Web;
                    using Microsoft.Extensions.Options;

                    class TestScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
                        : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
                    {
                        protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
                            Task.FromResult(Request.Headers["X-User"].ToString() is not { Length: > 0 } user
                                ? AuthenticateResult.NoResult()
                                : AuthenticateResult.Success(new AuthenticationTicket(
                                    new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Role, user)], "Test")), "Test")));
                    }

                    """),
                ("api/function.cs", "using Microsoft.AspNetCore.Authorization;\n"
                    + Echo.Replace("async Task SOCKET", "[Authorize(Roles = \"admin\")]\nasync Task SOCKET", StringComparison.Ordinal)),
                ("api/folder/_middleware.cs", "var config = new MiddlewareConfig { Authorize = true };\n"),
                ("api/folder/echo.cs", Echo)),
            kestrel: true);

        Assert.Equal(status, await app.HandshakeAsync(path, user.Length == 0 ? [] : [("X-User", user)]));
    }

    [Fact]
    public async Task An_application_may_call_UseWebSockets_itself()
    {
        using var app = new FolderApp(
            new TempFolder(("api/_startup.cs", "void App(WebApplication app) => app.UseWebSockets();\n"), ("api/echo.cs", Echo)), kestrel: true);
        using var socket = await app.ConnectAsync("/api/echo");

        await socket.SendTextAsync("hi");

        Assert.Equal("hi", await socket.ReceiveTextAsync());
    }

    [Fact]
    public async Task The_settings_limit_messages_of_all_files()
    {
        using var app = new FolderApp(
            new TempFolder(("api/echo.cs", Echo)), [("FileRoutes:WebSockets:MessageSizeLimit", "10")], kestrel: true);
        using var socket = await app.ConnectAsync("/api/echo");

        await socket.SendTextAsync("12345678901");

        Assert.Equal(WebSocketCloseStatus.MessageTooBig, await socket.ReceiveCloseAsync());
    }

    [Fact]
    public async Task A_client_that_does_not_respond_to_pings_is_disconnected()
    {
        using var app = new FolderApp(
            new TempFolder(("api/echo.cs", "var config = new RouteConfig { Socket = { KeepAliveInterval = 0.1, KeepAliveTimeout = 0.1 } };\n"
                .Insert(0, "using System.Net.WebSockets;\n") + Echo.Replace("using System.Net.WebSockets;", "", StringComparison.Ordinal))),
            kestrel: true);
        using var socket = await SocketWire.ConnectAsync(app.EndPoint, "/api/echo");

        Assert.StartsWith("ping ", await socket.ReadAsync(), StringComparison.Ordinal);
        await socket.ReadToEndAsync();
    }

    [Fact]
    public async Task A_client_that_reads_slowly_delays_only_its_own_function()
    {
        using var app = new FolderApp(
            new TempFolder(
                ("api/flood.cs", """
                    using System.Net.WebSockets;

                    async Task SOCKET(WebSocket socket, Sent sent, CancellationToken stop)
                    {
                        var message = new byte[64 * 1024];
                        while (true)
                        {
                            await socket.SendAsync(message, WebSocketMessageType.Binary, true, stop);
                            sent.Count++;
                        }
                    }

                    """),
                ("api/_lib/Sent.cs", "class Sent { public int Count; }\n"),
                ("api/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) => services.AddSingleton<Sent>();\n"),
                ("api/sent.cs", "int GET(Sent sent) => sent.Count;\n")),
            kestrel: true);
        using var client = app.CreatePlainClient();
        using var socket = await SocketWire.ConnectAsync(app.EndPoint, "/api/flood");

        // The function waits when the buffers of the connection are full: the count does not change any more.
        var (last, same) = (-1, 0);
        while (same < 5)
        {
            var count = await client.GetFromJsonAsync<int>("/api/sent", Stop);
            (last, same) = (count, count == last ? same + 1 : 0);
            await Task.Delay(20, Stop);
        }

        Assert.InRange(last, 1, 1000);
        Assert.StartsWith("binary ", await socket.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_WebSockets_than_the_server_allows_are_503()
    {
        using var app = new FolderApp(
            new TempFolder(("api/echo.cs", Echo)), [("Kestrel:Limits:MaxConcurrentUpgradedConnections", "1")], kestrel: true);
        using var first = await app.ConnectAsync("/api/echo");

        Assert.Equal(503, await app.RejectedAsync("/api/echo"));
    }

    [Fact]
    public async Task A_SOCKET_is_not_an_operation_of_the_OpenAPI_document()
    {
        using var app = new FolderApp(new TempFolder(("api/echo.cs", Echo), ("api/both.cs", "string GET() => \"\";\n" + Both)));
        using var client = app.CreatePlainClient();

        var document = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Stop);

        var path = Assert.Single(document.GetProperty("paths").EnumerateObject());
        Assert.Equal(("/api/both", "get"), (path.Name, Assert.Single(path.Value.EnumerateObject()).Name));
    }

    private const string Both = """
        async Task SOCKET(System.Net.WebSockets.WebSocket socket, CancellationToken stop)
        {
            var buffer = new byte[100];
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), stop);
                if (received.MessageType == System.Net.WebSockets.WebSocketMessageType.Close)
                {
                    return;
                }

                await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, stop);
            }
        }

        """;

    private static FolderApp Http2App() => new(
        new TempFolder(
            ("api/echo.cs", Echo),
            ("api/both.cs", "string GET() => \"plain\";\n" + Both),
            ("api/below/_middleware.cs", """
                async Task Middleware(ApiRequest req, ApiResponse res, Next next)
                {
                    if (req.Path == "/api/below/other")
                    {
                        res.Status(401).End();
                        return;
                    }

                    await next();
                }

                """),
            ("api/below/echo.cs", Echo),
            ("api/below/other.cs", Echo)),
        [("Kestrel:EndpointDefaults:Protocols", "Http2")],
        kestrel: true);

    private static async Task<WebSocket> ConnectAsync(FolderApp app, string path, ClientWebSocket? socket = null)
    {
        socket ??= new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.CollectHttpResponseDetails = true;
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        await socket.ConnectAsync(new UriBuilder(new Uri(app.Address, path)) { Scheme = "ws" }.Uri, invoker, Stop);
        return socket;
    }
}
