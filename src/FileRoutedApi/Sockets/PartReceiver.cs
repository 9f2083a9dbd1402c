using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Sockets;

/// <summary>Receives the parts of messages, and rejects a message that is too large. It is used by one caller at a time.</summary>
/// <param name="limit">The largest message, in bytes.</param>
internal sealed class PartReceiver(WebSocket socket, long limit)
{
    private const int BufferSize = 4096;

    private long _messageLength;

    /// <summary>Receives a part, or the close of the client.</summary>
    /// <returns>The data, in an array that belongs to the caller and is from the shared pool.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<(byte[] Buffer, ValueWebSocketReceiveResult Received)> ReceiveAsync()
    {
        var buffer = Array.Empty<byte>();
        try
        {
            // A receive without a buffer returns when a message begins, and holds no memory until then.
            var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            if (received.MessageType != WebSocketMessageType.Close && !received.EndOfMessage)
            {
                buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
                received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            }

            await CountAsync(received);
            return (buffer, received);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    /// <summary>Receives the rest of a message that is too large. A client that still sends would not see the status otherwise.</summary>
    public async Task DiscardAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask CountAsync(ValueWebSocketReceiveResult received)
    {
        _messageLength += received.Count;
        if (_messageLength > limit)
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, null, CancellationToken.None);
            }

            throw new WebSocketException(WebSocketError.Faulted, UsageTexts.SocketMessageTooLarge(limit));
        }

        _messageLength = received.EndOfMessage ? 0 : _messageLength;
    }
}
