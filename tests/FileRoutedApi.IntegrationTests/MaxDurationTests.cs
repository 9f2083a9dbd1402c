using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.IntegrationTests;

/// <summary>The clock stands still; each test moves it when the handler waits.</summary>
public class MaxDurationTests(KestrelApp app)
{
    private static readonly TimeSpan _fiveSeconds = TimeSpan.FromSeconds(5);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("listens", "HTTP/1.1 504 Gateway Timeout\r\n", "within its maximum duration of 5 s")]
    [InlineData("gives-up", "HTTP/1.1 504 Gateway Timeout\r\n", "within its maximum duration of 5 s")]
    [InlineData("wraps", "HTTP/1.1 504 Gateway Timeout\r\n", "within its maximum duration of 5 s")]
    [InlineData("answers-late", "HTTP/1.1 200 OK\r\n", "\"late\"")]
    public async Task When_it_is_over_the_handler_is_asked_to_end(string how, string status, string body)
    {
        var answer = Wire.GetAsync(app.EndPoint, $"/api/slow?how={how}", Stop);
        await app.Time.TimerCreatedAsync(_fiveSeconds, Stop);
        app.Time.Advance(_fiveSeconds);

        var response = await answer;
        Assert.StartsWith(status, response, StringComparison.Ordinal);
        Assert.Contains(body, response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_that_ignores_it_loses_its_connection_after_the_grace()
    {
        var answer = Wire.GetAsync(app.EndPoint, "/api/slow?how=ignores", Stop);
        await app.Time.TimerCreatedAsync(_fiveSeconds, Stop);
        app.Time.Advance(_fiveSeconds);
        Assert.False(answer.IsCompleted);
        app.Time.Advance(_fiveSeconds);

        Assert.Equal("", await answer);
        await app.Logs.WaitForAsync("The handler did not finish within its maximum duration of 5 s");
        Assert.EndsWith("\"quick\"", await Wire.GetAsync(app.EndPoint, "/api/slow", Stop), StringComparison.Ordinal);
        await app.Time.TimerCreatedAsync(_fiveSeconds, Stop);
    }

    [Fact]
    public async Task Where_every_thread_is_busy_and_the_timer_comes_late_it_is_over_all_the_same()
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

    /// <summary>Two seconds pass whenever a handler asks for the time, and no timer ever fires.</summary>
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
