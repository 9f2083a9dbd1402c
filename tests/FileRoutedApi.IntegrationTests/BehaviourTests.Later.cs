using System.Net.Http.Json;

namespace FileRoutedApi.IntegrationTests;

/// <content>Work after the response.</content>
public abstract partial class BehaviourTests
{
    public static readonly TheoryData<string, int, string[]> Later = new()
    {
        { "order", 200, ["first", "second", "third True True"] },
        { "throws", 418, ["ran"] },
        { "fails", 200, ["next"] },
        { "results", 200, ["number", "task", "value task", "logger"] },
        { "service", 200, ["its own scope", "too late", "added by work"] },
        { "inner/x", 200, ["before next", "handler", "after next"] },
        {
            "captured",
            200,
            [
                "The handler has returned, so its request can no longer be used. "
                    + "Await all work that the handler starts, or copy the values before it returns.",
                "The handler has returned, so its response is complete. Await all work that the handler starts, or let res.After run it.",
                "The response has been sent, so no work can be added to it. Take an IAfter as a parameter of the work to add more.",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Later))]
    public async Task Work_runs_after_the_response_in_order(string path, int status, string[] reports)
    {
        var id = $"{Guid.NewGuid():N}";
        using var response = await _client.GetAsync($"/api/later/{path}?id={id}", Stop);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(reports, await _client.GetFromJsonAsync<string[]>($"/api/later/read?id={id}&count={reports.Length}", Stop) ?? []);
    }

    [Fact]
    public async Task A_client_does_not_wait_for_work_after_the_response()
    {
        var id = $"{Guid.NewGuid():N}";
        Assert.Equal("\"sent\"", await _client.GetStringAsync($"/api/later/waits?id={id}", Stop));
        await _client.GetStringAsync($"/api/later/signal?id={id}", Stop);
        Assert.Equal(["done"], await _client.GetFromJsonAsync<string[]>($"/api/later/read?id={id}&count=1", Stop) ?? []);
    }

    [Fact]
    public async Task A_function_that_cannot_run_after_the_response_is_refused_when_it_is_added() => Assert.Equal(
        [
            "ArgumentException: The parameter 'text' of work after the response is not a service: no 'String' is registered. "
                + "Capture values of the request instead of taking them as parameters. (Parameter 'work')",
            "ArgumentException: Work after the response must not be 'async void', because its exceptions would end the process. Return a Task. "
                + "(Parameter 'work')",
            "ArgumentOutOfRangeException: maxDuration ('00:00:00') must be greater than '00:00:00'. (Parameter 'maxDuration')",
        ],
        await _client.GetFromJsonAsync<string[]>("/api/later/wrong", Stop) ?? []);
}
