using System.Net.WebSockets;
using FileRoutedApi.Http;
using FileRoutedApi.Modules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Sockets;

/// <summary>One call of a <c>SOCKET</c> function, from the request to the end of the connection.</summary>
internal sealed partial class SocketCall : IDisposable
{
    /// <summary>How long the client may take to confirm the close.</summary>
    public static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly HttpContext _context;
    private readonly SocketSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationToken _aborted;
    private readonly CancellationTokenSource _stopping;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _stopStatus;

    /// <param name="logger">The logger of the file.</param>
    public SocketCall(HttpContext context, SocketSettings settings, TimeProvider time, ILogger logger)
    {
        _context = context;
        _settings = settings;
        _time = time;
        _logger = logger;
        _aborted = context.RequestAborted;
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(_aborted);
        Socket = new RouteSocket(_stopping.Token);
        context.RequestAborted = _stopping.Token;
        context.Features.Set(this);
    }

    /// <summary>Gets the WebSocket of the function.</summary>
    public RouteSocket Socket { get; }

    /// <summary>Gets whether the WebSocket was accepted, so that no other response can be sent.</summary>
    public bool IsAccepted { get; private set; }

    /// <summary>Gets a task that completes when the connection has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Gets the call of a request, or null.</summary>
    public static SocketCall? Of(HttpContext context) => context.Features.Get<SocketCall>();

    /// <summary>Returns true if the call uses the code of a module.</summary>
    public bool Uses(RouteModule module) => _settings.Modules.Contains(module);

    /// <summary>Cancels the token of the function, which may send its last messages and close. Otherwise it is closed with a status.</summary>
    public void Stop(WebSocketCloseStatus status)
    {
        if (Interlocked.CompareExchange(ref _stopStatus, (int)status, 0) == 0)
        {
            Cancel();
        }
    }

    /// <summary>Aborts the connection of a function that has not ended in time.</summary>
    public void Abort()
    {
        if (!Ended.IsCompleted)
        {
            Log.Aborted(_logger);
            Socket.Abort();
            _context.Abort();
        }
    }

    /// <summary>Accepts the WebSocket, calls the function and closes. It is the innermost filter: all parameters are valid here.</summary>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (!await TryAcceptAsync())
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        var status = WebSocketCloseStatus.NormalClosure;
        try
        {
            await next(context);
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            Log.Cancelled(_logger, exception);
        }
        catch (Exception exception)
        {
            Log.Threw(_logger, exception);
            status = WebSocketCloseStatus.InternalServerError;
        }

        await CloseAsync(_stopStatus != 0 ? (WebSocketCloseStatus)_stopStatus : status);
        return TypedResults.Empty;
    }

    public void Dispose()
    {
        _context.RequestAborted = _aborted;
        _context.Features.Set<SocketCall>(null);
        Socket.Release();
        _stopping.Dispose();
        _ended.TrySetResult();
    }

    private async ValueTask<bool> TryAcceptAsync()
    {
        // The data of a WebSocket is not a body: over HTTP/2 it would be limited, and an idle client would be too slow.
        if (_context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (_context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        _context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        WebSocket accepted;
        try
        {
            accepted = await _context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                SubProtocol = SocketRequest.SelectProtocol(_context, _settings.Protocols),
                KeepAliveInterval = _settings.KeepAliveInterval,
                KeepAliveTimeout = _settings.KeepAliveTimeout,
            });
        }
        catch (InvalidOperationException exception) when (!_context.Response.HasStarted)
        {
            // Kestrel:Limits:MaxConcurrentUpgradedConnections
            Log.NotAccepted(_logger, exception.Message);
            return false;
        }

        IsAccepted = true;
        Socket.Open(accepted, new SocketReader(accepted, _settings.MessageSizeLimit, _time, Cancel));
        _context.Features.Get<IRequestInFlight>()?.Leave();
        return true;
    }

    /// <summary>
    /// Returns true for the exceptions of a function that was cancelled, or whose client has disconnected or sent something invalid.
    /// </summary>
    private bool IsExpected(Exception exception) =>
        (exception is OperationCanceledException && _stopping.IsCancellationRequested)
        || (exception is WebSocketException or IOException && (Socket.Reader!.HasEnded || _aborted.IsCancellationRequested));

    /// <summary>Sends the status unless the function has closed, and waits until the client has closed too.</summary>
    private async Task CloseAsync(WebSocketCloseStatus status)
    {
        if (Socket.ConnectionState is WebSocketState.Closed or WebSocketState.Aborted)
        {
            if (Socket.Reader!.HasRejected)
            {
                // The server resets the connection of a WebSocket that is not closed in order, and the client would not get the status that
                // was just sent. So the client disconnects first.
                await Task.Delay(CloseTimeout, _time, _aborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return;
        }

        using var timeout = new CancellationTokenSource(CloseTimeout, _time);
        try
        {
            if (Socket.ConnectionState == WebSocketState.CloseReceived)
            {
                await Socket.Reader!.ConfirmAsync().WaitAsync(timeout.Token);
            }
            else
            {
                await Socket.CloseAsync(status, null, timeout.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or IOException)
        {
            Log.NotClosed(_logger, exception);
            Socket.Abort();
        }
    }

    private void Cancel()
    {
        try
        {
            // On another thread, because the callbacks may run code of the function.
            _ = _stopping.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The call has ended.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Error, "SOCKET threw an exception; the WebSocket is closed with status 1011.", EventName = "Threw")]
        public static partial void Threw(ILogger logger, Exception exception);

        [LoggerMessage(
            2, LogLevel.Debug, "SOCKET ended, because it was cancelled or the client has disconnected.", EventName = "Cancelled")]
        public static partial void Cancelled(ILogger logger, Exception exception);

        [LoggerMessage(
            3, LogLevel.Debug, "The client did not confirm that the WebSocket is closed.", EventName = "NotClosed")]
        public static partial void NotClosed(ILogger logger, Exception exception);

        [LoggerMessage(
            4, LogLevel.Warning, "SOCKET did not end after its CancellationToken was cancelled; the connection is aborted.",
            EventName = "Aborted")]
        public static partial void Aborted(ILogger logger);

        [LoggerMessage(5, LogLevel.Warning, "The WebSocket was not accepted, and the response is a 503: {Reason}", EventName = "NotAccepted")]
        public static partial void NotAccepted(ILogger logger, string reason);
    }
}
