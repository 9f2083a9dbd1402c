using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.IntegrationTests;

/// <summary>
/// The limit of a handler's duration, with a clock that each test advances when the handler waits. The server is not shared with other
/// tests: their requests create timers of the same duration.
/// </summary>
public class MaxDurationTests(KestrelApp app) : IClassFixture<KestrelApp>
{
    private static readonly TimeSpan _fiveSeconds = TimeSpan.FromSeconds(5);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("listens", "HTTP/1.1 504 Gateway Timeout\r\n", "within its maximum duration of 5 s")]
    [InlineData("gives-up", "HTTP/1.1 504 Gateway Timeout\r\n", "within its maximum duration of 5 s")]
    [InlineData("wraps", "HTTP/1.1 504 Gateway Timeout\r\n", "within its maximum duration of 5 s")]
    [InlineData("answers-late", "HTTP/1.1 200 OK\r\n", "\"late\"")]
    public async Task After_the_time_limit_the_handler_is_cancelled(string how, string status, string body)
    {
        var exchange = Wire.GetAsync(app.EndPoint, $"/api/slow?how={how}", Stop);
        await app.Time.TimerCreatedAsync(_fiveSeconds, Stop);
        app.Time.Advance(_fiveSeconds);

        var response = await exchange;
        Assert.StartsWith(status, response, StringComparison.Ordinal);
        Assert.Contains(body, response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_that_ignores_cancellation_loses_its_connection_after_the_grace_period()
    {
        var exchange = Wire.GetAsync(app.EndPoint, "/api/slow?how=ignores", Stop);
        await app.Time.TimerCreatedAsync(_fiveSeconds, Stop);
        app.Time.Advance(_fiveSeconds);
        Assert.False(exchange.IsCompleted);
        app.Time.Advance(_fiveSeconds);

        Assert.Equal("", await exchange);
        await app.Logs.WaitForAsync("The handler did not finish within its maximum duration of 5 s");
        Assert.EndsWith("\"quick\"", await Wire.GetAsync(app.EndPoint, "/api/slow", Stop), StringComparison.Ordinal);
        await app.Time.TimerCreatedAsync(_fiveSeconds, Stop);
    }

    [Fact]
    public async Task The_time_limit_applies_although_the_timer_fires_late()
    {
        var time = new BusyTime();
        using var busy = new FolderApp(
            new TempFolder(("api/a.cs", """
                var config = new RouteConfig { MaxDuration = 1 };
                void Handler(ApiRequest req, ApiResponse res, TimeProvider time) => time.GetUtcNow();
                """)),
            services: services => services.AddSingleton<TimeProvider>(time));
        using var client = busy.CreatePlainClient();

        Assert.Equal(HttpStatusCode.GatewayTimeout, (await client.GetAsync("/api/a", Stop)).StatusCode);
    }

    /// <summary>A clock that advances by two seconds on each read and whose timers never fire.</summary>
    private sealed class BusyTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Volatile.Read(ref _now);

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(Interlocked.Add(ref _now, 2));

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
