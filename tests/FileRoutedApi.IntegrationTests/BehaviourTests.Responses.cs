using System.Net;
using System.Text;

namespace FileRoutedApi.IntegrationTests;

/// <content>Responses as a client sees them.</content>
public abstract partial class BehaviourTests
{
    [Theory]
    [InlineData("application/json", "{ \"a\" : 1 }", "application/json; charset=utf-8", "{\"a\":1}")]
    [InlineData("text/plain", "text", "text/plain; charset=utf-8", "text")]
    [InlineData("application/json", "\"text\"", "text/plain; charset=utf-8", "text")]
    [InlineData("image/png", "bytes", "application/octet-stream", "bytes")]
    public async Task A_handler_can_send_the_body_back(string type, string text, string expectedType, string expected)
    {
        var response = await PostAsync("/api/resend", type, Encoding.UTF8.GetBytes(text));

        Assert.Equal(expectedType, response.Content.Headers.ContentType?.ToString());
        Assert.Equal(expected, await response.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("text", null, "text/plain; charset=utf-8", "grüße")]
    [InlineData("text", "text/html", "text/html", "grüße")]
    [InlineData("object", null, "application/json; charset=utf-8", "{\"a\":1}")]
    [InlineData("object", "text/html", "text/html", "{\"a\":1}")]
    [InlineData("number", null, "application/json; charset=utf-8", "42")]
    [InlineData("null", null, null, "")]
    [InlineData("jsonnull", null, "application/json; charset=utf-8", "null")]
    [InlineData("jsontext", null, "application/json; charset=utf-8", "\"x\"")]
    [InlineData("end", null, "text/plain; charset=utf-8", "end")]
    [InlineData("nothing", null, null, "")]
    [InlineData("value", null, "text/plain; charset=utf-8", "value")]
    [InlineData("framed", null, "application/json; charset=utf-8", "{\"a\":1}")]
    [InlineData("unicode", null, "application/json; charset=utf-8", "{\"text\":\"é\\uD83D\\uDE00<>&/\"}")]
    public async Task A_response_has_a_type_and_a_length(string kind, string? type, string? expectedType, string expected)
    {
        var response = await _client.GetAsync($"/api/send/{kind}" + (type is null ? "" : $"?type={type}"), Stop);

        Assert.Equal(expectedType, response.Content.Headers.ContentType?.ToString());
        Assert.Equal(expected, await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal(Encoding.UTF8.GetByteCount(expected), response.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("bytes", new byte[] { 1, 2, 255 }, true)]
    [InlineData("memory", new byte[] { 1, 2 }, true)]
    [InlineData("stream", new byte[] { 1, 2, 3 }, true)]
    [InlineData("endless", new byte[] { 1, 2, 3 }, false)]
    [InlineData("writable", new byte[] { 1, 2 }, true)]
    [InlineData("segment", new byte[] { 2 }, true)]
    public async Task Bytes_are_sent_as_they_are(string kind, byte[] expected, bool hasLength)
    {
        var response = await _client.GetAsync($"/api/send/{kind}", HttpCompletionOption.ResponseHeadersRead, Stop);

        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(hasLength ? expected.Length : null, response.Content.Headers.ContentLength);
        Assert.Equal(expected, await response.Content.ReadAsByteArrayAsync(Stop));
    }

    [Theory]
    [InlineData(201, "json", "{\"a\":1}")]
    [InlineData(404, "end", "")]
    [InlineData(500, "text", "text")]
    [InlineData(799, "endtext", "text")]
    public async Task A_status_is_sent(int code, string with, string expected)
    {
        var response = await _client.GetAsync($"/api/status?code={code}&with={with}", Stop);

        Assert.Equal((code, expected), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
    }

    [Theory]
    [InlineData(204, "json")]
    [InlineData(204, "text")]
    [InlineData(204, "end")]
    [InlineData(205, "json")]
    [InlineData(304, "json")]
    [InlineData(304, "endtext")]
    public async Task Some_statuses_have_no_body(int code, string with)
    {
        var response = await _client.GetAsync($"/api/status?code={code}&with={with}", Stop);

        Assert.Equal(code, (int)response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Stop));
        Assert.Null(response.Content.Headers.ContentType);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task An_invalid_status_throws(int code) =>
        await ExpectProblemAsync(await _client.GetAsync($"/api/status?code={code}", Stop), 500, "Internal Server Error");

    [Theory]
    [InlineData("/api/redirect?to=/x", 307, "/x")]
    [InlineData("/api/redirect?to=https://example.org/a?b=c", 307, "https://example.org/a?b=c")]
    [InlineData("/api/redirect?to=/x&status=303", 303, "/x")]
    [InlineData("/api/redirect?to=/x&status=308", 308, "/x")]
    [InlineData("/api/redirect?to=/gr%C3%BC%C3%9Fe", 307, "/gr%C3%BC%C3%9Fe")]
    public async Task A_redirect_has_a_location_and_a_body_that_names_it(string path, int status, string location)
    {
        var response = await _client.GetAsync(path, Stop);

        Assert.Equal((status, location), ((int)response.StatusCode, response.Headers.GetValues("Location").Single()));
        Assert.Equal(location, await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_redirect_does_not_split_the_response()
    {
        var response = await _client.GetAsync("/api/redirect?to=/x%0D%0ASet-Cookie:evil=1", Stop);

        await ExpectProblemAsync(response, 500, "Internal Server Error");
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Headers_and_cookies_are_set()
    {
        var response = await _client.GetAsync("/api/headers", Stop);

        Assert.Equal("""{"one":"1","two":"2,3,4","gone":null}""", await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal(["2", "3", "4"], response.Headers.GetValues("X-Two"));
        Assert.False(response.Headers.Contains("X-Gone"));
        Assert.Equal(
            [
                "plain=a%20b; path=/",
                "full=v; max-age=60; path=/x; httponly",
                "old=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/",
            ],
            response.Headers.GetValues("Set-Cookie"));
    }

    [Theory]
    [InlineData("unflushed", "abc", true)]
    [InlineData("unended", "a", true)]
    [InlineData("flushed", "abc", false)]
    [InlineData("flush", "a", false)]
    [InlineData("unawaited", "a1b2", false)]
    [InlineData("thenjson", "a!", true)]
    public async Task A_response_can_be_written_in_parts(string how, string expected, bool hasLength)
    {
        var response = await _client.GetAsync($"/api/write?how={how}", HttpCompletionOption.ResponseHeadersRead, Stop);

        Assert.Equal(hasLength ? expected.Length : null, response.Content.Headers.ContentLength);
        Assert.Equal(expected, await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task The_body_of_a_204_is_discarded()
    {
        var response = await _client.GetAsync("/api/write?how=204", Stop);

        Assert.Equal((HttpStatusCode.NoContent, ""), (response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
        Assert.Null(response.Content.Headers.ContentType);
    }

    [Fact]
    public async Task A_handler_may_write_to_the_response_directly()
    {
        Assert.Equal("direct", await _client.GetStringAsync("/api/context", Stop));
        Assert.DoesNotContain(app.Logs.Messages, message => message.Contains("/api/context", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("items", "application/json; charset=utf-8", "[1,2,3]")]
    [InlineData("events", "text/event-stream", "data: a\n\ndata: b\n\n")]
    [InlineData("file", "text/plain", "content")]
    [InlineData("stream", "application/octet-stream", "streamed")]
    [InlineData("nothing", null, "")]
    public async Task A_result_of_ASP_NET_Core_is_sent(string kind, string? type, string expected)
    {
        var response = await _client.GetAsync($"/api/streams/{kind}", Stop);

        Assert.Equal((type, expected), (response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task An_unchanged_response_is_a_304()
    {
        var tag = (await _client.GetAsync("/api/hello", Stop)).Headers.ETag;
        Assert.False(tag!.IsWeak);

        foreach (var candidates in new[] { tag.Tag, $"W/{tag.Tag}", $"\"other\", {tag.Tag}", "*" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/hello");
            request.Headers.TryAddWithoutValidation("If-None-Match", candidates);
            var response = await _client.SendAsync(request, Stop);

            Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
            Assert.Equal(tag, response.Headers.ETag);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync(Stop));
            Assert.Null(response.Content.Headers.ContentType);
        }
    }

    [Theory]
    [InlineData("GET", "/api/hello", "\"other\"", 200)]
    [InlineData("POST", "/api/hello", "*", 200)]
    [InlineData("GET", "/api/status?code=404&with=json", "*", 404)]
    [InlineData("HEAD", "/api/hello", "*", 304)]
    public async Task Only_an_unchanged_200_to_GET_or_HEAD_is_a_304(string method, string path, string candidates, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("If-None-Match", candidates);

        Assert.Equal(status, (int)(await _client.SendAsync(request, Stop)).StatusCode);
    }

    [Theory]
    [InlineData("POST", "/api/hello")]
    [InlineData("GET", "/api/status?code=404&with=json")]
    [InlineData("GET", "/api/send/end")]
    [InlineData("GET", "/api/send/stream")]
    public async Task Other_responses_have_no_entity_tag(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        Assert.Null((await _client.SendAsync(request, Stop)).Headers.ETag);
    }

    [Fact]
    public async Task HEAD_has_the_headers_of_GET()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/api/hello");

        var response = await _client.SendAsync(request, Stop);
        var get = await _client.GetAsync("/api/hello", Stop);

        Assert.Equal(
            (get.Headers.ETag, get.Content.Headers.ContentLength),
            (response.Headers.ETag, response.Content.Headers.ContentLength));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Stop));
    }

    [Theory]
    [InlineData("/api/typed", 201, """{"message":"typed"}""")]
    [InlineData("/api/typed?fail", 418, """{"error":"no"}""")]
    public async Task A_typed_response_is_one_too(string path, int status, string expected)
    {
        var response = await _client.GetAsync(path, Stop);

        Assert.Equal((status, expected), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task No_CORS_headers_are_sent()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/hello");
        request.Headers.Add("Origin", "https://elsewhere.example");

        var response = await _client.SendAsync(request, Stop);

        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("/posts", 200)]
    [InlineData("posts", 500)]
    [InlineData("", 500)]
    public async Task RevalidateAsync_requires_a_path(string path, int status) =>
        Assert.Equal(status, (int)(await _client.GetAsync($"/api/revalidate?path={path}", Stop)).StatusCode);
}
