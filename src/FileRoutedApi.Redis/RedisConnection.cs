using FileRoutedApi.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FileRoutedApi.Redis;

/// <summary>The one connection to Redis. Nobody waits for it: where it is away, it is known at once.</summary>
internal sealed partial class RedisConnection : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Lazy<Task<IConnectionMultiplexer>> _connecting;
    private long _awayUntil;
    private int _isAway;

    public RedisConnection(ConfigurationOptions options, string prefix, TimeProvider time, ILoggerFactory loggers)
    {
        Prefix = prefix;
        _time = time;
        _logger = loggers.CreateLogger<RedisConnection>();
        _connecting = new(() => ConnectAsync(options));
    }

    /// <summary>What every key begins with.</summary>
    public string Prefix { get; }

    /// <summary>Called when Redis is back.</summary>
    public event Action? IsBack;

    /// <summary>The connection, when the first attempt has ended; it goes on trying by itself.</summary>
    public Task<IConnectionMultiplexer> Multiplexer => _connecting.Value;

    /// <summary>The database; null while Redis is away.</summary>
    public IDatabase? Database =>
        Multiplexer is { IsCompletedSuccessfully: true, Result: { IsConnected: true } connection } && _time.GetTimestamp() >= Volatile.Read(ref _awayUntil)
            ? connection.GetDatabase()
            : null;

    /// <exception cref="FileRoutesException">The connection string cannot be read (FRA3029).</exception>
    public static ConfigurationOptions Parse(string connection)
    {
        try
        {
            var options = ConfigurationOptions.Parse(connection);
            options.AbortOnConnectFail = false;

            // A request waits for nothing that is not there.
            options.BacklogPolicy = BacklogPolicy.FailFast;
            options.AsyncTimeout = Math.Min(options.AsyncTimeout, (int)_patience.TotalMilliseconds);
            options.SyncTimeout = Math.Min(options.SyncTimeout, 1_000);
            options.ConnectTimeout = Math.Min(options.ConnectTimeout, 2_000);
            options.HeartbeatInterval = TimeSpan.FromMilliseconds(500);
            options.ReconnectRetryPolicy = new LinearRetry(500);
            return options;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new FileRoutesException(RouteDiagnostics.InvalidRedis(exception.Message));
        }
    }

    /// <summary>Notes that Redis did not answer: it is not asked again for a moment.</summary>
    public void Fail(Exception exception)
    {
        Volatile.Write(ref _awayUntil, _time.GetTimestamp() + (long)(_pause.TotalSeconds * _time.TimestampFrequency));
        NoteAway(exception.Message);
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
        if (_connecting.IsValueCreated)
        {
            await (await _connecting.Value).DisposeAsync();
        }
    }

    private async Task<IConnectionMultiplexer> ConnectAsync(ConfigurationOptions options)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(options);
        connection.ConnectionFailed += (_, failed) => NoteAway(failed.FailureType.ToString());
        connection.ConnectionRestored += (_, _) => NoteBack();
        if (!connection.IsConnected)
        {
            NoteAway("nobody answers");
        }

        return connection;
    }

    private void NoteAway(string reason)
    {
        if (Interlocked.Exchange(ref _isAway, 1) == 0)
        {
            Log.Away(_logger, reason);
        }
    }

    private void NoteBack()
    {
        Volatile.Write(ref _awayUntil, 0);
        if (Interlocked.Exchange(ref _isAway, 0) == 1)
        {
            Log.Back(_logger);
            IsBack?.Invoke();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Redis is away ({Reason}). Requests go on with what this process has in memory; answers, counts and keys are not shared until it is back.", EventName = "RedisAway")]
        public static partial void Away(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "Redis is back.", EventName = "RedisBack")]
        public static partial void Back(ILogger logger);
    }
}
