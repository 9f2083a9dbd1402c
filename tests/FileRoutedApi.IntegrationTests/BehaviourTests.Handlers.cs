using System.Net;
using System.Net.Http.Json;

namespace FileRoutedApi.IntegrationTests;

/// <content>Handlers: warnings, exceptions, methods and parameters.</content>
public abstract partial class BehaviourTests
{
    [Fact]
    public async Task An_external_resolver_logs_no_warning()
    {
        var response = await _client.GetAsync("/api/external", Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain(app.Logs.Messages, message => message.Contains("/api/external", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/api/large?size=4194304", "API response for /api/large exceeds 4MB.")]
    [InlineData("/api/large-stream", "API response for /api/large-stream exceeds 1KB.")]
    public async Task A_large_response_is_sent_and_logs_a_warning(string path, string warning)
    {
        var length = (await _client.GetByteArrayAsync(path, Stop)).Length;

        Assert.True(length is 4194304 or 1024);
        await app.Logs.WaitForAsync(warning);
    }

    [Fact]
    public async Task A_response_below_or_without_a_limit_logs_no_warning()
    {
        Assert.Equal(4194303, (await _client.GetByteArrayAsync("/api/large-of/4194303", Stop)).Length);
        Assert.Equal(5242880, (await _client.GetByteArrayAsync("/api/large-quiet", Stop)).Length);

        // A warning about it would precede this one.
        await _client.GetAsync("/api/large-of/4194305?token=very-secret", Stop);
        await app.Logs.WaitForAsync("API response for /api/large-of/4194305 exceeds 4MB.");
        Assert.DoesNotContain(
            app.Logs.Messages,
            message => message.Contains("4194303", StringComparison.Ordinal) || message.Contains("large-quiet", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Logs.Messages, message => message.Contains("very-secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(418)]
    [InlineData(503)]
    public async Task An_ApiException_is_a_response(int status)
    {
        var response = await _client.GetAsync($"/api/throw/api?status={status}", Stop);

        await ExpectProblemAsync(response, status, "first\r\nSet-Cookie: evil=1\r\n\r\nsecond ünïcödé 😀");
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Equal("1", response.Headers.GetValues("X-Kept").Single());
        Assert.Null(response.Content.Headers.ContentDisposition);
        Assert.Null(response.Headers.CacheControl?.MaxAge);
    }

    [Fact]
    public async Task An_ApiException_may_come_from_anywhere() =>
        await ExpectProblemAsync(await _client.GetAsync("/api/throw/shared", Stop), 403, "Not you");

    [Fact]
    public async Task An_ApiException_before_a_flush_replaces_what_was_written() =>
        await ExpectProblemAsync(await _client.GetAsync("/api/throw/unflushed", Stop), 409, "Conflict after all");

    [Theory]
    [InlineData("/api/throw/after", """{"answered":true}""")]
    [InlineData("/api/throw/twice", """{"first":true}""")]
    public async Task The_first_response_is_sent_although_the_handler_throws(string path, string expected)
    {
        var response = await _client.GetAsync(path, Stop);

        Assert.Equal((HttpStatusCode.OK, expected), (response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
        await app.Logs.WaitForAsync("The handler threw after it had sent the response");
    }

    [Fact]
    public async Task A_value_that_cannot_be_serialized_is_one_whole_error() =>
        await ExpectProblemAsync(await _client.GetAsync("/api/throw/unserializable", Stop), 500, "Internal Server Error");

    [Theory]
    [InlineData("POST", "/api/users/a%20b", 200, """{"id":"a b","body":{"title":"t"},"parsed":false}""")]
    [InlineData("PUT", "/api/users/x", 202, """{"id":"x","body":{"title":"t"}}""")]
    public async Task A_function_of_a_method_binds_its_parameters_and_the_body(string method, string path, int status, string expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = JsonContent.Create(new { title = "t" }) };

        var response = await _client.SendAsync(request, Stop);

        Assert.Equal((status, expected), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task A_function_of_a_method_binds_its_parameters() =>
        Assert.Equal("""{"id":7}""", await _client.GetStringAsync("/api/users/7", Stop));

    [Fact]
    public async Task A_parameter_that_cannot_be_bound_is_a_400() =>
        await ExpectProblemAsync(await _client.GetAsync("/api/users/seven", Stop), 400, "Bad Request");

    [Theory]
    [InlineData("GET", "/api/methods/only-post", 405, "OPTIONS, POST")]
    [InlineData("DELETE", "/api/users/7", 405, "GET, HEAD, OPTIONS, POST, PUT")]
    [InlineData("OPTIONS", "/api/users/7", 204, "GET, HEAD, OPTIONS, POST, PUT")]
    [InlineData("PURGE", "/api/methods/x", 405, "GET, HEAD, OPTIONS")]
    public async Task The_path_alone_chooses_the_file(string method, string path, int status, string allow)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        var response = await _client.SendAsync(request, Stop);

        Assert.Equal((status, allow), ((int)response.StatusCode, string.Join(", ", response.Content.Headers.Allow)));
    }

    [Theory]
    [InlineData("GET", "/api/results", 200, """{"result":true}""")]
    [InlineData("POST", "/api/results", 200, """{"ok":true}""")]
    [InlineData("POST", "/api/results?how=answered", 400, """{"error":"no"}""")]
    public async Task A_function_responds_once(string method, string path, int status, string expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        var response = await _client.SendAsync(request, Stop);

        Assert.Equal((status, expected), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
    }

    [Theory]
    [InlineData("POST", "/api/results?how=written", 500, "Internal Server Error")]
    [InlineData("POST", "/api/results?how=late", 500, "Internal Server Error")]
    [InlineData("PUT", "/api/results", 403, "No")]
    public async Task An_error_replaces_a_response_that_has_not_been_sent(string method, string path, int status, string title)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        await ExpectProblemAsync(await _client.SendAsync(request, Stop), status, title);
    }

    [Theory]
    [InlineData("/api/bind")]
    [InlineData("/api/bind-any")]
    public async Task An_unsupported_content_type_is_a_415_and_chooses_no_other_file(string path) =>
        await ExpectProblemAsync(
            await PostAsync(path, "application/x-www-form-urlencoded", "id=1"u8.ToArray()), 415, "Unsupported Media Type");

    [Fact]
    public async Task An_uploaded_file_is_a_parameter()
    {
        using var form = new MultipartFormDataContent { { new StringContent("content"), "file", "a.txt" } };

        var response = await _client.PostAsync("/api/upload", form, Stop);

        Assert.Equal("""{"fileName":"a.txt","length":7}""", await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task Code_that_outlives_its_handler_reads_and_sends_nothing()
    {
        await _client.GetAsync("/api/background", Stop);

        var messages = await (await _client.PostAsync("/api/background", null, Stop)).Content.ReadFromJsonAsync<string[]>(Stop);

        Assert.Equal(
            [
                "The handler has returned, so its request can no longer be used. "
                + "Await all work that the handler starts, or copy the values before it returns.",
                "The handler has returned, so its response is complete. Await all work that the handler starts, or let res.After run it.",
            ],
            messages!);
    }

    [Fact]
    public async Task An_ApiException_may_be_thrown_by_an_awaited_task() =>
        await ExpectProblemAsync(await _client.GetAsync("/api/throw/wrapped", Stop), 403, "Wrapped");

    [Fact]
    public async Task A_handler_handles_any_method()
    {
        using var request = new HttpRequestMessage(new HttpMethod("REPORT"), "/api/echo");

        Assert.Contains(
            "\"method\":\"REPORT\"",
            await (await _client.SendAsync(request, Stop)).Content.ReadAsStringAsync(Stop),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_share_the_variables_of_a_module()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _client.GetFromJsonAsync<int>("/api/count", Stop)));

        Assert.Equal(20, counts.Distinct().Count());
    }

    [Theory]
    [InlineData("GET", "/api/provided", 200, "logger True True;")]
    [InlineData("POST", "/api/provided", 200, "logger True True;")]
    [InlineData("PUT", "/api/provided", 200, "logger True True;logger True True;")]
    [InlineData("PATCH", "/api/provided", 200, "logger True True;")]
    [InlineData("DELETE", "/api/provided", 200, "logger")]
    [InlineData("GET", "/api/provided/failing", 500, "no disk True True")]
    [InlineData("GET", "/api/provided/failing/optional", 500, "no network")]
    [InlineData("GET", "/api/provided/failing/nothing", 404, "logger")]
    public async Task A_function_gets_a_logger_and_an_exception_that_are_not_services(
        string method, string path, int status, string expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        var response = await _client.SendAsync(request, Stop);

        Assert.Equal((status, expected), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
    }
}
