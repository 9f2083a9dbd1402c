using System.Text;

namespace FileRoutedApi.IntegrationTests;

/// <summary>Raw HTTP: reason phrases, framing, and connections that end early.</summary>
public class WireTests(KestrelApp app, ProductionApp production, BuiltApp built)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POST /api/limit HTTP/1.1\r\nContent-Length: 1025\r\n", "", "HTTP/1.1 413 Body exceeded 1kb limit\r\n")]
    [InlineData("POST /api/body HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 1\r\n", "{", "HTTP/1.1 400 Invalid JSON\r\n")]
    [InlineData("POST /api/as HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n", "[]", "HTTP/1.1 400 Invalid body\r\n")]
    [InlineData("GET /api/throw/api?status=418 HTTP/1.1\r\n", "", "HTTP/1.1 418 I'm a teapot\r\n")]
    [InlineData("GET /api/throw/before HTTP/1.1\r\n", "", "HTTP/1.1 500 Internal Server Error\r\n")]
    [InlineData("GET /api/%zz HTTP/1.1\r\n", "", "HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("POST /api/body HTTP/1.1\r\nTransfer-Encoding: chunked\r\n", "zz\r\n", "HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("POST /api/body HTTP/1.1\r\nTransfer-Encoding: chunked\r\n", "ffffffff\r\n", "HTTP/1.1 400 Invalid body\r\n")]
    [InlineData(
        "POST /api/body HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n",
        "zz\r\n",
        "HTTP/1.1 400 Bad Request\r\n")]
    public async Task A_status_line_contains_only_our_own_reason_phrases(string head, string body, string expected)
    {
        var response = await Wire.ExchangeAsync(app.EndPoint, $"{head}Host: localhost\r\nConnection: close\r\n\r\n{body}", Stop);

        Assert.StartsWith(expected, response, StringComparison.Ordinal);
        Assert.DoesNotContain("evil=1\r\n", response, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("get")]
    [InlineData("Get")]
    [InlineData("head")]
    [InlineData("HEAd")]
    [InlineData("post")]
    [InlineData("put")]
    [InlineData("delete")]
    [InlineData("options")]
    [InlineData("patch")]
    [InlineData("trace")]
    public async Task A_lower_case_method_is_a_different_method(string method)
    {
        foreach (var path in new[]
        {
            "/api/hello", "/api/methods/x", "/api/methods/only-post", "/api/users/7", "/api/kept/1", "/api/send/endless",
            "/api/readers/query",
        })
        {
            foreach (var server in new App[] { app, production, built })
            {
                var response = await Wire.ExchangeAsync(
                    server.EndPoint,
                    $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                    Stop);

                Assert.Equal((path, "HTTP/1.1 501 Not Implemented"), (path, response.Split("\r\n")[0]));
                Assert.Contains($"Write {method.ToUpperInvariant()}.", response, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("head /nope", 404)]
    [InlineData("head /api/guarded/nope", 501)]
    [InlineData("BREW /api/hello", 200)]
    [InlineData("brew /api/methods/only-post", 405)]
    [InlineData("HEAD /api/hello", 200)]
    public async Task Other_methods_are_never_a_server_error(string request, int status)
    {
        var response = await Wire.ExchangeAsync(app.EndPoint, $"{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", Stop);

        Assert.StartsWith($"HTTP/1.1 {status} ", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/hello", "Content-Length: 19\r\n")]
    [InlineData("/api/send/endless", "Content-Type: application/octet-stream\r\n")]
    [InlineData("/api/users/7", "Content-Type: application/json; charset=utf-8\r\n")]
    public async Task HEAD_has_no_body_on_the_wire(string path, string header)
    {
        var response = await Wire.ExchangeAsync(
            app.EndPoint, $"HEAD {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", Stop);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", response, StringComparison.Ordinal);
        Assert.Contains($"\r\n{header}", response, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(204)]
    [InlineData(304)]
    public async Task A_status_without_a_body_has_none_of_its_headers(int code)
    {
        var response = await Wire.GetAsync(app.EndPoint, $"/api/status?code={code}&with=json", Stop);

        Assert.EndsWith("\r\n\r\n", response, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nContent-", response, StringComparison.Ordinal);
        Assert.DoesNotContain("Transfer-Encoding", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/throw/after", "{\"answered\":true}")]
    [InlineData("/api/throw/twice", "{\"first\":true}")]
    public async Task A_response_before_an_exception_is_the_only_one(string path, string body)
    {
        var response = await Wire.GetAsync(app.EndPoint, path, Stop);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", response, StringComparison.Ordinal);
        Assert.EndsWith($"\r\n\r\n{body}", response, StringComparison.Ordinal);
        Assert.Equal(1, response.Split("HTTP/1.1 ").Length - 1);
    }

    [Fact]
    public async Task An_exception_in_the_middle_aborts_the_response()
    {
        var response = await Wire.GetAsync(app.EndPoint, "/api/throw/streaming", Stop);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", response, StringComparison.Ordinal);
        Assert.EndsWith("begun\r\n", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_gigabytes_are_refused_immediately()
    {
        var response = await Wire.ExchangeAsync(
            app.EndPoint, "POST /api/body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10737418240\r\n\r\n", Stop);

        Assert.StartsWith("HTTP/1.1 413 Body exceeded 1mb limit\r\n", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chunked_body_without_an_end_is_refused_while_it_is_read()
    {
        using var wire = await Wire.ConnectAsync(app.EndPoint, Stop);
        await wire.SendAsync("POST /api/body HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n", Stop);
        using var responded = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var sending = SendForeverAsync(wire, responded.Token);

        var response = await wire.ReadHeadersAsync(Stop);
        await responded.CancelAsync();
        await sending;

        Assert.StartsWith("HTTP/1.1 413 Body exceeded 1mb limit\r\n", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_disconnects_during_its_body_affects_no_other_request()
    {
        using (var wire = await Wire.ConnectAsync(app.EndPoint, Stop))
        {
            await wire.SendAsync("POST /api/body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc", Stop);
        }

        await ExpectHealthyAsync();
    }

    [Fact]
    public async Task A_client_that_disconnects_during_a_stream_ends_it()
    {
        using (var wire = await Wire.ConnectAsync(app.EndPoint, Stop))
        {
            await wire.SendAsync("GET /api/slowly/disposed HTTP/1.1\r\nHost: localhost\r\n\r\n", Stop);
            await wire.ReadHeadersAsync(Stop);
        }

        Assert.EndsWith("\"disposed\"", await Wire.GetAsync(app.EndPoint, "/api/slowly/disposed?wait", Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_cookie_header_is_ignored()
    {
        var garbage = new string([.. Enumerable.Range(0x80, 0x80).Select(i => (char)i)]);
        var response = await Wire.ExchangeAsync(
            app.EndPoint,
            $"GET /api/echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: a={garbage};=;{garbage}\r\n\r\n",
            Stop);

        Assert.Matches("^HTTP/1.1 (200 OK|400 Bad Request)\r\n", response);
        await ExpectHealthyAsync();
    }

    [Fact]
    public async Task In_Production_nothing_of_an_exception_or_of_the_source_leaks()
    {
        foreach (var path in new[] { "/api/throw/before", "/api/throw/unserializable", "/api/status?code=0", "/api/nope", "/api/%zz" })
        {
            var response = await Wire.GetAsync(production.EndPoint, path, Stop);

            Assert.Matches("^HTTP/1.1 [45]", response);
            Assert.Contains("application/problem+json", response, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", response, StringComparison.Ordinal);
            Assert.DoesNotContain(".cs", response, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", response, StringComparison.Ordinal);
            Assert.DoesNotContain(" at ", response, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task In_Production_a_request_without_a_response_is_not_logged()
    {
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await Wire.GetAsync(production.EndPoint, "/api/nothing", Stop), StringComparison.Ordinal);
        Assert.DoesNotContain(production.Logs.Messages, message => message.Contains("/api/nothing", StringComparison.Ordinal));
    }

    private static async Task SendForeverAsync(Wire wire, CancellationToken cancellationToken)
    {
        var chunk = Encoding.ASCII.GetBytes("10000\r\n" + new string('x', 0x10000) + "\r\n");
        try
        {
            while (true)
            {
                await wire.Stream.WriteAsync(chunk, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The server has closed the connection.
        }
    }

    private async Task ExpectHealthyAsync() =>
        Assert.EndsWith("{\"message\":\"Hello\"}", await Wire.GetAsync(app.EndPoint, "/api/hello", Stop), StringComparison.Ordinal);
}
