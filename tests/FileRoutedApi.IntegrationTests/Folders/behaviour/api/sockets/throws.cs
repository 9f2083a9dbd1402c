using System.Net.WebSockets;

async Task SOCKET(WebSocket socket)
{
    await socket.SendAsync("before"u8.ToArray(), WebSocketMessageType.Text, true, default);
    throw new InvalidOperationException("a secret of a socket");
}
