using FileRoutedApi.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FileRoutedApi.Redis;

/// <summary>
/// The connection to Redis that all parts of the application share. No request waits for a Redis that does not respond: after a failure
/// Redis is not used until it has responded to a probe.
/// </summary>
internal sealed partial class RedisConnection : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan _responseTimeout = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _probeInterval = TimeSpan.FromMilliseconds(500);

    // One slow response on a busy machine is not an outage.
    private static readonly TimeSpan _confirmedAfter = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Lazy<Task<IConnectionMultiplexer>> _connecting;
    private readonly CancellationTokenSource _disposing = new();
    private readonly Lock _lock = new();
    private int _isDisposed;
    private Task? _recovery;
    private string? _refusal;

    public RedisConnection(ConfigurationOptions options, string prefix, TimeProvider time, ILoggerFactory loggers)
    {
        Prefix = prefix;
        _time = time;
        _logger = loggers.CreateLogger<RedisConnection>();
        _connecting = new(() => ConnectAsync(options));
    }

    /// <summary>What every key begins with.</summary>
    public string Prefix { get; }

    /// <summary>Called when Redis can be used again after a failure.</summary>
    public event Action? IsBack;

    /// <summary>The connection, when the first attempt has ended; it goes on trying by itself.</summary>
    public Task<IConnectionMultiplexer> Multiplexer => _connecting.Value;

    /// <summary>The database; null while Redis is away.</summary>
    public IDatabase? Database =>
        Volatile.Read(ref _recovery) is null && Multiplexer is { IsCompletedSuccessfully: true, Result: { IsConnected: true } connection }
            ? connection.GetDatabase()
            : null;

    /// <exception cref="FileRoutesException">The connection string cannot be read (FRA3029).</exception>
    public static ConfigurationOptions Parse(string connection)
    {
        try
        {
            var options = ConfigurationOptions.Parse(connection);
            options.AbortOnConnectFail = false;

            // A request does not wait for a connection, and waits for a response no longer than this unless the connection string says so.
            options.BacklogPolicy = BacklogPolicy.FailFast;
            options.AsyncTimeout = Names("asyncTimeout") ? options.AsyncTimeout : (int)_responseTimeout.TotalMilliseconds;
            options.SyncTimeout = Names("syncTimeout") ? options.SyncTimeout : 1_000;
            options.ConnectTimeout = Names("connectTimeout") ? options.ConnectTimeout : 2_000;
            options.HeartbeatInterval = TimeSpan.FromMilliseconds(500);
            options.ReconnectRetryPolicy = new LinearRetry(500);
            return options;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new FileRoutesException(RouteDiagnostics.InvalidRedis(exception.Message));
        }

        bool Names(string option) => connection.Split(',', StringSplitOptions.TrimEntries)
            .Any(part => part.StartsWith($"{option}=", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Notes that a command failed: Redis is not used until it responds to a probe.</summary>
    public void Fail(Exception exception)
    {
        // Redis responds, so it is not away. The same refusal is logged once.
        if (exception is RedisServerException && Interlocked.Exchange(ref _refusal, exception.Message) != exception.Message)
        {
            Log.Refused(_logger, exception.Message);
        }

        Suspend(exception.Message);
    }

    // Begins to connect, and lets the start go on.
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Multiplexer;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        // The container disposes it twice: as itself and as a hosted service.
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        await _disposing.CancelAsync();
        if (Volatile.Read(ref _recovery) is { } recovery)
        {
            await recovery.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_connecting.IsValueCreated)
        {
            await (await _connecting.Value).DisposeAsync();
        }

        _disposing.Dispose();
    }

    private async Task<IConnectionMultiplexer> ConnectAsync(ConfigurationOptions options)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(options);
        connection.ConnectionFailed += (_, failed) =>
        {
            // The connection for subscriptions, which carries nothing here, fails and reconnects by itself.
            if (failed.ConnectionType == ConnectionType.Interactive)
            {
                Suspend(failed.FailureType.ToString());
            }
        };
        if (!connection.IsConnected)
        {
            Suspend("no connection");
        }

        return connection;
    }

    private void Suspend(string reason)
    {
        lock (_lock)
        {
            if (_recovery is null && !_disposing.IsCancellationRequested)
            {
                // Not in this lock, and not in the request that failed.
                _recovery = Task.Run(() => RecoverAsync(reason), CancellationToken.None);
            }
        }
    }

    /// <summary>
    /// Probes Redis until it responds. Everything that fails meanwhile belongs to the same outage, and events that arrive late find a Redis
    /// that responds: so an outage is logged once, however many commands and connections it breaks.
    /// </summary>
    private async Task RecoverAsync(string reason)
    {
        var connection = await Multiplexer;
        var began = _time.GetTimestamp();
        var isAway = false;
        for (var responds = false; !responds;)
        {
            if (!isAway && (!connection.IsConnected || _time.GetElapsedTime(began) >= _confirmedAfter))
            {
                isAway = true;
                Log.Away(_logger, reason);
            }

            await Task.Delay(_probeInterval, _time, _disposing.Token);
            responds = await RespondsAsync(connection);
        }

        Volatile.Write(ref _recovery, null);
        IsBack?.Invoke();
        if (isAway)
        {
            Log.Back(_logger);
        }
    }

    private static async Task<bool> RespondsAsync(IConnectionMultiplexer connection)
    {
        try
        {
            await connection.GetDatabase().PingAsync();
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Redis is not available ({Reason}). This process uses its own memory; cached responses, request counts and keys are not shared until it is available again.", EventName = "RedisAway")]
        public static partial void Away(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "Redis is available again.", EventName = "RedisBack")]
        public static partial void Back(ILogger logger);

        [LoggerMessage(3, LogLevel.Warning, "Redis refused a command ({Reason}). This process uses its own memory instead.", EventName = "RedisRefused")]
        public static partial void Refused(ILogger logger, string reason);
    }
}
