using System.Net;
using System.Text;

namespace FileRoutedApi.IntegrationTests;

/// <content>A middleware function replaces the response of the handler.</content>
public abstract partial class BehaviourTests
{
    [Theory]
    [InlineData("html", null, null)]
    [InlineData("text", null, null)]
    [InlineData("part", "Range", "bytes=0-9")]
    [InlineData("part", "If-None-Match", "\"abc\"")]
    [InlineData("cached", null, null)]
    public async Task A_response_that_replaces_another_has_no_header_about_its_bytes(string file, string? header, string? value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/replaced/{file}?then=json");
        request.Headers.TryAddWithoutValidation(header ?? "X-None", value);

        var response = await _client.SendAsync(request, Stop);

        Assert.Equal(
            (HttpStatusCode.OK, "application/json", """{"a":"<b>"}"""),
            (response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(Stop)));
        Assert.Null(response.Content.Headers.ContentRange);
        Assert.NotEqual("\"abc\"", response.Headers.ETag?.Tag);
        Assert.True(response.Headers.CacheControl is null or { NoStore: true });
    }

    [Fact]
    public async Task A_response_with_a_cookie_of_a_middleware_is_private_however_it_is_sent()
    {
        var response = await _client.GetAsync("/api/replaced/cached?then=complete", Stop);

        Assert.Equal("cached", await response.Content.ReadAsStringAsync(Stop));
        Assert.True(response.Headers.CacheControl is { Private: true } or { NoStore: true });
    }

    [Fact]
    public async Task A_flush_after_next_sends_the_response_of_the_handler() =>
        Assert.Equal("hello", await _client.GetStringAsync("/api/replaced/text?then=flush", Stop));

    [Theory]
    [InlineData("GET", "?n=99999999999", null)]
    [InlineData("POST", "", """{"n":9999999999}""")]
    [InlineData("POST", "", """{"d":1e300}""")]
    [InlineData("POST", "", """{"s":"99999999999"}""")]
    public async Task A_value_that_a_rule_cannot_convert_violates_the_rule(string method, string query, string? json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), $"/api/validated/overflow{query}");
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, (await _client.SendAsync(request, Stop)).StatusCode);
    }

    [Fact]
    public async Task A_long_key_is_shortened_in_the_names_of_errors()
    {
        var items = string.Join(',', Enumerable.Repeat("""{"n":11}""", 300));
        using var body = new StringContent($$"""{"{{new string('k', 200_000)}}":[{{items}}]}""", Encoding.UTF8, "application/json");

        var response = await _client.PutAsync("/api/validated/overflow", body, Stop);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True((await response.Content.ReadAsByteArrayAsync(Stop)).Length < 100_000);
    }

    [Theory]
    [InlineData("/api/forms/members", "application/x-www-form-urlencoded; charset=utf-7")]
    [InlineData("/api/validated/overflow", "application/json; charset=utf-7")]
    public async Task A_charset_that_NET_refuses_is_a_400(string path, string type)
    {
        using var body = new ByteArrayContent("{}"u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", type);

        Assert.Equal(HttpStatusCode.BadRequest, (await _client.PostAsync(path, body, Stop)).StatusCode);
    }
}
