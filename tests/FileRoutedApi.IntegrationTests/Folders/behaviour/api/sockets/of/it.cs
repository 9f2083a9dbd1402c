using System.Net.WebSockets;

Task SOCKET(WebSocket socket) => Task.CompletedTask;
