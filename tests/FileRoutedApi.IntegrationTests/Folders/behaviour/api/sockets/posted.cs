using System.Net.WebSockets;

string POST() => "posted";

Task SOCKET(WebSocket socket) => Task.CompletedTask;
