using System.Net;

namespace FileRoutedApi.IntegrationTests;

/// <summary>What Development adds for the author of the files.</summary>
public abstract class DevelopmentBehaviourTests(App app) : BehaviourTests(app)
{
    private readonly App _app = app;
    private readonly HttpClient _client = app.CreatePlainClient();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_without_a_response_is_an_empty_200_and_logs_a_warning()
    {
        var response = await _client.GetAsync("/api/nothing?unanswered", Stop);

        Assert.Equal((HttpStatusCode.OK, ""), (response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
        var logged = await _app.Logs.WaitForAsync(
            "The function ended without sending a response for /api/nothing, so an empty 200 is sent. "
            + "Call a method of the response such as res.Json or res.End.");
        Assert.Equal("\"api/nothing.cs\"", logged.Properties["SourceContext"].ToString());
    }

    [Fact]
    public async Task A_204_with_a_body_logs_a_warning()
    {
        await _client.GetAsync("/api/status?code=204&with=text&warned", Stop);

        await _app.Logs.WaitForAsync("A body was attempted to be set with a 204 statusCode for /api/status");
    }

    [Fact]
    public async Task An_exception_is_logged_with_file_and_line()
    {
        var response = await _client.GetAsync("/api/throw/before", Stop);

        var problem = await ExpectProblemAsync(response, 500, "Internal Server Error");
        Assert.Equal("a secret", problem.Detail);
        var exception = problem.Extensions["exception"]!.ToString()!;
        Assert.Contains("api/throw/before.cs\"", exception, StringComparison.Ordinal);
        Assert.Contains("\"line\":4", exception, StringComparison.Ordinal);
        await _app.Logs.WaitForAsync(entry =>
            entry.Exception?.Message == "a secret" && entry.Properties["SourceContext"].ToString() == "\"api/throw/before.cs\"");
    }
}

public sealed class TestServerBehaviourTests(TestServerApp app) : DevelopmentBehaviourTests(app);

public sealed class KestrelBehaviourTests(KestrelApp app) : DevelopmentBehaviourTests(app);
