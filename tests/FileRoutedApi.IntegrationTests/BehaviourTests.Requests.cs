using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace FileRoutedApi.IntegrationTests;

/// <content>What a handler sees of a request.</content>
public abstract partial class BehaviourTests
{
    [Theory]
    [InlineData("/api/post/create", """{"file":"create","query":{}}""")]
    [InlineData("/API/Post/CREATE", """{"file":"create","query":{}}""")]
    [InlineData("/api/post/create/", """{"file":"create","query":{}}""")]
    [InlineData("/api/post/abc", """{"file":"[pid]","query":{"pid":"abc"}}""")]
    [InlineData("/api/post/abc?pid=x&a=1", """{"file":"[pid]","query":{"pid":"abc","a":"1"}}""")]
    [InlineData("/api/post/a/b/c", """{"file":"[...slug]","query":{"slug":["a","b","c"]}}""")]
    [InlineData("/api/post/a/b?slug=x", """{"file":"[...slug]","query":{"slug":["a","b"]}}""")]
    [InlineData("/api/rest/1/a/b", """{"id":"1","rest":"a/b","query":{"id":"1","rest":["a","b"]}}""")]
    [InlineData("/api/rest/1%2F2/a/b%2Fc", """{"id":"1/2","rest":"a/b/c","query":{"id":"1/2","rest":["a","b/c"]}}""")]
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
    [InlineData("application/json", "{\"title\":\"x\",\"count\":2,\"tags\":[\"t\"]}", """{"title":"x","count":2,"tags":["t"],"next":null,"done":false,"id":null}""")]
    [InlineData("application/x-www-form-urlencoded", "title=x&count=2&done=on&id=00000000-0000-0000-0000-000000000001", """{"title":"x","count":2,"tags":null,"next":null,"done":true,"id":"00000000-0000-0000-0000-000000000001"}""")]
    [InlineData("application/x-www-form-urlencoded", "title=x&count=2&done=true", """{"title":"x","count":2,"tags":null,"next":null,"done":true,"id":null}""")]
    public async Task A_body_is_read_as_a_type(string type, string text, string expected) =>
        Assert.Equal(expected, await (await PostAsync("/api/as", type, Encoding.UTF8.GetBytes(text))).Content.ReadAsStringAsync(Stop));

    [Theory]
    [InlineData("application/json", "{\"title\":\"x\",\"count\":\"two\"}", "'$.count'")]
    [InlineData("application/json", "{\"next\":{\"tags\":[1]}}", "'$.next.tags[0]'")]
    [InlineData("application/json", "[]", "'$'")]
    [InlineData("application/x-www-form-urlencoded", "done=perhaps", "'$.done'")]
    [InlineData("application/json", "null", "must not be null")]
    [InlineData("application/octet-stream", "{}", "application/json")]
    [InlineData(null, "", "has no body")]
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

    [Fact]
    public async Task A_bound_body_has_the_same_limit()
    {
        var response = await PostAsync("/api/users/x", "application/json", Encoding.UTF8.GetBytes($"{{\"title\":\"{new string('x', 1024 * 1024)}\"}}"));

        await ExpectProblemAsync(response, 413, "Body exceeded 1mb limit");
    }

    [Fact]
    public async Task A_thousand_query_keys_and_a_cookie_of_garbage_do_no_harm()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/shop?" + string.Join('&', Enumerable.Range(0, 1000).Select(i => $"{i:x}=")));
        request.Headers.TryAddWithoutValidation("Cookie", "=;;=%; a\tb;\"=\"\"; %zz=%zz; x=\"");

        var query = (await (await _client.SendAsync(request, Stop)).Content.ReadFromJsonAsync<Answer>(Stop))!.Query;

