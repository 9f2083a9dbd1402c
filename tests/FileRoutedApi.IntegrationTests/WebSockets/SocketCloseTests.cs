using System.Text;
using FileRoutedApi.Sockets;

namespace FileRoutedApi.IntegrationTests;

/// <summary>The close of a client whose messages the function has not received, or that the function does not wait for.</summary>
public sealed class SocketCloseTests : IDisposable
{
    private static readonly TimeSpan _withinGracePeriod = ClientClose.GracePeriod * 0.75;

    private readonly FolderApp _app = new(
        new TempFolder(
            ("api/pushes.cs", """
                using System.Net.WebSockets;

                async Task SOCKET(WebSocket socket, ILogger log, CancellationToken stop)
                {
                    await socket.SendAsync("ready"u8.ToArray(), WebSocketMessageType.Text, true, stop);
                    await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    log.LogWarning("The function was cancelled");
                }

                """),
            ("api/subscribes.cs", """
                using System.Net.WebSockets;

                async Task SOCKET(WebSocket socket, ILogger log, CancellationToken stop)
                {
                    await socket.SendAsync("ready"u8.ToArray(), WebSocketMessageType.Text, true, stop);
                    await socket.ReceiveAsync(new byte[100].AsMemory(), stop);
                    await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    log.LogWarning("The function was cancelled");
                }

                """),
            ("api/ignores.cs", """
                using System.Net.WebSockets;

                async Task SOCKET(WebSocket socket, ILogger log, CancellationToken stop)
                {
                    stop.Register(() => log.LogWarning("The function was cancelled"));
                    await socket.SendAsync("ready"u8.ToArray(), WebSocketMessageType.Text, true, default);
                    while (true)
                    {
                        // Throws when the close of the client was confirmed.
                        await socket.SendAsync("tick"u8.ToArray(), WebSocketMessageType.Text, true, default);
                        await Task.Delay(10);
                    }
                }

                """),
            ("api/slow.cs", """
                using System.Net.WebSockets;

                async Task SOCKET(WebSocket socket, Gate gate, CancellationToken stop)
                {
                    await socket.SendAsync("ready"u8.ToArray(), WebSocketMessageType.Text, true, stop);
                    var buffer = new byte[100];
                    await gate.Opened.WaitAsync(stop);
                    while (socket.State == WebSocketState.Open
                        && await socket.ReceiveAsync(buffer.AsMemory(), stop) is { MessageType: not WebSocketMessageType.Close } received)
                    {
                        await socket.SendAsync(buffer.AsMemory(0, received.Count), WebSocketMessageType.Text, true, stop);
                        await gate.Opened.WaitAsync(stop);
                    }

                    await socket.SendAsync("done"u8.ToArray(), WebSocketMessageType.Text, true, stop);
                }

                """),
            ("api/ticker.cs", """
                using System.Net.WebSockets;

                async Task SOCKET(WebSocket socket, CancellationToken stop)
                {
                    var ignoring = IgnoreAsync();
                    while (!ignoring.IsCompleted)
                    {
                        await socket.SendAsync("ready"u8.ToArray(), WebSocketMessageType.Text, true, stop);
                        await Task.WhenAny(ignoring, Task.Delay(Timeout.Infinite, stop));
                    }

                    await ignoring;

                    async Task IgnoreAsync()
                    {
                        var buffer = new byte[1024];
                        while ((await socket.ReceiveAsync(buffer.AsMemory(), stop)).MessageType != WebSocketMessageType.Close)
                        {
                        }
                    }
                }

                """),
            ("api/open.cs", "void POST(Gate gate) => gate.Opened.Release();\n"),
            ("api/_lib/Gate.cs", "class Gate { public SemaphoreSlim Opened { get; } = new(0); }\n"),
            ("api/_startup.cs", """
                void Services(IServiceCollection services, IConfiguration configuration) => services.AddSingleton<Gate>();

                """)),
        kestrel: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData("pushes", 0)]
    [InlineData("pushes", 1)]
    [InlineData("pushes", 100)]
    [InlineData("subscribes", 1)]
    [InlineData("subscribes", 2)]
    [InlineData("subscribes", 100)]
    [InlineData("ignores", 0)]
    [InlineData("ignores", 1)]
    public async Task A_function_that_does_not_receive_is_cancelled_and_the_close_is_confirmed(string file, int messages)
    {
        using var socket = await ConnectAsync(file);
        await SendAsync(socket, messages);
        await socket.SendAsync(SocketWire.CloseFrame(4000));

        await _app.Time.TimerCreatedAsync(ClientClose.GracePeriod, Stop);
        _app.Time.Advance(ClientClose.GracePeriod);

        Assert.Equal("close 4000", (await socket.ReadToCloseAsync())[^1]);
        await _app.Logs.WaitForAsync("The function was cancelled");
    }

