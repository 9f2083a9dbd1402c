using System.Net.WebSockets;

async Task SOCKET(WebSocket socket)
{
    var buffer = new byte[100];
    var received = await socket.ReceiveAsync(buffer.AsMemory(), default);
    await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, true, default);
}
