using System.Net.WebSockets;
using System.Text.Json;

// Reads a whole message as a stream, and writes one.
async Task SOCKET(WebSocket socket, CancellationToken stop)
{
    await using (var message = WebSocketStream.CreateReadableMessageStream(socket))
    {
        var numbers = await JsonSerializer.DeserializeAsync<int[]>(message, cancellationToken: stop);
        await using var sent = WebSocketStream.CreateWritableMessageStream(socket, WebSocketMessageType.Text);
        await JsonSerializer.SerializeAsync(sent, numbers!.Sum(), cancellationToken: stop);
    }
}
