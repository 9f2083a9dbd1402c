using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// Enforces the maximum duration of one call: first the token of the request is cancelled, then, after a grace period, the connection is
/// aborted.
/// </summary>
internal sealed partial class HandlerDeadline : IDisposable
{
    private readonly Lock _ending = new();
    private readonly HttpContext _context;
    private readonly Options _options;
    private readonly ILogger _logger;
    private readonly CancellationToken _clientAborted;
    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;
    private readonly long _started;
    private bool _isOver;
    private bool _ended;

    private HandlerDeadline(HttpContext context, Options options, ILogger logger)
    {
        _context = context;
        _options = options;
        _logger = logger;
        _clientAborted = context.RequestAborted;
        _started = options.Time.GetTimestamp();
        _source = CancellationTokenSource.CreateLinkedTokenSource(_clientAborted);
        context.RequestAborted = _source.Token;

        // Locked, because the timer may fire before _timer is assigned, and OnTimer uses it.
        lock (_ending)
        {
            _timer = options.Time.CreateTimer(
                static state => ((HandlerDeadline)state!).OnTimer(), this, TimeSpan.FromSeconds(options.Seconds), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>
    /// Gets whether the maximum duration is over. Compares the time too, because the timer fires late if all threads are busy.
    /// </summary>
    public bool IsOver => _isOver || _options.Time.GetElapsedTime(_started) >= TimeSpan.FromSeconds(_options.Seconds);

    public static HandlerDeadline? Start(HttpContext context, Options? options, ILogger logger) =>
        options is null ? null : new HandlerDeadline(context, options, logger);

    public void Dispose()
    {
        lock (_ending)
        {
            _ended = true;
        }

        _timer.Dispose();
        _context.RequestAborted = _clientAborted;
        _source.Dispose();
    }

    private void OnTimer()
    {
        lock (_ending)
        {
            // The call has ended, and the server may reuse its context for another request.
            if (_ended)
            {
                return;
            }

            if (_isOver)
            {
                Log.ConnectionAborted(_logger, _options.Seconds);
                _context.Abort();
                return;
            }

            _isOver = true;
            _timer.Change(_options.Grace, Timeout.InfiniteTimeSpan);
        }

        // Outside the lock, because Cancel runs continuations, and one of them may end the call and dispose this object.
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call has ended between the lock and here.
        }
    }

    /// <summary>The limits of a file.</summary>
    /// <param name="Seconds">The maximum duration.</param>
    /// <param name="Grace">The grace period until the connection is aborted.</param>
    internal sealed record Options(int Seconds, TimeSpan Grace, TimeProvider Time);

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Error,
            "The handler did not finish within its maximum duration of {Seconds} s and the grace period after it; "
                + "the connection was aborted.",
            EventName = "ConnectionAborted")]
        public static partial void ConnectionAborted(ILogger logger, int seconds);
    }
}
