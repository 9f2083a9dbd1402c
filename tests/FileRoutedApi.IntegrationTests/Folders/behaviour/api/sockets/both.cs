using System.Net.WebSockets;

string GET() => "plain";

string POST() => "posted";

async Task SOCKET(WebSocket socket) => await socket.SendAsync("socket"u8.ToArray(), WebSocketMessageType.Text, true, default);
