using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace FileRoutedApi.IntegrationTests;

/// <summary>What clients see, whatever the server. Cases about the wire are in <see cref="WireTests"/>.</summary>
public abstract class BehaviourTests(App app)
{
    private readonly HttpClient _client = app.CreatePlainClient();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/post/create", """{"file":"create","query":{}}""")]
    [InlineData("/API/Post/CREATE", """{"file":"create","query":{}}""")]
    [InlineData("/api/post/create/", """{"file":"create","query":{}}""")]
    [InlineData("/api/post/abc", """{"file":"[pid]","query":{"pid":"abc"}}""")]
    [InlineData("/api/post/abc?pid=x&a=1", """{"file":"[pid]","query":{"pid":"abc","a":"1"}}""")]
    [InlineData("/api/post/a/b/c", """{"file":"[...slug]","query":{"slug":["a","b","c"]}}""")]
    [InlineData("/api/post/a/b?slug=x", """{"file":"[...slug]","query":{"slug":["a","b"]}}""")]
    [InlineData("/api/shop", """{"file":"[[...slug]]","query":{}}""")]
    [InlineData("/api/shop/", """{"file":"[[...slug]]","query":{}}""")]
    [InlineData("/api/shop?slug=evil", """{"file":"[[...slug]]","query":{}}""")]
    [InlineData("/api/shop//?slug=evil", """{"file":"[[...slug]]","query":{}}""")]
    [InlineData("/api/shop/a", """{"file":"[[...slug]]","query":{"slug":["a"]}}""")]
    [InlineData("/api/shop?a=1&b=2&a=3", """{"file":"[[...slug]]","query":{"a":["1","3"],"b":"2"}}""")]
    public async Task A_path_is_answered_by_its_file(string path, string expected) =>
        Assert.Equal(expected, await _client.GetStringAsync(path, Stop));

    [Theory]
    [InlineData("/api/post")]
    [InlineData("/api")]
    [InlineData("/")]
    [InlineData("/api/nope")]
    [InlineData("/api/_lib/guard")]
    [InlineData("/api/hello.cs")]
    public async Task An_unknown_path_is_a_404_with_problem_details(string path)
    {
        var response = await _client.GetAsync(path, Stop);

        await ExpectProblemAsync(response, 404, "Not Found");
    }

    [Fact]
    public async Task The_helpers_show_the_request()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/echo?a=1&b=x%20y")
        {
            Content = new StringContent("""{"x":[1,2.50,"é"]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Cookie", "c=1; d=a%20b");
        request.Headers.Add("X-Test", "t");

        var response = await _client.SendAsync(request, Stop);

        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(
            """{"method":"PUT","url":"/api/echo?a=1&b=x%20y","path":"/api/echo","header":"t","query":{"a":"1","b":"x y"},"cookies":{"c":"1","d":"a b"},"body":{"x":[1,2.50,"é"]}}""",
            await response.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("application/json", "{\"a\":\"1\"}", """{"text":"{\"a\":\"1\"}","length":9,"a":"1","files":[],"echo":{"a":"1"}}""")]
    [InlineData("APPLICATION/JSON; Charset=\"UTF-8\"", "{}", """{"text":"{}","length":2,"a":null,"files":[],"echo":{}}""")]
    [InlineData("application/ld+json", "[1]", """{"text":"[1]","length":3,"a":null,"files":[],"echo":[1]}""")]
    [InlineData("application/problem+json", "null", """{"text":"null","length":4,"a":null,"files":[],"echo":null}""")]
    [InlineData("application/json", "\"s\"", """{"text":"s","length":3,"a":null,"files":[],"echo":"s"}""")]
    [InlineData("application/json", "", """{"text":"{}","length":2,"a":null,"files":[],"echo":{}}""")]
    [InlineData("application/json", "\uFEFF{}", """{"text":"\uFEFF{}","length":5,"a":null,"files":[],"echo":{}}""")]
    [InlineData("application/json", "{\"a\":1,\"a\":2}", """{"text":"{\"a\":1,\"a\":2}","length":13,"a":"2","files":[],"echo":{"a":1,"a":2}}""")]
    [InlineData("application/x-www-form-urlencoded", "a=1&b=x+y&b=%C3%A9", """{"text":"a=1&b=x+y&b=%C3%A9","length":18,"a":"1","files":[],"echo":{"a":"1","b":["x y","é"]}}""")]
    [InlineData("application/x-www-form-urlencoded", "", """{"text":"","length":0,"a":null,"files":[],"echo":{}}""")]
    [InlineData("text/plain", "grüße", """{"text":"grüße","length":7,"a":null,"files":[],"echo":"grüße"}""")]
    [InlineData("text/plain", "", "null")]
    [InlineData("application/octet-stream", "abc", """{"text":"abc","length":3,"a":null,"files":[],"echo":"YWJj"}""")]
    [InlineData("json", "abc", """{"text":"abc","length":3,"a":null,"files":[],"echo":"YWJj"}""")]
    [InlineData(null, "abc", """{"text":"abc","length":3,"a":null,"files":[],"echo":"YWJj"}""")]
    [InlineData(null, "", "null")]
    public async Task A_body_is_parsed_by_its_type(string? type, string text, string expected) =>
        Assert.Equal(
            expected,
            await (await PostAsync("/api/body", type, Encoding.UTF8.GetBytes(text))).Content.ReadAsStringAsync(Stop));

    [Fact]
    public async Task No_body_is_null() => Assert.Equal("null", await _client.GetStringAsync("/api/body", Stop));

    [Theory]
    [InlineData("application/json; charset=utf-16", "utf-16", "{\"a\":\"é\"}")]
    [InlineData("application/json; charset=iso-8859-1", "iso-8859-1", "{\"a\":\"é\"}")]
    [InlineData("application/x-www-form-urlencoded; charset=windows-1252", "utf-8", "a=%C3%A9")]
    public async Task A_charset_is_respected(string type, string encoding, string text)
    {
        var response = await PostAsync("/api/body", type, Encoding.GetEncoding(encoding).GetBytes(text));

        Assert.Contains("\"a\":\"é\"", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_multipart_form_has_fields_and_files()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("1"), "a" },
            { new StringContent("x"), "b" },
            { new StringContent("y"), "b" },
            { new StringContent("content", Encoding.UTF8, "text/css"), "upload", "grün.css" },
        };

        var response = await _client.PostAsync("/api/body", form, Stop);

        Assert.Equal(
            """{"text":"","length":0,"a":"1","files":[{"name":"upload","fileName":"grün.css","contentType":"text/css; charset=utf-8","text":"content"}],"echo":{"a":"1","b":["x","y"],"upload":{"fileName":"grün.css","contentType":"text/css; charset=utf-8","length":7}}}""",
            await response.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("application/json", "{\"title\":\"x\",\"count\":2,\"tags\":[\"t\"]}", """{"title":"x","count":2,"tags":["t"],"next":null}""")]
    [InlineData("application/x-www-form-urlencoded", "title=x&count=2", """{"title":"x","count":2,"tags":null,"next":null}""")]
    public async Task A_body_is_read_as_a_type(string type, string text, string expected) =>
        Assert.Equal(expected, await (await PostAsync("/api/as", type, Encoding.UTF8.GetBytes(text))).Content.ReadAsStringAsync(Stop));

    [Theory]
    [InlineData("application/json", "{\"title\":\"x\",\"count\":\"two\"}", "'$.count'")]
    [InlineData("application/json", "{\"next\":{\"tags\":[1]}}", "'$.next.tags[0]'")]
    [InlineData("application/json", "[]", "'$'")]
    [InlineData("application/json", "null", "null came")]
    [InlineData("application/octet-stream", "{}", "application/json")]
    [InlineData(null, "", "none came")]
    public async Task A_body_that_does_not_fit_is_a_400_that_says_where(string? type, string text, string detail)
    {
        var response = await PostAsync("/api/as", type, Encoding.UTF8.GetBytes(text));

        var problem = await ExpectProblemAsync(response, 400, "Invalid body");
        Assert.Contains(detail, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_a_body_is_a_body()
    {
        var response = await PostAsync("/api/parts", "application/json", "{\"user\":{\"name\":\"n\",\"age\":5},\"nothing\":null}"u8.ToArray());

        Assert.Equal(
            """{"name":"n","age":5,"text":"{\"name\":\"n\",\"age\":5}","missing":true,"nothing":null}""",
            await response.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("application/json", "{ \"a\" : 1 }", "application/json; charset=utf-8", "{\"a\":1}")]
    [InlineData("text/plain", "text", "text/plain; charset=utf-8", "text")]
    [InlineData("application/json", "\"text\"", "text/plain; charset=utf-8", "text")]
    [InlineData("image/png", "bytes", "application/octet-stream", "bytes")]
    public async Task A_body_can_be_sent_back(string type, string text, string answerType, string answer)
    {
        var response = await PostAsync("/api/resend", type, Encoding.UTF8.GetBytes(text));

        Assert.Equal(answerType, response.Content.Headers.ContentType?.ToString());
        Assert.Equal(answer, await response.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("application/json", "{", "Invalid JSON")]
    [InlineData("application/json", " ", "Invalid JSON")]
    [InlineData("application/json", "{'a':1}", "Invalid JSON")]
    [InlineData("application/json", "{} x", "Invalid JSON")]
    [InlineData("application/json", "{\"a\":\"\\ud800\"}", "Invalid JSON")]
    [InlineData("application/json; charset=nope", "{}", "Invalid body")]
    [InlineData("application/json; charset=utf-7", "{}", "Invalid body")]
    [InlineData("multipart/form-data", "x", "Invalid body")]
    [InlineData("multipart/form-data; boundary=b", "x", "Invalid body")]
    public async Task A_body_that_is_not_what_it_says_is_a_400(string type, string text, string title) =>
        await ExpectProblemAsync(await PostAsync("/api/body", type, Encoding.UTF8.GetBytes(text)), 400, title);

    [Fact]
    public async Task A_body_that_is_not_UTF8_is_a_400() =>
        await ExpectProblemAsync(await PostAsync("/api/body", "application/json", [.. "{\"a\":\""u8, 0xFF, .. "\"}"u8]), 400, "Invalid JSON");

    [Fact]
    public async Task JSON_that_is_too_deep_is_a_400() =>
        await ExpectProblemAsync(await PostAsync("/api/body", "application/json", Encoding.UTF8.GetBytes(new string('[', 10_000))), 400, "Invalid JSON");

    [Fact]
    public async Task A_form_with_too_many_fields_is_a_400() =>
        await ExpectProblemAsync(await PostAsync("/api/body", "application/x-www-form-urlencoded", Encoding.UTF8.GetBytes(new string('&', 2000))), 400, "Invalid body");

    [Theory]
    [InlineData("/api/limit", 1024, null)]
    [InlineData("/api/limit", 1025, "1kb")]
    [InlineData("/api/limit-number", 1000, null)]
    [InlineData("/api/limit-number", 1001, "1000")]
    [InlineData("/api/body", 1024 * 1024, null)]
    [InlineData("/api/body", (1024 * 1024) + 1, "1mb")]
    [InlineData("/api/limit-large", 35_000_000, null)]
    [InlineData("/api/limit-large", (40 * 1024 * 1024) + 1, "40mb")]
    public async Task A_body_may_be_as_large_as_its_limit(string path, int length, string? exceeded)
    {
        foreach (var chunked in new[] { false, true })
        {
            var response = await PostAsync(path, "application/octet-stream", new byte[length], chunked);

            if (exceeded is null)
            {
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }
            else
            {
                var problem = await ExpectProblemAsync(response, 413, $"Body exceeded {exceeded} limit");
                Assert.Contains("config.Api.BodyParser.SizeLimit", problem.Detail, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=b")]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    public async Task The_limit_holds_for_every_type(string type)
    {
        foreach (var chunked in new[] { false, true })
        {
            var response = await PostAsync("/api/limit", type, Encoding.UTF8.GetBytes("--b\r\nContent-Disposition: form-data; name=a\r\n\r\n" + new string('x', 2000) + "\r\n--b--\r\n"), chunked);

            await ExpectProblemAsync(response, 413, "Body exceeded 1kb limit");
        }
    }

    [Fact]
    public async Task Without_the_parser_the_stream_is_untouched_and_unlimited()
    {
        foreach (var chunked in new[] { false, true })
        {
            var response = await PostAsync("/api/raw", "application/json", new byte[35_000_000], chunked);

            Assert.Equal("""{"isNull":true,"length":35000000}""", await response.Content.ReadAsStringAsync(Stop));
        }
    }

    [Theory]
    [InlineData("text", null, "text/plain; charset=utf-8", "grüße")]
    [InlineData("text", "text/html", "text/html", "grüße")]
    [InlineData("object", null, "application/json; charset=utf-8", "{\"a\":1}")]
    [InlineData("object", "text/html", "application/json; charset=utf-8", "{\"a\":1}")]
    [InlineData("number", null, "application/json; charset=utf-8", "42")]
    [InlineData("null", null, null, "")]
    [InlineData("jsonnull", null, "application/json; charset=utf-8", "null")]
    [InlineData("jsontext", null, "application/json; charset=utf-8", "\"x\"")]
    [InlineData("end", null, "text/plain; charset=utf-8", "end")]
    [InlineData("nothing", null, null, "")]
    [InlineData("value", null, "text/plain; charset=utf-8", "value")]
    [InlineData("framed", null, "application/json; charset=utf-8", "{\"a\":1}")]
    [InlineData("unicode", null, "application/json; charset=utf-8", "{\"text\":\"é\\uD83D\\uDE00<>&/\"}")]
    public async Task An_answer_has_a_type_and_a_length(string kind, string? type, string? expectedType, string expected)
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
    public async Task What_is_no_status_is_a_fault(int code) =>
        await ExpectProblemAsync(await _client.GetAsync($"/api/status?code={code}", Stop), 500, "Internal Server Error");

    [Theory]
    [InlineData("/api/redirect?to=/x", 307, "/x")]
    [InlineData("/api/redirect?to=https://example.org/a?b=c", 307, "https://example.org/a?b=c")]
    [InlineData("/api/redirect?to=/x&status=303", 303, "/x")]
    [InlineData("/api/redirect?to=/x&status=308", 308, "/x")]
    [InlineData("/api/redirect?to=/gr%C3%BC%C3%9Fe", 307, "/gr%C3%BC%C3%9Fe")]
    public async Task A_redirect_has_a_location_and_says_it(string path, int status, string location)
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
    public async Task A_response_can_be_written_bit_by_bit(string how, string expected, bool hasLength)
    {
        var response = await _client.GetAsync($"/api/write?how={how}", HttpCompletionOption.ResponseHeadersRead, Stop);

        Assert.Equal(hasLength ? expected.Length : null, response.Content.Headers.ContentLength);
        Assert.Equal(expected, await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task What_a_204_writes_is_dropped()
    {
        var response = await _client.GetAsync("/api/write?how=204", Stop);

        Assert.Equal((HttpStatusCode.NoContent, ""), (response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
        Assert.Null(response.Content.Headers.ContentType);
    }

    [Fact]
    public async Task A_handler_may_write_past_the_helpers()
    {
        Assert.Equal("direct", await _client.GetStringAsync("/api/context", Stop));
        Assert.DoesNotContain(app.Logs.Messages, message => message.Contains("/api/context", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unchanged_answer_is_a_304()
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
    public async Task Other_answers_have_no_tag(string method, string path)
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

        Assert.Equal((get.Headers.ETag, get.Content.Headers.ContentLength), (response.Headers.ETag, response.Content.Headers.ContentLength));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Stop));
    }

    [Fact]
    public async Task An_unanswered_request_is_an_empty_200_and_a_warning()
    {
        var response = await _client.GetAsync("/api/nothing?unanswered", Stop);

        Assert.Equal((HttpStatusCode.OK, ""), (response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
        var logged = await app.Logs.WaitForAsync("API resolved without sending a response for /api/nothing?unanswered, this may result in stalled requests.");
        Assert.Equal("\"api/nothing.cs\"", logged.Properties["SourceContext"].ToString());
    }

    [Fact]
    public async Task An_external_resolver_is_not_warned_of()
    {
        var response = await _client.GetAsync("/api/external", Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain(app.Logs.Messages, message => message.Contains("/api/external", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/api/large?size=4194304", "API response for /api/large?size=4194304 exceeds 4MB.")]
    [InlineData("/api/large-stream", "API response for /api/large-stream exceeds 1KB.")]
    public async Task A_large_response_is_warned_of_and_sent(string path, string warning)
    {
        var length = (await _client.GetByteArrayAsync(path, Stop)).Length;

        Assert.True(length is 4194304 or 1024);
        await app.Logs.WaitForAsync(warning);
    }

    [Fact]
    public async Task A_response_below_or_without_a_limit_is_not_warned_of()
    {
        Assert.Equal(4194303, (await _client.GetByteArrayAsync("/api/large?size=4194303", Stop)).Length);
        Assert.Equal(5242880, (await _client.GetByteArrayAsync("/api/large-quiet", Stop)).Length);

        // Its warning would come before this one.
        await _client.GetAsync("/api/nothing?after-large", Stop);
        await app.Logs.WaitForAsync("/api/nothing?after-large");
        Assert.DoesNotContain(app.Logs.Messages, message => message.Contains("4194303", StringComparison.Ordinal) || message.Contains("large-quiet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_204_with_a_body_is_warned_of()
    {
        await _client.GetAsync("/api/status?code=204&with=text&warned", Stop);

        await app.Logs.WaitForAsync("A body was attempted to be set with a 204 statusCode for /api/status?code=204&with=text&warned");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(418)]
    [InlineData(503)]
    public async Task An_ApiException_is_an_answer(int status)
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

    [Fact]
    public async Task In_Development_an_exception_is_shown_with_file_and_line()
    {
        var response = await _client.GetAsync("/api/throw/before", Stop);

        var problem = await ExpectProblemAsync(response, 500, "Internal Server Error");
        Assert.Equal("a secret", problem.Detail);
        var exception = problem.Extensions["exception"]!.ToString()!;
        Assert.Contains("api/throw/before.cs\"", exception, StringComparison.Ordinal);
        Assert.Contains("\"line\":4", exception, StringComparison.Ordinal);
        var logged = await app.Logs.WaitForAsync(entry => entry.Exception?.Message == "a secret");
        Assert.Equal("\"api/throw/before.cs\"", logged.Properties["SourceContext"].ToString());
    }

    [Theory]
    [InlineData("/api/throw/after", """{"answered":true}""")]
    [InlineData("/api/throw/twice", """{"first":true}""")]
    public async Task The_first_answer_stands_when_the_handler_throws(string path, string expected)
    {
        var response = await _client.GetAsync(path, Stop);

        Assert.Equal((HttpStatusCode.OK, expected), (response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
        await app.Logs.WaitForAsync("The handler threw after it had answered");
    }

    [Fact]
    public async Task A_value_that_cannot_be_serialized_is_one_whole_error() =>
        await ExpectProblemAsync(await _client.GetAsync("/api/throw/unserializable", Stop), 500, "Internal Server Error");

    [Theory]
    [InlineData("/api/typed", 201, """{"message":"typed"}""")]
    [InlineData("/api/typed?fail", 418, """{"error":"no"}""")]
    public async Task A_typed_response_is_one_too(string path, int status, string expected)
    {
        var response = await _client.GetAsync(path, Stop);

        Assert.Equal((status, expected), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
    }

    [Theory]
    [InlineData("GET", "/api/users/7", 200, """{"id":7}""")]
    [InlineData("POST", "/api/users/a%20b", 200, """{"id":"a b","body":{"title":"t"},"parsed":false}""")]
    [InlineData("PUT", "/api/users/x", 202, """{"id":"x","body":{"title":"t"}}""")]
    public async Task A_function_of_a_method_binds_its_parameters(string method, string path, int status, string expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is "POST" or "PUT")
        {
            request.Content = JsonContent.Create(new { title = "t" });
        }

        var response = await _client.SendAsync(request, Stop);

        Assert.Equal((status, expected), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task A_parameter_that_cannot_be_bound_is_a_400() =>
        await ExpectProblemAsync(await _client.GetAsync("/api/users/seven", Stop), 400, "Bad Request");

    [Fact]
    public async Task A_bound_body_has_the_same_limit()
    {
        var response = await PostAsync("/api/users/x", "application/json", Encoding.UTF8.GetBytes($"{{\"title\":\"{new string('x', 1024 * 1024)}\"}}"));

        await ExpectProblemAsync(response, 413, "Body exceeded 1mb limit");
    }

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
    public async Task A_function_answers_once(string method, string path, int status, string expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        var response = await _client.SendAsync(request, Stop);

        Assert.Equal((status, expected), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
    }

    [Theory]
    [InlineData("POST", "/api/results?how=written", 500, "Internal Server Error")]
    [InlineData("POST", "/api/results?how=late", 500, "Internal Server Error")]
    [InlineData("PUT", "/api/results", 403, "No")]
    public async Task An_error_takes_the_place_of_what_was_not_sent_yet(string method, string path, int status, string title)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        await ExpectProblemAsync(await _client.SendAsync(request, Stop), status, title);
    }

    [Theory]
    [InlineData("/api/bind")]
    [InlineData("/api/bind-any")]
    public async Task A_content_type_that_does_not_fit_is_a_415_and_chooses_no_other_file(string path) =>
        await ExpectProblemAsync(await PostAsync(path, "application/x-www-form-urlencoded", "id=1"u8.ToArray()), 415, "Unsupported Media Type");

    [Fact]
    public async Task An_uploaded_file_is_a_parameter()
    {
        using var form = new MultipartFormDataContent { { new StringContent("content"), "file", "a.txt" } };

        var response = await _client.PostAsync("/api/upload", form, Stop);

        Assert.Equal("""{"fileName":"a.txt","length":7}""", await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task What_outlives_its_handler_reads_and_sends_nothing()
    {
        await _client.GetAsync("/api/background", Stop);

        var messages = await (await _client.PostAsync("/api/background", null, Stop)).Content.ReadFromJsonAsync<string[]>(Stop);

        Assert.Equal(
            [
                "The handler has returned and its request is over. Await what the handler starts, or copy what it needs before.",
                "The handler has returned and its response is over. Await what the handler starts.",
            ],
            messages!);
    }

    [Fact]
    public async Task An_ApiException_may_come_out_of_a_task_that_was_waited_for() =>
        await ExpectProblemAsync(await _client.GetAsync("/api/throw/wrapped", Stop), 403, "Wrapped");

    [Fact]
    public async Task A_handler_answers_any_method()
    {
        using var request = new HttpRequestMessage(new HttpMethod("REPORT"), "/api/echo");

        Assert.Contains("\"method\":\"REPORT\"", await (await _client.SendAsync(request, Stop)).Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_CORS_headers_are_sent()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/hello");
        request.Headers.Add("Origin", "https://elsewhere.example");

        var response = await _client.SendAsync(request, Stop);

        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_variable_of_a_module_is_shared_by_its_requests()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _client.GetFromJsonAsync<int>("/api/count", Stop)));

        Assert.Equal(20, counts.Distinct().Count());
    }

    [Theory]
    [InlineData("/posts", 200)]
    [InlineData("posts", 500)]
    [InlineData("", 500)]
    public async Task Revalidating_takes_a_path(string path, int status) =>
        Assert.Equal(status, (int)(await _client.GetAsync($"/api/revalidate?path={path}", Stop)).StatusCode);

    [Fact]
    public async Task A_thousand_query_keys_and_a_cookie_of_garbage_do_no_harm()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/shop?" + string.Join('&', Enumerable.Range(0, 1000).Select(i => $"{i:x}=")));
        request.Headers.TryAddWithoutValidation("Cookie", "=;;=%; a\tb;\"=\"\"; %zz=%zz; x=\"");

        var query = (await (await _client.SendAsync(request, Stop)).Content.ReadFromJsonAsync<Answer>(Stop))!.Query;

        Assert.Equal(1000, query.Count);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string? type, byte[] bytes, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Headers.TransferEncodingChunked = chunked ? true : null;
        return await _client.SendAsync(request, Stop);
    }

    private static async Task<Microsoft.AspNetCore.Mvc.ProblemDetails> ExpectProblemAsync(HttpResponseMessage response, int status, string title)
    {
        Assert.Equal(MediaTypeHeaderValue.Parse("application/problem+json"), response.Content.Headers.ContentType);
        var problem = await response.Content.ReadFromJsonAsync<Microsoft.AspNetCore.Mvc.ProblemDetails>(Stop);
        Assert.Equal((status, status, title), ((int)response.StatusCode, problem!.Status!.Value, problem.Title));
        Assert.True(problem.Extensions.ContainsKey("traceId"));
        return problem;
    }

    private sealed record Answer(string File, Dictionary<string, string> Query);
}

public sealed class TestServerBehaviourTests(TestServerApp app) : BehaviourTests(app);

public sealed class KestrelBehaviourTests(KestrelApp app) : BehaviourTests(app);
