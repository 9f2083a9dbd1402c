using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Endpoints;

/// <summary>
/// The maximum duration of one call. When it is over the request's token is cancelled; when the time of grace is
/// over too, the connection is aborted.
/// </summary>
internal sealed partial class HandlerDeadline : IDisposable
{
    private readonly Lock _ending = new();
    private readonly HttpContext _context;
    private readonly Options _options;
    private readonly ILogger _logger;
    private readonly CancellationToken _clientGone;
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
        _clientGone = context.RequestAborted;
        _started = options.Time.GetTimestamp();
        _source = CancellationTokenSource.CreateLinkedTokenSource(_clientGone);
        context.RequestAborted = _source.Token;

        // A clock may be faster than this thread, and the timer's first deed is to set itself again.
        lock (_ending)
        {
            _timer = options.Time.CreateTimer(static state => ((HandlerDeadline)state!).OnTimer(), this, TimeSpan.FromSeconds(options.Seconds), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Whether the maximum duration is over; also where every thread was busy, so that the timer has not come to say so.</summary>
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
        _context.RequestAborted = _clientGone;
        _source.Dispose();
    }

    private void OnTimer()
    {
        lock (_ending)
        {
            // The call has ended meanwhile, and its context may belong to another request.
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

        // Outside the lock: what waits for the token may be the very call that is about to end.
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended in between.
        }
    }

    /// <summary>What a file says of its duration.</summary>
    /// <param name="Seconds">The maximum duration.</param>
    /// <param name="Grace">How long it may go on afterwards.</param>
    /// <param name="Time">The clock.</param>
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
