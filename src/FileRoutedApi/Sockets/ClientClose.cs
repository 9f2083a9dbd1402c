using System.Net.WebSockets;

namespace FileRoutedApi.Sockets;

/// <summary>The close of the client, which is confirmed also if the function does not receive it.</summary>
/// <param name="onNotTaken">Called when the function has not received the close in time.</param>
internal sealed class ClientClose(WebSocket socket, TimeProvider time, Action onNotTaken) : IDisposable
{
    /// <summary>
    /// How long a function may go on without a receive after the client has closed. It may process the messages before the close for
    /// longer, if it receives the next one within this time.
    /// </summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private bool _isPending;
    private ITimer? _timer;
    private Task? _confirming;

    /// <summary>The client has closed.</summary>
    public void Arrive()
    {
        lock (_lock)
        {
            _isPending = true;
        }
    }

    /// <summary>The function has received the close.</summary>
    public void Take()
    {
        lock (_lock)
        {
            _isPending = false;
            _timer?.Dispose();
        }
    }

    /// <summary>Starts the grace period again, if the close has arrived and the function has not received it.</summary>
    public void RestartTimer()
    {
        lock (_lock)
        {
            if (!_isPending)
            {
                return;
            }

            _timer ??= time.CreateTimer(_ => OnNotTaken(), null, GracePeriod, Timeout.InfiniteTimeSpan);
            _timer.Change(GracePeriod, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Responds with the status of the client (RFC 6455 section 5.5.1).</summary>
    public Task ConfirmAsync()
    {
        lock (_lock)
        {
            return _confirming ??= SendAsync();
        }

        async Task SendAsync() =>
            await socket.CloseOutputAsync(socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    public void Dispose() => Take();

    private void OnNotTaken()
    {
        lock (_lock)
        {
            if (!_isPending)
            {
                return;
            }
        }

        onNotTaken();

        // The client gets its response even if the function ignores its token.
        if (socket.State == WebSocketState.CloseReceived)
        {
            _ = ConfirmAsync().ContinueWith(static confirming => _ = confirming.Exception, TaskScheduler.Default);
        }
    }
}
