using System.Net.WebSockets;

// Never receives.
async Task SOCKET(WebSocket socket, string id, CancellationToken stop)
{
    await socket.SendAsync("ready"u8.ToArray(), WebSocketMessageType.Text, true, stop);
    await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    Pushes.Cancelled(id);
}
