using FileRoutedApi.Redis;
using Serilog;
using Serilog.Extensions.Logging;
using StackExchange.Redis;

namespace FileRoutedApi.IntegrationTests.Redis;

/// <summary>When Redis is treated as unavailable, and what is logged.</summary>
public sealed class RedisConnectionTests : IAsyncLifetime
{
    private static readonly TimeSpan _probeInterval = TimeSpan.FromMilliseconds(500);

    private readonly LogSink _logs = new();
    private readonly RedisServer _redis = new();
    private readonly List<RedisConnection> _connections = [];
    private SerilogLoggerFactory? _loggers;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(RedisServer.Missing is not null, RedisServer.Missing ?? "");
        await _redis.StartAsync();
        _loggers = new SerilogLoggerFactory(new LoggerConfiguration().WriteTo.Sink(_logs).CreateLogger(), dispose: true);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        await _redis.DisposeAsync();
        _loggers?.Dispose();
    }

    [Fact]
    public async Task Each_outage_logs_one_warning_however_many_commands_fail()
    {
        var connection = await ConnectAsync(TimeProvider.System);
        for (var outage = 1; outage <= 3; outage++)
        {
            await _redis.KillAsync();
            await _logs.WaitForAsync("Redis is unavailable", outage);
            FailTwentyTimes(connection);
            Assert.Null(connection.Database);

            await _redis.StartAsync();
            await _logs.WaitForAsync("Redis is available again", outage);
            var isBack = NextRecoveredAsync(connection);
            FailTwentyTimes(connection);
            await isBack;

            Assert.Equal((outage, outage), (_logs.Count("Redis is unavailable"), _logs.Count("Redis is available again")));
        }
    }

    [Theory]
    [InlineData("redis", 250, 1000, 2000)]
    [InlineData("redis,asyncTimeout=700", 700, 1000, 2000)]
    [InlineData("redis, AsyncTimeout=9000,syncTimeout=8000,connectTimeout=7000", 9000, 8000, 7000)]
    public void The_connection_string_may_set_the_timeout(string connection, int async, int sync, int connect)
    {
        var options = RedisConnection.Parse(connection);

        Assert.Equal((async, sync, connect), (options.AsyncTimeout, options.SyncTimeout, options.ConnectTimeout));
    }

    [Fact]
    public async Task A_slow_response_is_not_an_outage()
    {
        var time = new SignallingTime();
        var connection = await ConnectAsync(time);
        var isBack = NextRecoveredAsync(connection);

        connection.Fail(new TimeoutException("slow"));
        Assert.Null(connection.Database);
        await time.TimerCreatedAsync(_probeInterval, Stop);
        Assert.Null(connection.Database);
        time.Advance(_probeInterval);
        await isBack;

        Assert.NotNull(connection.Database);
        Assert.Empty(_logs.Messages);
    }

    [Fact]
    public async Task A_rejected_command_logs_one_warning()
    {
        var connection = await ConnectAsync(TimeProvider.System);
        for (var i = 0; i < 2; i++)
        {
            var isBack = NextRecoveredAsync(connection);
            connection.Fail(new RedisServerException(
                RedisErrorKind.Unknown, CommandFlags.None, "READONLY You can't write against a read only replica."));
            await isBack;
        }

        Assert.StartsWith("Redis refused a command (READONLY", Assert.Single(_logs.Messages), StringComparison.Ordinal);
    }

    private async Task<RedisConnection> ConnectAsync(TimeProvider time)
    {
        var connection = new RedisConnection(RedisConnection.Parse(_redis.ConnectionString), "t:", time, _loggers!);
        _connections.Add(connection);
        await connection.Multiplexer;
        return connection;
    }

    private static void FailTwentyTimes(RedisConnection connection)
    {
        for (var i = 0; i < 20; i++)
        {
            connection.Fail(new TimeoutException("late"));
        }
    }

    private static Task NextRecoveredAsync(RedisConnection connection)
    {
        var isBack = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.Recovered += () => isBack.TrySetResult();
        return isBack.Task;
    }
}
