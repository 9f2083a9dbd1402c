using System.Net.WebSockets;

async Task SOCKET(WebSocket socket, int status, string reason)
{
    using var disposed = socket;
    await socket.CloseAsync((WebSocketCloseStatus)status, reason, default);
}
