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
        await app.Time.TimerCreatedAsync(Stop);
        app.Time.Advance(_fiveSeconds);

        var response = await answer;
        Assert.StartsWith(status, response, StringComparison.Ordinal);
        Assert.Contains(body, response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_that_ignores_it_loses_its_connection_after_the_grace()
    {
        var answer = Wire.GetAsync(app.EndPoint, "/api/slow?how=ignores", Stop);
        await app.Time.TimerCreatedAsync(Stop);
        app.Time.Advance(_fiveSeconds);
        Assert.False(answer.IsCompleted);
        app.Time.Advance(_fiveSeconds);

        Assert.Equal("", await answer);
        await app.Logs.WaitForAsync("The handler did not end within its maximum duration of 5 s");
        Assert.EndsWith("\"quick\"", await Wire.GetAsync(app.EndPoint, "/api/slow", Stop), StringComparison.Ordinal);
        await app.Time.TimerCreatedAsync(Stop);
    }
}
