using System.Net.WebSockets;
using System.Text.Json;
using FileRoutedApi.Host.Commands;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.IntegrationTests.Redis;

namespace FileRoutedApi.IntegrationTests;

/// <summary>samples/chat: messages of one process, and of two processes with one Redis. tests/npm/chat.mjs tests its page.</summary>
public class SampleChatTests
{
    private static readonly string _sample = Path.Combine(ExampleApp.Repository, "samples/chat");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_reaches_the_members_of_its_room()
    {
        using var app = new SampleApp("chat");
        var client = app.Server.CreateWebSocketClient();
        using var ada = await client.ConnectAsync(new Uri("ws://localhost/api/chat/general?name=Ada"), Stop);
        using var grace = await client.ConnectAsync(new Uri("ws://localhost/api/chat/general?name=Grace"), Stop);
        using var other = await client.ConnectAsync(new Uri("ws://localhost/api/chat/other?name=Other"), Stop);

        await other.SendTextAsync("elsewhere");
        await ada.SendTextAsync("  hello ");

        Assert.Equal(("Ada", "hello", "general"), await ReceiveAsync(grace));
        Assert.Equal(("Ada", "hello", "general"), await ReceiveAsync(ada));
        Assert.Equal(("Other", "elsewhere", "other"), await ReceiveAsync(other));
        using var late = await client.ConnectAsync(new Uri("ws://localhost/api/chat/general?name=Late"), Stop);
        Assert.Equal(("Ada", "hello", "general"), await ReceiveAsync(late));
    }

    [Fact]
    public async Task Two_processes_share_rooms_over_Redis()
    {
        Assert.SkipWhen(RedisServer.Missing is not null, RedisServer.Missing ?? "");
        await using var redis = new RedisServer();
        await redis.StartAsync();
        var output = Path.Combine(Path.GetTempPath(), $"fra-chat-{Guid.NewGuid():N}");
        try
        {
            Assert.Equal(0, await BuildCommand.RunAsync(ServedFolder.Open(_sample, [], "Production"), output, check: true, readyToRun: false, Stop));
            var connection = $"--ConnectionStrings:Redis={redis.ConnectionString}";
            await using var one = HostProcess.StartBuilt(output, connection, "--FileRoutes:Shutdown:Delay=0");
            await using var two = HostProcess.StartBuilt(output, connection, "--FileRoutes:Shutdown:Delay=0");
            var (first, second) = (await one.ListeningAsync(), await two.ListeningAsync());
            using var ada = await ConnectAsync(first, "Ada");
            using var grace = await ConnectAsync(second, "Grace");

            await ada.SendTextAsync("from the first");
            Assert.Equal(("Ada", "from the first", "general"), await ReceiveAsync(grace));
            Assert.Equal(("Ada", "from the first", "general"), await ReceiveAsync(ada));

            one.Terminate();
            Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await ada.ReceiveCloseAsync());
            Assert.Equal(0, await one.WaitForExitAsync());

            // The other process has the last messages.
            using var again = await ConnectAsync(second, "Ada");
            Assert.Equal(("Ada", "from the first", "general"), await ReceiveAsync(again));
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }

    private static async Task<WebSocket> ConnectAsync(Uri address, string name)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new UriBuilder(address) { Scheme = "ws", Path = "/api/chat/general", Query = $"name={name}" }.Uri, Stop);
        return socket;
    }

    private static async Task<(string Name, string Text, string Room)> ReceiveAsync(WebSocket socket)
    {
        using var message = JsonDocument.Parse(await socket.ReceiveTextAsync());
        var json = message.RootElement;
        return (json.GetProperty("name").GetString()!, json.GetProperty("text").GetString()!, json.GetProperty("room").GetString()!);
    }
}
