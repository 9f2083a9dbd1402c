using System.Net;
using System.Text.Json;

namespace FileRoutedApi.IntegrationTests;

/// <content>Rewrites, HEAD of streams, cookies, redirects, and middleware that reads the body.</content>
public abstract partial class BehaviourTests
{
    private static readonly string[] _segments = ["plain", "a%2Fb", "a%2fb", "a%20b", "%C3%A9", "a%25b", "%2F", "a%2Fb%20c"];

    public static readonly MatrixTheoryData<string, string> Rewritten = new(["one/", "bound/", "all/", "all/x/"], _segments);

    public static readonly MatrixTheoryData<string, string> Continued = new(
        ["one/", "bound/"],
        [.. _segments, "a%252Fb", "a%2Fb%252Fc", "a%252fb"]);

    [Theory]
    [MemberData(nameof(Rewritten))]
    public async Task A_rewrite_gives_the_same_response_as_a_direct_request(string path, string segment)
    {
        var target = $"/api/named/{path}{segment}";
        var direct = await _client.GetStringAsync(target, Stop);

        Assert.Equal(direct, await _client.GetStringAsync($"/api/rewrites?by=next&to={Uri.EscapeDataString(target)}", Stop));
        Assert.Equal(direct, await _client.GetStringAsync($"/api/rewrites?to={Uri.EscapeDataString(target)}", Stop));
        Assert.Equal(direct, await _client.GetStringAsync($"/api/versioned/v1/named/{path}{segment}", Stop));
        Assert.Equal(direct, await _client.GetStringAsync($"/api/versioned/v2/named/{path}{segment}", Stop));
    }

    [Theory]
    [MemberData(nameof(Continued))]
    public async Task Next_reads_its_path_as_the_path_of_a_request(string path, string segment)
    {
        var target = Uri.EscapeDataString($"/api/named/{path}{segment}");

        var response = JsonElement.Parse(await _client.GetStringAsync($"/api/rewrites?by=next&to={target}", Stop));

        Assert.Equal(Uri.UnescapeDataString(segment), response.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("one/a%2Fb", "a/b")]
    [InlineData("bound/a%2fb", "a/b")]
    [InlineData("one/%C3%A9 %20", "é  ")]
    [InlineData("one/a%252Fb", "a/b")]
    public async Task An_escaped_slash_in_an_assigned_path_is_a_slash(string path, string value)
    {
        var target = Uri.EscapeDataString($"/api/named/{path}");

        var response = JsonElement.Parse(await _client.GetStringAsync($"/api/rewrites?to={target}", Stop));

        Assert.Equal(value, response.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_rewrite_to_a_broken_escape_is_400() =>
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await _client.GetAsync("/api/rewrites?by=next&to=%2Fapi%2Fnamed%2Fone%2F%25FF", Stop)).StatusCode);

    [Theory]
    [InlineData("items")]
    [InlineData("events")]
    [InlineData("loop")]
    [InlineData("waiting")]
    [InlineData("body")]
    [InlineData("direct")]
    [InlineData("wrapped")]
    [InlineData("below/items")]
    [InlineData("below/loop")]
    public async Task HEAD_of_a_stream_without_an_end_ends(string kind)
    {
        using var head = new HttpRequestMessage(HttpMethod.Head, $"/api/heads/{kind}");

        var response = await _client.SendAsync(head, Stop);
        var ended = await _client.PostAsync($"/api/heads/{kind}", null, Stop);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (response.StatusCode, ended.StatusCode));
    }

