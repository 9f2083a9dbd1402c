using System.Net.WebSockets;

var config = new RouteConfig { RateLimit = { Permits = 1, Window = 3600 } };

Task SOCKET(WebSocket socket) => Task.CompletedTask;