    [Theory]
    [InlineData("pushes", 0)]
    [InlineData("ticker", 0)]
    [InlineData("ticker", 10_000)]
    public async Task A_close_is_confirmed_at_once_if_nothing_is_unread(string file, int messages)
    {
        using var socket = await ConnectAsync(file);
        await SendAsync(socket, messages);

        await socket.SendAsync(SocketWire.CloseFrame(4000));

        Assert.Equal("close 4000", await socket.ReadAsync());
    }

    [Theory]
    [InlineData("pushes", 1)]
    [InlineData("pushes", 2)]
    [InlineData("pushes", 1000)]
    [InlineData("subscribes", 1000)]
    public async Task Pings_are_answered_while_messages_are_unread(string file, int messages)
    {
        using var socket = await ConnectAsync(file);
        await SendAsync(socket, messages);

        await socket.SendAsync(SocketWire.Frame(SocketWire.Ping, "p"u8.ToArray()));

        Assert.Equal("pong p", await socket.ReadAsync());
    }

    [Fact]
    public async Task Messages_before_a_close_are_received_although_the_client_has_closed()
    {
        using var socket = await ConnectAsync("slow");
        await SendAsync(socket, 3);
        await socket.SendAsync(SocketWire.CloseFrame(4000));
        await _app.Time.TimerCreatedAsync(ClientClose.GracePeriod, Stop);

        for (var i = 0; i < 4; i++)
        {
            await OpenAsync();
        }

        Assert.Equal(["text 0", "text 1", "text 2", "text done", "close 4000"], await socket.ReadToCloseAsync());
    }

    [Fact]
    public async Task Each_receive_starts_the_grace_period_again()
    {
        using var socket = await ConnectAsync("slow");
        await SendAsync(socket, 3);
        await socket.SendAsync(SocketWire.CloseFrame(4000));
        await _app.Time.TimerCreatedAsync(ClientClose.GracePeriod, Stop);

        var frames = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            _app.Time.Advance(_withinGracePeriod);
            await OpenAsync();
            frames.Add(await socket.ReadAsync());
        }

        await OpenAsync();
        Assert.Equal(["text 0", "text 1", "text 2", "text done", "close 4000"], [.. frames, .. await socket.ReadToCloseAsync()]);
    }

    private async Task<SocketWire> ConnectAsync(string file)
    {
        var socket = await SocketWire.ConnectAsync(_app.EndPoint, $"/api/{file}");
        Assert.Equal("text ready", await socket.ReadAsync());
        return socket;
    }

    private static async Task SendAsync(SocketWire socket, int messages)
    {
        for (var i = 0; i < messages; i++)
        {
            await socket.SendAsync(SocketWire.Frame(SocketWire.Text, Encoding.UTF8.GetBytes($"{i}")));
        }
    }

    private async Task OpenAsync()
    {
        using var client = _app.CreatePlainClient();
        using var response = await client.PostAsync("/api/open", null, Stop);
        Assert.True(response.IsSuccessStatusCode);
    }
}
