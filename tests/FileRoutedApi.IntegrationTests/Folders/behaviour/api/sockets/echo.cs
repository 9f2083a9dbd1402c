using System.Net.WebSockets;

var config = new RouteConfig { Socket = { MessageSizeLimit = "100kb", Protocols = ["v2", "v1"] } };

async Task SOCKET(WebSocket socket, CancellationToken stop)
{
    var buffer = new byte[1000];
    while (await socket.ReceiveAsync(buffer.AsMemory(), stop) is { MessageType: not WebSocketMessageType.Close } received)
    {
        await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, stop);
    }
}
