using System.Buffers;
using System.Net.WebSockets;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Sockets;

/// <summary>
/// Receives the messages of a WebSocket for its function. It always waits for the next part of a message, also while the function does not
/// receive, so that pings are answered and a disconnect is noticed.
/// </summary>
/// <remarks>
/// The receive of the framework aborts the connection when its token is cancelled, so a cancelled function could not close with
/// a status. Here a cancelled receive only ends the wait: the part that arrives later is returned by the next receive. Therefore a part is
/// received into a buffer of this class and copied; the buffer of the function may be in use for something else by then.
/// </remarks>
/// <param name="limit">The largest message, in bytes.</param>
/// <param name="onDisconnected">Called when no more messages can arrive and the function may not notice, because it does not receive.</param>
internal sealed class SocketReader(WebSocket socket, long limit, Action onDisconnected) : IDisposable
{
    private const int BufferSize = 4096;

    private readonly SemaphoreSlim _turn = new(1);
    private byte[]? _buffer;
    private int _start;
    private int _end;
    private long _messageLength;
    private ValueWebSocketReceiveResult _received;
    private Task _filling = Task.CompletedTask;
    private bool _isUsed;

    /// <summary>Gets whether the client has closed, or the connection is lost, or a message was not valid.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Gets whether the connection is lost, or the client has sent something that is not valid.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Gets whether the client has sent something that is not valid, and got a close status for it.</summary>
    public bool HasRejected { get; private set; }

    /// <summary>Begins to wait for the first message.</summary>
    public void Start() => _filling = FillAsync();

    /// <summary>Receives a part of a message.</summary>
    public async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        _isUsed = true;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await WaitAsync(cancellationToken);
            return Take(destination);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Discards messages until the client closes or the connection is lost.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (!HasEnded)
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                await WaitAsync(cancellationToken);
                Take(default, all: true);
            }
            catch (Exception exception) when (exception is WebSocketException or IOException)
            {
                // The connection is lost.
            }
            finally
            {
                _turn.Release();
            }
        }

        if (HasFailed && socket.State == WebSocketState.CloseSent)
        {
            await DiscardAsync(cancellationToken);
        }
    }

    private async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await (_filling.IsCompleted ? _filling : _filling.WaitAsync(cancellationToken));
    }

    private ValueWebSocketReceiveResult Take(Memory<byte> destination, bool all = false)
    {
        var count = all ? _end - _start : Math.Min(destination.Length, _end - _start);
        if (!all && count > 0)
        {
            _buffer.AsMemory(_start, count).CopyTo(destination);
        }

        _start += count;
        var isTaken = _start == _end;
        var result = new ValueWebSocketReceiveResult(count, _received.MessageType, _received.EndOfMessage && isTaken);
        if (isTaken && !HasEnded)
        {
            ReturnBuffer();
            _filling = FillAsync();
        }

        return result;
    }

    private async Task FillAsync()
    {
        try
        {
            // A receive without a buffer returns when a message begins, and holds no memory until then.
            _received = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
            (_start, _end) = (0, 0);
            if (_received.MessageType != WebSocketMessageType.Close && !_received.EndOfMessage)
            {
                _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
                _received = await socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None);
                _end = _received.Count;
            }

            await CountAsync();
        }
        catch (Exception exception)
        {
            HasFailed = true;
            HasRejected = exception is WebSocketException { WebSocketErrorCode: WebSocketError.Faulted };
            End();
            throw;
        }

        if (_received.MessageType == WebSocketMessageType.Close)
        {
            End();
        }
    }

    private async ValueTask CountAsync()
    {
        _messageLength += _received.Count;
        if (_messageLength > limit)
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, null, CancellationToken.None);
            }

            throw new WebSocketException(WebSocketError.Faulted, UsageTexts.SocketMessageTooLarge(limit));
        }

        _messageLength = _received.EndOfMessage ? 0 : _messageLength;
    }

    /// <summary>Receives the rest of a message that is too large. A client that still sends would not see the status otherwise.</summary>
    private async Task DiscardAsync(CancellationToken cancellationToken)
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

    /// <summary>
    /// Marks an exception that no receive has seen as observed. The semaphore is not disposed: it has no wait handle, and a late receive of
    /// the function would throw an exception that hides the reason.
    /// </summary>
    public void Dispose() => _ = _filling.Exception;

    private void End()
    {
        HasEnded = true;
        ReturnBuffer();

        // A function that receives gets the close as a message, after all messages before it. It must not be cancelled while it processes
        // those.
        if (HasFailed || !_isUsed)
        {
            onDisconnected();
        }
    }

    private void ReturnBuffer()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