        Assert.Equal(1000, query.Count);
    }

    [Theory]
    [InlineData("json", "application/json", """{"role":"user"}""", "user")]
    [InlineData("json", "application/json", """{"ROLE":"user"}""", "user")]
    [InlineData("json", "application/json", """{"role":"user","Role":"admin"}""", "admin")]
    [InlineData("json", "application/json", """{"Role":"admin","role":"user"}""", "user")]
    [InlineData("json", "application/json", """{"role":"user","role":"admin"}""", "admin")]
    [InlineData("json", "application/json", """{"role":"user","\u0052ole":"admin"}""", "admin")]
    [InlineData("json", "application/json", """{"role":"user","role":null}""", "none")]
    [InlineData("json", "application/json", """{"\u212Arole":"admin"}""", "none")]
    [InlineData("typed", "application/json", """{"role":"user","Role":"admin"}""", "admin")]
    [InlineData("typed", "application/json", """{"Role":"admin"}""", "admin")]
    [InlineData("typed", "application/x-www-form-urlencoded", "Role=admin", "admin")]
    [InlineData("form", "application/x-www-form-urlencoded", "role=user", "user")]
    [InlineData("form", "application/x-www-form-urlencoded", "ROLE=admin", "admin")]
    [InlineData("form", "application/x-www-form-urlencoded", "role=user&Role=admin", "user,admin")]
    [InlineData("form", "application/x-www-form-urlencoded", "Role=admin&role=user", "admin,user")]
    [InlineData("form", "application/x-www-form-urlencoded", "%52ole=admin", "admin")]
    public async Task Middleware_and_function_read_the_same_body(string file, string type, string body, string expected)
    {
        var response = await PostAsync($"/api/readers/{file}", type, Encoding.UTF8.GetBytes(body));

        Assert.Equal((expected, expected), (response.Headers.GetValues("X-Body").Single(), await response.Content.ReadAsStringAsync(Stop)));
    }

    [Theory]
    [InlineData("?role=user", "user")]
    [InlineData("?Role=admin", "admin")]
    [InlineData("?role=user&ROLE=admin", "user,admin")]
    [InlineData("?ROLE=admin&role=user", "admin,user")]
    [InlineData("?%72ole=user&r%4Fle=admin", "user,admin")]
    [InlineData("", "none")]
    public async Task Middleware_and_function_read_the_same_query(string query, string expected)
    {
        var response = await _client.GetAsync($"/api/readers/query{query}", Stop);

        Assert.Equal((expected, expected), (response.Headers.GetValues("X-Query").Single(), await response.Content.ReadAsStringAsync(Stop)));
    }

    [Theory]
    [InlineData("""{"double":1e400}""", "$.double")]
    [InlineData("""{"double":-1e400}""", "$.double")]
    [InlineData("""{"double":"1e400"}""", "$.double")]
    [InlineData("""{"double":"Infinity"}""", "$.double")]
    [InlineData("""{"double":"NaN"}""", "$.double")]
    [InlineData("""{"single":1e39}""", "$.single")]
    [InlineData("""{"single":-1e39}""", "$.single")]
    [InlineData("""{"decimal":1e400}""", "$.decimal")]
    [InlineData("""{"many":[1,1e400]}""", "$.many[1]")]
    [InlineData("""{"named":{"a":1e39}}""", "$.named.a")]
    [InlineData("""{"next":{"next":{"double":1e309}}}""", "$.next.next.double")]
    public async Task A_number_that_does_not_fit_is_a_400_that_names_its_path(string body, string path)
    {
        foreach (var file in new[] { "bound", "typed" })
        {
            var problem = await ExpectProblemAsync(await PostAsync($"/api/numbers/{file}", "application/json", Encoding.UTF8.GetBytes(body)), 400, "Invalid body");
            Assert.Contains($"'{path}'", problem.Detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"double":1e308}""", "\"double\":1E+308,")]
    [InlineData("""{"double":"1.5"}""", "\"double\":1.5,")]
    [InlineData("""{"single":-3.4e38}""", "\"single\":-3.4E+38,")]
    [InlineData("""{"double":1e-400}""", "\"double\":0,")]
    [InlineData("""{"any":{"a":1e400}}""", "\"any\":{\"a\":1e400}")]
    public async Task A_number_that_fits_is_read_and_written(string body, string expected)
    {
        foreach (var file in new[] { "bound", "typed" })
        {
            var response = await PostAsync($"/api/numbers/{file}", "application/json", Encoding.UTF8.GetBytes(body));

            Assert.Contains(expected, await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"double":1e400}""", 400)]
    [InlineData("""{"double":1,"other":1e400}""", 200)]
    public async Task A_part_of_a_body_that_does_not_fit_is_a_400(string body, int status) =>
        Assert.Equal(status, (int)(await PostAsync("/api/numbers/part", "application/json", Encoding.UTF8.GetBytes(body))).StatusCode);

    [Theory]
    [InlineData("application/json", """{"role":"user"}""", 200)]
    [InlineData("application/x-www-form-urlencoded", "role=admin", 415)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=role\r\n\r\nadmin\r\n--b--\r\n", 415)]
    [InlineData("text/plain", """{"role":"admin"}""", 415)]
    [InlineData(null, """{"role":"admin"}""", 415)]
    public async Task A_form_of_another_site_does_not_reach_a_function_that_consumes_JSON(string? type, string body, int status) =>
        Assert.Equal(status, (int)(await PostAsync("/api/only-json", type, Encoding.UTF8.GetBytes(body))).StatusCode);
}