    [Theory]
    [InlineData("__Host-sid", "__Host-sid=1; path=/; secure")]
    [InlineData("__host-sid", "__host-sid=1; path=/; secure")]
    [InlineData("__Host-sid&path=/", "__Host-sid=1; path=/; secure")]
    [InlineData("__Secure-sid&path=/x", "__Secure-sid=1; path=/x; secure")]
    [InlineData("__Secure-sid&path=/x&domain=a.example", "__Secure-sid=1; domain=a.example; path=/x; secure")]
    [InlineData("__Hosted&path=/x&domain=a.example", "__Hosted=1; domain=a.example; path=/x")]
    public async Task A_cookie_has_the_attributes_that_its_prefix_requires(string query, string cookie)
    {
        var response = await _client.GetAsync($"/api/cookies/set?name={query}", Stop);

        Assert.Equal(cookie, response.Headers.GetValues("Set-Cookie").Single());
        Assert.Equal("""{"secure":false}""", await response.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("__Host-sid", "__Host-sid=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/; secure")]
    [InlineData("__Secure-sid", "__Secure-sid=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/; secure")]
    [InlineData("sid", "sid=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/")]
    public async Task A_cookie_is_cleared_with_the_attributes_that_its_prefix_requires(string name, string cookie) =>
        Assert.Equal(cookie, (await _client.GetAsync($"/api/cookies/clear?name={name}", Stop)).Headers.GetValues("Set-Cookie").Single());

    [Theory]
    [InlineData("__Host-sid&domain=a.example")]
    [InlineData("__Host-sid&path=/x")]
    public async Task A_cookie_that_contradicts_its_prefix_is_an_exception(string query)
    {
        var response = await _client.GetAsync($"/api/cookies/set?name={query}", Stop);

        Assert.Equal((HttpStatusCode.InternalServerError, false), (response.StatusCode, response.Headers.Contains("Set-Cookie")));
    }

    [Theory]
    [InlineData("https://bücher.example/straße?q=ä", "https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%A4")]
    [InlineData("https://BÜCHER.example:8080/", "https://xn--bcher-kva.example:8080/")]
    [InlineData("https://ü:ä@bücher.example", "https://%C3%BC:%C3%A4@xn--bcher-kva.example")]
    [InlineData("//bücher.example/x", "//xn--bcher-kva.example/x")]
    [InlineData("https://straße.example?ß#ü", "https://xn--strae-oqa.example?%C3%9F#%C3%BC")]
    [InlineData("https://例え.テスト/", "https://xn--r8jz45g.xn--zckzah/")]
    [InlineData("https://example.org/ü@b:c", "https://example.org/%C3%BC@b:c")]
    [InlineData("https://[::1]/ü", "https://[::1]/%C3%BC")]
    [InlineData("mailto:ü@bücher.example", "mailto:%C3%BC@b%C3%BCcher.example")]
    [InlineData("app://bücher/x", "app://b%C3%BCcher/x")]
    [InlineData("/ü//bücher", "/%C3%BC//b%C3%BCcher")]
    [InlineData("https://ü..example/", "https://%C3%BC..example/")]
    [InlineData("https://b%C3%BCcher.example/", "https://b%C3%BCcher.example/")]
    public async Task A_redirect_to_an_international_host_name_is_encoded_as_browsers_do(string to, string location)
    {
        var response = await _client.GetAsync($"/api/redirect?to={Uri.EscapeDataString(to)}", Stop);

        Assert.Equal(location, response.Headers.NonValidated["Location"].ToString());
        Assert.Equal(location, await response.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("parsed/small", 1024, 200)]
    [InlineData("parsed/small", 1025, 413)]
    [InlineData("parsed/default", 1024 * 1024, 200)]
    [InlineData("parsed/default", (1024 * 1024) + 1, 413)]
    [InlineData("parsed/large", 31_000_000, 200)]
    [InlineData("parsed/attribute", 3_000_000, 200)]
    [InlineData("parsed/attribute", 3_000_001, 413)]
    [InlineData("parsed/disabled", 31_000_000, 200)]
    [InlineData("parsed/off", 1024 * 1024, 200)]
    [InlineData("raw/small", 1024, 200)]
    [InlineData("raw/small", 1025, 413)]
    [InlineData("raw/default", (1024 * 1024) + 1, 413)]
    [InlineData("raw/large", 31_000_000, 200)]
    [InlineData("raw/attribute", 3_000_000, 200)]
    [InlineData("raw/attribute", 3_000_001, 413)]
    [InlineData("raw/disabled", 31_000_000, 200)]
    [InlineData("raw/off", 31_000_000, 200)]
    [InlineData("own/small", 1025, 413)]
    [InlineData("own/large", 2 * 1024 * 1024, 200)]
    [InlineData("own/off", 2 * 1024 * 1024, 200)]
    public async Task A_middleware_that_reads_the_body_has_the_limit_of_the_file(string path, int length, int status)
    {
        const string setting =
            "The limit is set by config.Api.BodyParser.SizeLimit in the route file or [RequestSizeLimit] on the function, "
            + "or for all files by FileRoutes:BodySizeLimit.";
        await ExpectLimitAsync(path, length, status, setting);
    }

    [Theory]
    [InlineData("own", "large", (2 * 1024 * 1024) + 1)]
    [InlineData("own", "off", (2 * 1024 * 1024) + 1)]
    [InlineData("parsed", "off", (1024 * 1024) + 1)]
    [InlineData("parsed", "unmatched", (1024 * 1024) + 1)]
    public Task A_limit_of_the_folder_is_named_by_the_413(string folder, string file, int length) => ExpectLimitAsync(
        $"{folder}/{file}",
        length,
        status: 413,
        $"The limit is set by config.BodyParser.SizeLimit in 'api/bodies/{folder}/_middleware.cs', or for all files by FileRoutes:BodySizeLimit.");

    [Theory]
    [InlineData("parsed/form")]
    [InlineData("raw/form")]
    [InlineData("own/form")]
    public async Task A_form_that_a_middleware_has_read_reaches_the_handler(string path)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("Ada"), "name" },
            { new ByteArrayContent([1, 2]), "file", "f.bin" },
        };

        var response = await _client.PostAsync($"/api/bodies/{path}", form, Stop);

        Assert.Equal("some", response.Headers.GetValues("X-Read").Single());
        Assert.Equal("""{"name":"Ada","files":1}""", await response.Content.ReadAsStringAsync(Stop));
    }

    private async Task ExpectLimitAsync(string path, int length, int status, string setting)
    {
        foreach (var chunked in new[] { false, true })
        {
            var response = await PostAsync($"/api/bodies/{path}", "application/octet-stream", new byte[length], chunked);

            var text = await response.Content.ReadAsStringAsync(Stop);
            var expected = status == 413 ? (413, setting) : (200, $"{length}");
            var said = text is ['{', ..] ? JsonElement.Parse(text).GetProperty("detail").GetString() : text;
            Assert.Equal(expected, ((int)response.StatusCode, said));
        }
    }
}
