using System.Net.WebSockets;

var config = new RouteConfig { Cors = "https://file.example" };

Task SOCKET(WebSocket socket) => Task.CompletedTask;
