using System.Net.WebSockets;
using FileRoutedApi.Host.Commands;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.IntegrationTests;

/// <summary>WebSockets when the server stops.</summary>
public sealed class SocketShutdownTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new(
        ("api/polite.cs", """
            using System.Net.WebSockets;

            async Task SOCKET(WebSocket socket, CancellationToken stop)
            {
                await socket.SendAsync("ready"u8.ToArray(), WebSocketMessageType.Text, true, stop);
                await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await socket.SendAsync("bye"u8.ToArray(), WebSocketMessageType.Text, true, default);
            }
            """),
        ("api/throws.cs", """
            using System.Net.WebSockets;

            async Task SOCKET(WebSocket socket, CancellationToken stop)
            {
                await socket.SendAsync("ready"u8.ToArray(), WebSocketMessageType.Text, true, stop);
                await Task.Delay(Timeout.Infinite, stop);
            }
            """),
        ("api/closes.cs", """
            using System.Net.WebSockets;

            async Task SOCKET(WebSocket socket, CancellationToken stop)
            {
                await socket.SendAsync("ready"u8.ToArray(), WebSocketMessageType.Text, true, stop);
                await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await socket.CloseAsync((WebSocketCloseStatus)4001, "moved", default);
            }
            """),
        ("api/ignores.cs", """
            using System.Net.WebSockets;

            async Task SOCKET(WebSocket socket)
            {
                await socket.SendAsync("ready"u8.ToArray(), WebSocketMessageType.Text, true, default);
                await Task.Delay(Timeout.Infinite);
            }
            """));

    private string _output = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _output = Path.Combine(_folder.Root, "out");
        var folder = ServedFolder.Open(_folder.Root, [], "Production");
        Assert.Equal(0, await BuildCommand.RunAsync(folder, _output, check: true, readyToRun: false, default));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }

    [Theory]
    [InlineData("polite", "bye", 1001)]
    [InlineData("throws", null, 1001)]
    [InlineData("closes", null, 4001)]
    public async Task A_shutdown_closes_with_1001_unless_the_function_does(string file, string? last, int status)
    {
        await using var host = HostProcess.StartBuilt(_output, "--FileRoutes:Shutdown:Delay=0");
        using var socket = await ConnectAsync(await host.ListeningAsync(), file);

        host.Terminate();

        if (last is not null)
        {
            Assert.Equal(last, await socket.ReceiveTextAsync());
        }

        Assert.Equal((WebSocketCloseStatus)status, await socket.ReceiveCloseAsync());
        Assert.Equal(0, await host.WaitForExitAsync());
        Assert.DoesNotContain("\"Error\"", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_does_not_end_is_aborted_after_the_timeout()
    {
        await using var host = HostProcess.StartBuilt(_output, "--FileRoutes:Shutdown:Delay=0", "--FileRoutes:Shutdown:Timeout=0.5");
        using var socket = await ConnectAsync(await host.ListeningAsync(), "ignores");

        host.Terminate();

        await Assert.ThrowsAsync<WebSocketException>(socket.ReceiveTextAsync);
        Assert.Equal(0, await host.WaitForExitAsync());
    }

    [Fact]
    public async Task WebSockets_stay_open_while_requests_are_still_accepted_after_SIGTERM()
    {
        await using var host = HostProcess.StartBuilt(_output, "--FileRoutes:Shutdown:Delay=600");
        var address = await host.ListeningAsync();
        using var socket = await ConnectAsync(address, "polite");

        host.Terminate();
        await host.LineAsync(line => line.Contains("New requests are accepted", StringComparison.Ordinal));

        // Also one that is opened now.
        using var late = await ConnectAsync(address, "polite");
        Assert.Equal((WebSocketState.Open, WebSocketState.Open), (socket.State, late.State));

        host.Terminate();
        Assert.Equal("bye", await socket.ReceiveTextAsync());
        Assert.Equal("bye", await late.ReceiveTextAsync());
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await socket.ReceiveCloseAsync());
    }

    [Fact]
    public async Task Dev_closes_with_1001_when_it_stops()
    {
        await using var host = HostProcess.Start(_folder.Root, "dev", "--urls=http://127.0.0.1:0");
        using var socket = await ConnectAsync(await host.ListeningAsync(), "polite");

        host.Terminate();

        Assert.Equal("bye", await socket.ReceiveTextAsync());
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await socket.ReceiveCloseAsync());
        Assert.Equal(0, await host.WaitForExitAsync());
    }

    private static async Task<WebSocket> ConnectAsync(Uri address, string file)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(new Uri(address, $"/api/{file}")) { Scheme = "ws" }.Uri, Stop);
        Assert.Equal("ready", await socket.ReceiveTextAsync());
        return socket;
    }
}
