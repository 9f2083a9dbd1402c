using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.ExceptionServices;

namespace FileRoutedApi.Sockets;

/// <summary>
/// Receives the messages of a WebSocket for its function. It reads ahead while the function does not receive, so that pings are answered,
/// and a close and a disconnect are noticed. What is read ahead is limited: then the client has to wait.
/// </summary>
/// <remarks>
/// The receive of the framework aborts the connection when its token is cancelled, so a cancelled function could not close with
/// a status. Here a cancelled receive only ends the wait: the part that arrives later is returned by the next receive. Therefore a part is
/// received into a buffer of this class and copied; the buffer of the function may be in use for something else by then.
/// </remarks>
/// <param name="limit">The largest message, in bytes.</param>
/// <param name="onDisconnected">Called when no more messages can arrive and the function may not notice, because it does not receive.</param>
internal sealed class SocketReader(WebSocket socket, long limit, TimeProvider time, Action onDisconnected) : IDisposable
{
    // Held by the one receive of the function that runs. Only its holder starts to fill.
    private readonly SemaphoreSlim _turn = new(1);

    // Guards the fields below, which the receive and the filling share.
    private readonly Lock _lock = new();
    private readonly UnreadParts _unread = new();
    private readonly PartReceiver _parts = new(socket, limit);
    private readonly ClientClose _close = new(socket, time, onDisconnected);
    private Task _filling = Task.CompletedTask;
    private bool _isFilling;
    private bool _isWaiting;
    private bool _isUsed;
    private Exception? _failure;

    /// <summary>Gets whether the client has closed, or the connection is lost, or a message was not valid.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Gets whether the connection is lost, or the client has sent something that is not valid.</summary>
    public bool HasFailed => _failure is not null;

    /// <summary>Gets whether the client has sent something that is not valid, and got a close status for it.</summary>
    public bool HasRejected => _failure is WebSocketException { WebSocketErrorCode: WebSocketError.Faulted };

    /// <summary>Gets whether messages have arrived that the function has not received.</summary>
    public bool HasUnread
    {
        get
        {
            lock (_lock)
            {
                return !_unread.IsEmpty;
            }
        }
    }

    /// <summary>Begins to wait for the first message.</summary>
    public void Start() => Continue();

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
            Continue();
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
                Discard();
            }
            finally
            {
                Continue();
                _turn.Release();
            }
        }

        // The close may have arrived before.
        Discard();
        if (HasFailed && socket.State == WebSocketState.CloseSent)
        {
            await _parts.DiscardAsync(cancellationToken);
        }
    }

    /// <summary>Responds to the close of the client with its own status.</summary>
    public Task ConfirmAsync() => _close.ConfirmAsync();

    /// <summary>
    /// Stops the timer. The semaphore is not disposed: it has no wait handle, and a late receive of the function would throw an exception
    /// that hides the reason.
    /// </summary>
    public void Dispose() => _close.Dispose();

    private async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (HasEnded || !_unread.IsEmpty)
            {
                return;
            }

            _isWaiting = true;
        }

        try
        {
            await _filling.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_lock)
            {
                _isWaiting = false;
            }
        }
    }

    private ValueWebSocketReceiveResult Take(Memory<byte> destination)
    {
        lock (_lock)
        {
            if (!_unread.IsEmpty)
            {
                return _unread.Take(destination);
            }

            if (_failure is not null)
            {
                ExceptionDispatchInfo.Throw(_failure);
            }

            _close.Take();
            return new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, endOfMessage: true);
        }
    }

    private void Discard()
    {
        lock (_lock)
        {
            _unread.Clear();
            if (HasEnded)
            {
                _close.Take();
            }
        }
    }

    /// <summary>Reads ahead again after a receive, which may have taken unread parts or was cancelled.</summary>
    private void Continue()
    {
        lock (_lock)
        {
            _close.RestartTimer();
            if (_isFilling || HasEnded || !_unread.HasRoom)
            {
                return;
            }

            _isFilling = true;
        }

        _filling = FillAsync();
    }

    /// <summary>
    /// Receives parts until the function waits for one, the limit is reached, or the connection ends. While the function waits, no further part
    /// is received before it has got its part: a frame that is not valid must not close the WebSocket before the function could respond.
    /// </summary>
    private async Task FillAsync()
    {
        try
        {
            byte[] buffer;
            ValueWebSocketReceiveResult received;
            do
            {
                (buffer, received) = await _parts.ReceiveAsync();
            }
            while (Add(buffer, received));
        }
        catch (Exception exception)
        {
            lock (_lock)
            {
                (_failure, HasEnded, _isFilling) = (exception, true, false);
            }

            onDisconnected();
        }
    }

    /// <returns>True to receive the next part.</returns>
    private bool Add(byte[] buffer, ValueWebSocketReceiveResult received)
    {
        if (received.MessageType == WebSocketMessageType.Close)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            OnClosed();
            return false;
        }

        lock (_lock)
        {
            if (!_isWaiting && received.Count < buffer.Length / 2)
            {
                // It may stay here for long.
                var small = ArrayPool<byte>.Shared.Rent(received.Count);
                buffer.AsSpan(0, received.Count).CopyTo(small);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = small;
            }

            _unread.Add(buffer, received);
            return _isFilling = !_isWaiting && _unread.HasRoom;
        }
    }

    private void OnClosed()
    {
        bool isIdle;
        lock (_lock)
        {
            HasEnded = true;
            isIdle = !_isUsed && _unread.IsEmpty;
            _close.Arrive();
            if (!_isWaiting)
            {
                _close.RestartTimer();
            }
        }

        // A function that receives gets the close as a message, after all messages before it. It must not be cancelled while it processes
        // those. A function that has never received, and has nothing to receive, only sends.
        if (isIdle)
        {
            onDisconnected();
        }
    }
}
