using System.ComponentModel.DataAnnotations;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

const int LongestMessage = 4096;

var config = new RouteConfig { Socket = { MessageSizeLimit = LongestMessage }, RateLimit = { Permits = 60, Window = 60 } };

/// <summary>Returns the last messages of a room.</summary>
Task<IReadOnlyList<ChatMessage>> GET([RegularExpression("^[a-z0-9-]{1,32}$")] string room, ChatRooms rooms) => rooms.HistoryAsync(room);

// Joins a room: the client sends texts, and receives the messages of the room as JSON.
async Task SOCKET(
    WebSocket socket,
    [RegularExpression("^[a-z0-9-]{1,32}$")] string room,
    [StringLength(32, MinimumLength = 1)] string name,
    ChatRooms rooms,
    CancellationToken stop)
{
    using var member = await rooms.JoinAsync(room);
    var sending = SendAsync(socket, member);
    try
    {
        var buffer = new byte[LongestMessage];
        while (await ReceiveAsync(socket, buffer, stop) is { } text)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                await rooms.SayAsync(room, name, text.Trim());
            }
        }
    }
    finally
    {
        // When the server stops or this file changes, 'stop' is cancelled, and the WebSocket is closed with 1001 or 1012 after this.
        member.Dispose();
        await sending;
    }
}

// Returns a whole message; null if the client has closed.
static async Task<string?> ReceiveAsync(WebSocket socket, byte[] buffer, CancellationToken stop)
{
    var length = 0;
    while (true)
    {
        var received = await socket.ReceiveAsync(buffer.AsMemory(length), stop);
        length += received.Count;
        if (received.MessageType == WebSocketMessageType.Close || received.EndOfMessage)
        {
            return received.MessageType == WebSocketMessageType.Text ? Encoding.UTF8.GetString(buffer, 0, length) : null;
        }
    }
}

static async Task SendAsync(WebSocket socket, ChatMember member)
{
    try
    {
        await foreach (var message in member.Messages)
        {
            await socket.SendAsync(
                JsonSerializer.SerializeToUtf8Bytes(message, JsonSerializerOptions.Web), WebSocketMessageType.Text, true, default);
        }

        if (member.IsTooSlow)
        {
            socket.Abort();
        }
    }
    catch (WebSocketException)
    {
        // The client has disconnected.
    }
}
