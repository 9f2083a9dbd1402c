using System.Net.Http.Headers;
using System.Text;

namespace FileRoutedApi.IntegrationTests;

/// <content>JSON: what is sent, what a type requires of a body, and whose fault an error is.</content>
public abstract partial class BehaviourTests
{
    [Theory]
    [InlineData("sequence", "[0,1,2]")]
    [InlineData("class", "[1,2]")]
    [InlineData("empty", "[]")]
    [InlineData("member", """{"rows":[0,1,2]}""")]
    [InlineData("object", """{"rows":[0,1,2]}""")]
    [InlineData("record", """{"number":1,"rows":[0,1,2]}""")]
    [InlineData("list", """[{"number":1,"rows":[0,1,2]}]""")]
    [InlineData("dictionary", """{"a":[0,1,2]}""")]
    [InlineData("none", """{"rows":1}""")]
    public async Task A_value_with_an_asynchronous_sequence_is_sent(string kind, string expected)
    {
        foreach (var rest in new[] { "", "&by=send", "&then=throw", "" })
        {
            var response = await _client.GetAsync($"/api/values/sent?kind={kind}{rest}", Stop);

            Assert.Equal((200, expected), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
            Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
            Assert.NotNull(response.Headers.ETag);
        }
    }

    [Theory]
    [InlineData("/api/values/typed", 200, "[1,2]")]
    [InlineData("/api/values/typed?middleware=1", 200, "[3]")]
    [InlineData("/api/values/nothing/here", 404, """{"missing":[4]}""")]
    [InlineData("/api/values/sent?kind=sequence&failAt=0", 500, """{"error":"while it is read","seen":[5]}""")]
    [InlineData("/api/values/sent?kind=record&failAt=2", 500, """{"error":"while it is read","seen":[5]}""")]
    public async Task Every_file_can_send_an_asynchronous_sequence(string path, int status, string expected)
    {
        var response = await _client.GetAsync(path, Stop);

        Assert.Equal((status, expected), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task A_long_asynchronous_sequence_is_streamed()
    {
        var response = await _client.GetAsync("/api/values/sent?kind=sequence&count=9000", HttpCompletionOption.ResponseHeadersRead, Stop);

        Assert.Null(response.Headers.ETag);
        Assert.Equal($"[{string.Join(',', Enumerable.Range(0, 9000))}]", await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task An_error_after_the_first_part_of_a_sequence_cuts_the_response_off()
    {
        var response = await _client.GetAsync("/api/values/sent?kind=sequence&count=9000&failAt=8999", HttpCompletionOption.ResponseHeadersRead, Stop);

        Assert.Equal(200, (int)response.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task HEAD_of_an_endless_sequence_ends_and_disposes_of_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/api/values/sent");

        var response = await _client.SendAsync(request, Stop);

        Assert.Equal((200, null), ((int)response.StatusCode, response.Content.Headers.ContentLength is 0 ? null : response.Content.Headers.ContentLength));
        Assert.Contains("released", await (await _client.PutAsync("/api/values/sent", null, Stop)).Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "", "application/geo+json")]
    [InlineData("GET", "?by=send", "application/geo+json")]
    [InlineData("GET", "?kind=sequence", "application/geo+json")]
    [InlineData("POST", "", "application/problem+json")]
    public async Task A_content_type_that_is_set_stays(string method, string query, string expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/values/media{query}");

        Assert.Equal(expected, (await _client.SendAsync(request, Stop)).Content.Headers.ContentType?.ToString());
    }

    [Theory]
    [InlineData("""{}""", "The values at '$.name' and '$.age' are missing.")]
    [InlineData("""{"age":1}""", "The value at '$.name' is missing.")]
    [InlineData("""{"name":"a"}""", "The value at '$.age' is missing.")]
    [InlineData("""{"name":null,"age":1}""", "The value at '$.name' must not be null.")]
    [InlineData("""{"name":"a","age":null}""", "The value at '$.age' is not valid.")]
    [InlineData("""{"name":"a","age":1,"plan":null}""", "The value at '$.plan' must not be null.")]
    [InlineData("""{"name":"a","age":1,"items":[null]}""", "The value at '$.items[0]' must not be null.")]
    [InlineData("""{"name":"a","age":1,"items":[{"sku":"s"},{}]}""", "The value at '$.items[1].sku' is missing.")]
    [InlineData("""{"name":"a","age":1,"items":[{"sku":null}]}""", "The value at '$.items[0].sku' must not be null.")]
    [InlineData("""{"name":"a","age":1,"items":[{"sku":"s","tag":null}]}""", "The value at '$.items[0].tag' must not be null.")]
    [InlineData("""{"name":"a","age":1,"items":[{"sku":"s","parts":[{"sku":"t","parts":[null]}]}]}""", "The value at '$.items[0].parts[0].parts[0]' must not be null.")]
    [InlineData("""{"name":"a","age":1,"named":{"x":null}}""", "The value at '$.named.x' must not be null.")]
    [InlineData("""{"name":"a","age":1,"named":{"x y":null}}""", "The value at '$.named['x y']' must not be null.")]
    [InlineData("""{"name":"a","age":1,"named":{"x":{}}}""", "The value at '$.named.x.sku' is missing.")]
    [InlineData("""{"name":"a","age":1,"grid":[[],[null]]}""", "The value at '$.grid[1][0]' must not be null.")]
    [InlineData("""{"name":"a","age":1,"holes":[{}]}""", "The value at '$.holes[0].sku' is missing.")]
    [InlineData("""{"name":"a","age":1,"shape":{}}""", "The value at '$.shape' must begin with its type discriminator.")]
    [InlineData("""{"name":"a","age":1,"shape":{"$type":"group","members":[null]}}""", "The value at '$.shape.members[0]' must not be null.")]
    [InlineData("""{"name":"a","age":1,"shape":{"$type":"group","members":[{"$type":"group","members":[null]}]}}""", "The value at '$.shape.members[0].members[0]' must not be null.")]
    public async Task A_value_that_a_type_requires_is_a_400_that_names_its_path(string body, string detail)
    {
        foreach (var file in new[] { "bound", "typed", "read" })
        {
            var response = await PostAsync($"/api/strict/{file}", "application/json", Encoding.UTF8.GetBytes(body));

            Assert.Equal(detail, (await ExpectProblemAsync(response, 400, "Invalid body")).Detail);
        }
    }

    [Theory]
    [InlineData("POST", """{"name":"a","age":1}""")]
    [InlineData("POST", """{"name":"","age":0,"note":null,"items":null,"named":null}""")]
    [InlineData("POST", """{"name":"a","age":1,"holes":[null],"items":[],"grid":[],"named":{}}""")]
    [InlineData("POST", """{"name":"a","age":1,"items":[{"sku":"s","counts":[null,1]}]}""")]
    [InlineData("PUT", """[]""")]
    [InlineData("PATCH", """{}""")]
    [InlineData("PATCH", """{"name":null,"tags":[null]}""")]
    public async Task What_a_type_allows_is_not_refused(string method, string body)
    {
        foreach (var file in new[] { "bound", "typed", "read" })
        {
            var response = await SendJsonAsync(method, $"/api/strict/{file}", body);

            Assert.Equal(200, (int)response.StatusCode);
        }
    }

    [Theory]
    [InlineData("[null]", "The value at '$[0]' must not be null.")]
    [InlineData("""[{"name":"a","age":1},{"age":1}]""", "The value at '$[1].name' is missing.")]
    public async Task A_list_as_the_body_has_the_same_rules(string body, string detail)
    {
        foreach (var file in new[] { "bound", "typed", "read" })
        {
            var response = await SendJsonAsync("PUT", $"/api/strict/{file}", body);

            Assert.Equal(detail, (await ExpectProblemAsync(response, 400, "Invalid body")).Detail);
        }
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task What_a_handler_sends_is_not_checked(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/strict/sends");

        Assert.Equal("""{"name":null,"tags":[null]}""", await (await _client.SendAsync(request, Stop)).Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("POST", "level", "null")]
    [InlineData("PUT", "level", "5")]
    [InlineData("PATCH", "level", "null")]
    [InlineData("DELETE", "level", "\"default\"")]
    [InlineData("POST", "input", "null")]
    [InlineData("PUT", "input", "null")]
    [InlineData("PATCH", "input", "null")]
    [InlineData("DELETE", "input", "1")]
    public async Task A_missing_body_is_null_or_the_default_of_the_parameter(string method, string file, string expected)
    {
        using var none = new HttpRequestMessage(new HttpMethod(method), $"/api/optional/{file}");
        using var empty = ChunkedRequest(method, $"/api/optional/{file}", "", "application/json");

        foreach (var request in new[] { none, empty })
        {
            Assert.Equal($$"""{"value":{{expected}}}""", await (await _client.SendAsync(request, Stop)).Content.ReadAsStringAsync(Stop));
        }
    }

    [Theory]
    [InlineData("POST", "level", "1", "1")]
    [InlineData("POST", "level", "null", "null")]
    [InlineData("PUT", "level", "7", "7")]
    [InlineData("PATCH", "level", """{"x":1,"y":2}""", """{"x":1,"y":2}""")]
    [InlineData("PATCH", "level", "null", "null")]
    [InlineData("DELETE", "level", "\"sent\"", "\"sent\"")]
    [InlineData("PATCH", "input", "\"2026-01-02\"", "\"2026-01-02\"")]
    [InlineData("DELETE", "input", "0", "0")]
    public async Task A_body_that_is_sent_is_not_the_default(string method, string file, string body, string expected) =>
        Assert.Equal($$"""{"value":{{expected}}}""", await (await SendJsonAsync(method, $"/api/optional/{file}", body)).Content.ReadAsStringAsync(Stop));

    [Theory]
    [InlineData("POST", "?by=parse", "JsonException")]
    [InlineData("POST", "?by=discriminator", "NotSupportedException")]
    [InlineData("POST", "?by=bad-request", "BadHttpRequestException")]
    [InlineData("POST", "?by=wrapped", "AggregateException")]
    [InlineData("POST", "?by=inner", "BadHttpRequestException")]
    [InlineData("POST", "?by=utf-7", "NotSupportedException")]
    [InlineData("POST", "?by=format", "FormatException")]
    [InlineData("POST", "?by=not-supported", "NotSupportedException")]
    [InlineData("PUT", "", "BadHttpRequestException")]
    [InlineData("PATCH", "", "BadHttpRequestException")]
    public async Task An_exception_of_the_handler_is_its_own_fault(string method, string query, string thrown)
    {
        var response = await SendJsonAsync(method, $"/api/faults{query}", "{}");

        Assert.Equal((500, $$"""{"thrown":"{{thrown}}"}"""), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
    }

    [Theory]
    [InlineData("POST", "?by=body-as", "{}", 400, "The value at '$' must begin with its type")]
    [InlineData("POST", "?by=part", """{"x":{}}""", 400, "The value at '$' must begin with its type")]
    [InlineData("POST", "/bound", "{}", 400, "The value at '$' must begin with its type")]
    [InlineData("POST", "/bound", "{", 400, "line 1, byte 2")]
    [InlineData("POST", "/bound", "null", 400, "A body is required")]
    [InlineData("POST", "/bound?id=x", """{"$type":"circle"}""", 400, "'x'")]
    [InlineData("PUT", "/bound", "{}", 400, "The value at '$' must begin with its type")]
    [InlineData("PUT", "/bound", "{", 400, "line 1, byte 2")]
    [InlineData("GET", "/bound", null, 422, "Own binding.")]
    public async Task An_exception_while_the_request_is_read_is_the_clients_fault(string method, string path, string? body, int status, string detail)
    {
        var response = await SendJsonAsync(method, $"/api/faults{path}", body);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(detail, await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_charset_of_a_form_that_is_not_read_is_the_clients_fault()
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, "/api/faults/bound")
        {
            Content = new ByteArrayContent("--b\r\nContent-Disposition: form-data; name=a\r\nContent-Type: text/plain; charset=utf-7\r\n\r\nx\r\n--b--\r\n"u8.ToArray()),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");

        await ExpectProblemAsync(await _client.SendAsync(request, Stop), 400, "Invalid body");
    }

    private async Task<HttpResponseMessage> SendJsonAsync(string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        return await _client.SendAsync(request, Stop);
    }

    private static HttpRequestMessage ChunkedRequest(string method, string path, string body, string? type)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Headers.TransferEncodingChunked = true;
        return request;
    }
}
