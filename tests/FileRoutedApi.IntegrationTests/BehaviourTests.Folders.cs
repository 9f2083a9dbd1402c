using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace FileRoutedApi.IntegrationTests;

public abstract partial class BehaviourTests
{
    [Theory]
    [InlineData("/api/guarded/inner/echo", "outer,inner")]
    [InlineData("/api/guarded/acme/home", "outer,tenant acme")]
    [InlineData("/api/guarded/public/home", "outer")]
    [InlineData("/API/Guarded/INNER/echo", "outer,inner")]
    [InlineData("/api/guarded/inner/nope", "outer,inner")]
    [InlineData("/api/guarded/acme/nope", "outer,tenant acme")]
    [InlineData("/api/guarded", "outer")]
    [InlineData("/api/guarded/", "outer")]
    [InlineData("/api/guardedness", null)]
    [InlineData("/api/hello", null)]
    public async Task A_request_runs_the_middleware_of_every_folder_above_it(string path, string? way)
    {
        var response = await _client.GetAsync(path, Stop);

        Assert.Equal(way, response.Headers.TryGetValues("X-Way", out var values) ? string.Join(',', values) : null);
    }

    [Fact]
    public async Task A_middleware_responds_itself_with_a_status_and_a_cookie()
    {
        var response = await _client.GetAsync("/api/guarded/inner/echo?do=answer", Stop);

        Assert.Equal(
            (403, """{"answered":"/api/guarded/inner/echo"}"""),
            ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
        Assert.Equal("seen=yes; path=/", response.Headers.GetValues("Set-Cookie").Single());
        Assert.Equal(["outer"], response.Headers.GetValues("X-Way"));
    }

    [Fact]
    public async Task A_middleware_redirects()
    {
        var response = await _client.GetAsync("/api/guarded/nope?do=redirect", Stop);

        Assert.Equal((HttpStatusCode.TemporaryRedirect, "/api/hello"), (response.StatusCode, response.Headers.Location?.OriginalString));
    }

    [Theory]
    [InlineData("/api/guarded/anything?do=rewrite", """{"do":"rewrite"}""")]
    [InlineData("/api/guarded/anything?do=rewrite-query", """{"new":"1"}""")]
    public async Task A_middleware_rewrites_the_path_and_the_middleware_above_the_new_path_runs_once(string path, string query)
    {
        var response = await _client.GetAsync(path, Stop);

        var echo = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal(
            ("/api/guarded/inner/echo", query),
            (echo.GetProperty("path").GetString(), echo.GetProperty("query").GetRawText()));
        Assert.Equal(["outer", "inner"], response.Headers.GetValues("X-Way"));
    }

    [Fact]
    public async Task A_middleware_changes_the_request_and_stores_items()
    {
        var echo = await _client.GetFromJsonAsync<JsonElement>("/api/guarded/inner/echo?do=header", Stop);

        Assert.Equal(("by the middleware", "noted"), (echo.GetProperty("added").GetString(), echo.GetProperty("note").GetString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_middleware_reads_the_body_and_the_handler_still_gets_it(bool chunked)
    {
        var text = $$"""{"a":"{{new string('x', 100_000)}}"}""";

        var response = await PostAsync(
            "/api/guarded/inner/echo?do=read", "application/json", System.Text.Encoding.UTF8.GetBytes(text), chunked);

        Assert.Equal("100008", response.Headers.GetValues("X-Read").Single());
        Assert.Equal(text, (await response.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("body").GetRawText());
    }

    [Fact]
    public async Task A_body_over_the_limit_is_a_413_below_a_middleware_too()
    {
        var body = new byte[(1024 * 1024) + 1];

        Assert.Equal(413, (int)(await PostAsync("/api/guarded/inner/echo?do=read", "application/json", body, chunked: true)).StatusCode);
        Assert.Equal(413, (int)(await PostAsync("/api/guarded/inner/echo", "application/json", body)).StatusCode);
    }

    [Fact]
    public async Task A_middleware_wraps_the_response() =>
        Assert.StartsWith(
            "wrapped {\"path\":\"/api/guarded/inner/echo\"",
            await _client.GetStringAsync("/api/guarded/inner/echo?do=wrap", Stop),
            StringComparison.Ordinal);

    [Fact]
    public async Task A_middleware_without_next_continues_unless_the_response_has_been_written()
    {
        Assert.Equal("""{"tenant":"acme"}""", await _client.GetStringAsync("/api/guarded/acme/home", Stop));

        var refused = await _client.GetAsync("/api/guarded/unknown/home", Stop);
        Assert.Equal((HttpStatusCode.NotFound, "\"no such tenant\""), (refused.StatusCode, await refused.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task An_ApiException_of_a_middleware_is_its_response() =>
        await ExpectProblemAsync(await _client.GetAsync("/api/guarded/inner/echo?do=throw", Stop), 418, "A teapot");

    [Theory]
    [InlineData("/api/guarded/throws", "from the handler")]
    [InlineData("/api/guarded/inner/echo?do=fault", "from the middleware")]
    public async Task The_nearest_error_file_handles_exceptions(string path, string message)
    {
        var response = await _client.GetAsync(path, Stop);

        Assert.Equal(
            (HttpStatusCode.InternalServerError, $$"""{"oops":"{{message}}"}"""),
            (response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
    }

    [Theory]
    [InlineData("/api/guarded/nope", true)]
    [InlineData("/api/guarded/inner/deep/nope", true)]
    [InlineData("/api/nope", false)]
    public async Task The_nearest_404_file_handles_unmatched_paths(string path, bool isBelow)
    {
        var response = await _client.GetAsync(path, Stop);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(isBelow, await response.Content.ReadAsStringAsync(Stop) == $$"""{"nothing":"{{path}}"}""");
    }

    [Theory]
    [InlineData("/api/guarded/throws", "GET", 204)]
    [InlineData("/api/guarded/inner/echo", "POST", 204)]
    [InlineData("/api/guarded/nope", "GET", 204)]
    [InlineData("/api/guarded/inner/echo?do=answer", "PUT", 204)]
    public async Task A_preflight_is_handled_by_the_CORS_configuration_and_not_by_the_middleware(string path, string method, int status)
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, path)
        {
            Headers = { { "Origin", "https://a.example" }, { "Access-Control-Request-Method", method } },
        };

        var response = await _client.SendAsync(preflight, Stop);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("https://a.example", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.False(response.Headers.Contains("X-Way"));
    }

    [Theory]
    [InlineData("/api/guarded/inner/echo")]
    [InlineData("/api/guarded/inner/echo?do=answer")]
    [InlineData("/api/guarded/inner/echo?do=fault")]
    [InlineData("/api/guarded/nope")]
    public async Task Every_response_of_a_folder_allows_its_origins(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Origin", "https://a.example" } } };
        using var other = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Origin", "https://b.example" } } };

        Assert.Equal(
            "https://a.example",
            (await _client.SendAsync(request, Stop)).Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.False((await _client.SendAsync(other, Stop)).Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("/api/limited", 1024, false, 200)]
    [InlineData("/api/limited", 1024, true, 200)]
    [InlineData("/api/limited", 1025, false, 413)]
    [InlineData("/api/limited", 1025, true, 413)]
    [InlineData("/api/limited/nothing", 1024, false, 404)]
    [InlineData("/api/limited/nothing", 1025, false, 413)]
    public async Task A_body_limit_of_a_folder_turns_its_parser_on_and_is_named_by_the_413(
        string path, int length, bool chunked, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(new byte[length]) };
        request.Content.Headers.ContentType = new("application/octet-stream");
        request.Headers.TransferEncodingChunked = chunked;

        var response = await _client.SendAsync(request, Stop);

        const string setting =
            "The limit is set by config.BodyParser.SizeLimit in 'api/limited/_middleware.cs', or for all files by FileRoutes:BodySizeLimit.";
        var text = await response.Content.ReadAsStringAsync(Stop);
        var detail = text is ['{', ..] && JsonElement.Parse(text).TryGetProperty("detail", out var found) ? found.GetString() : null;
        Assert.Equal(
            (status, status == 413 ? setting : null, status == 413 ? null : "1024"),
            ((int)response.StatusCode, detail, response.Headers.TryGetValues("X-Read", out var read) ? read.Single() : null));
    }
}
