using System.Net.WebSockets;

var config = new RouteConfig { Cors = "*" };

Task SOCKET(WebSocket socket) => Task.CompletedTask;
