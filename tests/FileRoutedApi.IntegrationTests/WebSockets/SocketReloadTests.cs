using System.Net.WebSockets;
using FileRoutedApi.IntegrationTests.Development;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.IntegrationTests;

/// <summary>WebSockets while files change in development.</summary>
public class SocketReloadTests
{
    private const WebSocketCloseStatus ServiceRestart = (WebSocketCloseStatus)1012;

    private const string Version = """
        using System.Net.WebSockets;
        using System.Text;

        using var resource = new Resource();

        async Task SOCKET(WebSocket socket, CancellationToken stop)
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes("first"), WebSocketMessageType.Text, true, stop);
            try
            {
                await socket.ReceiveAsync(new byte[1].AsMemory(), stop);
            }
            catch (OperationCanceledException)
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes("bye"), WebSocketMessageType.Text, true, default);
            }
        }

        class Resource : IDisposable
        {
            public void Dispose() => Console.WriteLine("disposed first");
        }

        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reload_of_the_file_closes_with_1012_after_the_last_message()
    {
        await using var dev = await Dev.StartProcessAsync([], ("api/a.cs", Version), ("api/b.cs", "string GET() => \"b\";\n"));
        using var other = await ConnectAsync(dev, "/api/a");
        await other.ReceiveTextAsync();

        dev.Write("api/a.cs", Version.Replace("first", "second", StringComparison.Ordinal));

        Assert.Equal("bye", await other.ReceiveTextAsync());
        Assert.Equal(ServiceRestart, await other.ReceiveCloseAsync());
        await dev.LineAsync("disposed first");
        using var next = await ConnectAsync(dev, "/api/a");
        Assert.Equal("second", await next.ReceiveTextAsync());
    }

    [Fact]
    public async Task A_WebSocket_of_another_file_stays_open_and_delays_no_disposal()
    {
        await using var dev = await Dev.StartProcessAsync(
            [],
            ("api/a.cs", Version),
            ("api/echo.cs", """
                using System.Net.WebSockets;

                async Task SOCKET(WebSocket socket, CancellationToken stop)
                {
                    var buffer = new byte[100];
                    while (await socket.ReceiveAsync(buffer.AsMemory(), stop) is { MessageType: not WebSocketMessageType.Close } received)
                    {
                        await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, true, stop);
                    }
                }

                """));
        using var socket = await ConnectAsync(dev, "/api/echo");

        dev.Write("api/a.cs", Version.Replace("first", "second", StringComparison.Ordinal));
        await dev.LineAsync("disposed first");

        await socket.SendTextAsync("still open");
        Assert.Equal("still open", await socket.ReceiveTextAsync());
    }

    [Theory]
    [InlineData("api/_lib/shared.cs", "public static class Shared { public const int Number = 2; }\n")]
    [InlineData("api/_middleware.cs", "async Task Middleware(ApiRequest req, Next next) { await next(); }\n")]
    [InlineData("api/a.cs", "this is not C#")]
    [InlineData("api/a.cs", null)]
    public async Task What_the_WebSocket_depends_on_closes_it_with_1012(string path, string? text)
    {
        await using var dev = await Dev.StartAsync(
            ("api/a.cs", Version),
            ("api/_middleware.cs", "Task Middleware(ApiRequest req, Next next) => next();\n"),
            ("api/_lib/shared.cs", "public static class Shared { public const int Number = 1; }\n"));
        using var socket = await ConnectAsync(dev, "/api/a");
        await socket.ReceiveTextAsync();

        if (text is null)
        {
            dev.Delete(path);
        }
        else
        {
            dev.Write(path, text);
        }

        Assert.Equal("bye", await socket.ReceiveTextAsync());
        Assert.Equal(ServiceRestart, await socket.ReceiveCloseAsync());
    }

    [Fact]
    public async Task The_first_file_with_a_SOCKET_needs_no_restart()
    {
        await using var dev = await Dev.StartAsync(("api/b.cs", "string GET() => \"b\";\n"));
        Assert.Equal("b", await dev.GetAsync("/api/b"));

        dev.Write("api/a.cs", Version);

        using var socket = await ConnectAsync(dev, "/api/a");
        Assert.Equal("first", await socket.ReceiveTextAsync());
        Assert.DoesNotContain("restart", dev.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_GET_and_a_SOCKET_of_one_file_change_independently()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", Version));
        Assert.Contains("426", await dev.GetAsync("/api/a"), StringComparison.Ordinal);

        dev.Write("api/a.cs", Version.Replace("using var", "string GET() => \"plain\";\nusing var", StringComparison.Ordinal));

        await dev.SeeAsync("/api/a", "plain");
        using var socket = await ConnectAsync(dev, "/api/a");
        Assert.Equal("first", await socket.ReceiveTextAsync());
    }

    [Fact]
    public async Task Development_of_an_application_of_your_own_closes_with_1012_too()
    {
        using var folder = new TempFolder(("api/a.cs", Version));
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = folder.Root, EnvironmentName = "Development" });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.AddFileRoutes(options => options.CompileCache = "false").AddCompilation().AddDevelopment();
        await using var app = builder.Build();
        app.UseFileRoutes();
        app.MapFileRoutes();
        await app.StartAsync(Stop);
        using var socket = await app.GetTestServer().CreateWebSocketClient().ConnectAsync(new Uri("ws://localhost/api/a"), Stop);
        Assert.Equal("first", await socket.ReceiveTextAsync());

        await File.WriteAllTextAsync(
            Path.Combine(folder.Root, "api/a.cs"), Version.Replace("first", "second", StringComparison.Ordinal), Stop);

        Assert.Equal("bye", await socket.ReceiveTextAsync());
        Assert.Equal(ServiceRestart, await socket.ReceiveCloseAsync());
    }

    private static async Task<WebSocket> ConnectAsync(Dev dev, string path)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(new Uri(dev.Client.BaseAddress!, path)) { Scheme = "ws" }.Uri, Stop);
        return socket;
    }
}
