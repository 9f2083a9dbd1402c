using System.ComponentModel.DataAnnotations;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Mvc;

// Every kind of parameter that a function may take beside the WebSocket.
async Task SOCKET(
    string room,
    WebSocket socket,
    [Range(1, 10)] int take,
    ApiRequest req,
    HttpContext context,
    ILogger logger,
    IConfiguration configuration,
    [FromHeader(Name = "X-Name")] string? name,
    CancellationToken stop)
{
    var isSame = stop == context.RequestAborted && stop == req.Aborted && configuration is not null && logger is not null;
    await socket.SendAsync(
        System.Text.Encoding.UTF8.GetBytes($"{room} {take} {name} {req.Query["more"]} {isSame}"),
        WebSocketMessageType.Text, true, stop);
}
