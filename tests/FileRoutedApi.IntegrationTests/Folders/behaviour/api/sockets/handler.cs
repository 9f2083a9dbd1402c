using System.Net.WebSockets;

void Handler(ApiRequest req, ApiResponse res) => res.End($"handler {req.Method}");

async Task SOCKET(WebSocket socket) => await socket.SendAsync("socket"u8.ToArray(), WebSocketMessageType.Text, true, default);
