using System.Net.WebSockets;

async Task SOCKET(WebSocket socket) => await socket.SendAsync("app"u8.ToArray(), WebSocketMessageType.Text, true, default);
