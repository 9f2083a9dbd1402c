using System.Collections.Concurrent;
using System.Net.WebSockets;
using FileRoutedApi.Modules;

namespace FileRoutedApi.Sockets;

/// <summary>The WebSockets that are open, and how they are closed when the application stops or their code is replaced.</summary>
internal sealed class OpenSockets(TimeProvider time)
{
    /// <summary>The status for clients that should connect again, because the service restarts (registered by IANA).</summary>
    public const WebSocketCloseStatus ServiceRestart = (WebSocketCloseStatus)1012;

    // As long as requests in flight may take when an application restarts in development.
    private static readonly TimeSpan _reloadTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<SocketCall, bool> _calls = [];
    private volatile int _stopStatus;

    /// <summary>Adds a call. It is cancelled immediately if the application stops.</summary>
    public void Add(SocketCall call)
    {
        _calls[call] = true;
        if (_stopStatus is not 0 and var status)
        {
            call.Stop((WebSocketCloseStatus)status);
        }
    }

    /// <summary>Removes a call that has ended.</summary>
    public void Remove(SocketCall call) => _calls.TryRemove(call, out _);

    /// <summary>Cancels all functions, also those of later requests.</summary>
    /// <returns>A task that completes with the last WebSocket.</returns>
    public Task StopAsync(WebSocketCloseStatus status)
    {
        Interlocked.CompareExchange(ref _stopStatus, (int)status, 0);
        return StopAsync([.. _calls.Keys], status);
    }

    /// <summary>
    /// Closes all WebSockets because another application replaces this one. Those that do not end within a timeout are aborted.
    /// </summary>
    public Task RestartAsync()
    {
        Interlocked.CompareExchange(ref _stopStatus, (int)ServiceRestart, 0);
        return CloseAsync([.. _calls.Keys]);
    }

    /// <summary>Closes the WebSockets that use replaced modules. Those that do not end within a timeout are aborted.</summary>
    /// <param name="replaced">The modules that get no new requests.</param>
    /// <param name="requests">Completes with the last request that was in flight when the modules were replaced.</param>
    public async Task RestartAsync(IReadOnlyList<RouteModule> replaced, Task requests)
    {
        await CloseAsync(Using(replaced));
        await requests;

        // A request that was in flight may have opened another WebSocket.
        await CloseAsync(Using(replaced));
    }

    private List<SocketCall> Using(IReadOnlyList<RouteModule> modules) =>
        _calls.IsEmpty ? [] : [.. _calls.Keys.Where(call => modules.Any(call.Uses))];

    private async Task CloseAsync(List<SocketCall> calls)
    {
        if (calls.Count == 0)
        {
            return;
        }

        var ended = StopAsync(calls, ServiceRestart);
        await Task.WhenAny(ended, Task.Delay(_reloadTimeout, time));
        calls.ForEach(call => call.Abort());
    }

    private static Task StopAsync(List<SocketCall> calls, WebSocketCloseStatus status)
    {
        calls.ForEach(call => call.Stop(status));
        return Task.WhenAll(calls.Select(call => call.Ended));
    }
}
