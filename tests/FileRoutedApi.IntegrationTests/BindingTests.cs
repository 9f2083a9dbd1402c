using System.Text;
using Microsoft.AspNetCore.Mvc;

[assembly: AssemblyFixture(typeof(FileRoutedApi.IntegrationTests.BindingTests.BindingApp))]

namespace FileRoutedApi.IntegrationTests;

/// <summary>Every kind of parameter with a good value, none, a malformed one and too many; in Production, where errors say as much.</summary>
public class BindingTests(BindingTests.BindingApp app)
{
    private readonly HttpClient _client = app.CreatePlainClient();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/api/route/int/5", "5")]
    [InlineData("GET", "/api/route/int/-5", "-5")]
    [InlineData("POST", "/api/route/int/5", "5")]
    [InlineData("GET", "/api/route/guid/7f0c1f80-5a4b-4a4e-9d8a-000000000001", "7f0c1f80-5a4b-4a4e-9d8a-000000000001")]
    [InlineData("GET", "/api/route/enum/Green", "Green")]
    [InlineData("GET", "/api/route/date/2026-02-28", "02/28/2026")]
    [InlineData("GET", "/api/route/parsable/1,2", "Point { X = 1, Y = 2 }")]
    [InlineData("GET", "/api/query?value=7", "7")]
    [InlineData("GET", "/api/optional", "")]
    [InlineData("GET", "/api/optional?value=7", "7")]
    [InlineData("GET", "/api/default", "5")]
    [InlineData("GET", "/api/default?value=7", "7")]
    [InlineData("GET", "/api/array?value=1&value=2", "1|2")]
    [InlineData("GET", "/api/array", "")]
    [InlineData("GET", "/api/strings?value=a&value=b,c", "a|b,c")]
    [InlineData("GET", "/api/parameters?value=1", "1 10")]
    [InlineData("GET", "/api/parameters?value=1&page-size=3", "1 3")]
    [InlineData("GET", "/api/services", "main keyed False True GET 200")]
    [InlineData("GET", "/api/logger", "logged")]
    [InlineData("GET", "/api/beside?value=3", "3 main 3")]
    [InlineData("DELETE", "/api/beside?value=3", "3 main 3")]
    [InlineData("GET", "/api/methods", "GET")]
    [InlineData("POST", "/api/methods", "POST")]
    [InlineData("GET", "/api/rest/a", "a")]
    [InlineData("GET", "/api/rest/a/b%2Fc/d?slug=evil", "a|b/c|d")]
    [InlineData("PUT", "/api/rest/a/b", "a/b")]
    [InlineData("DELETE", "/api/rest/a/b?slug=evil", "a|b")]
    [InlineData("GET", "/api/numbers/1/2/3", "6")]
    [InlineData("GET", "/api/maybe", "0: ")]
    [InlineData("GET", "/api/maybe?slug=evil", "0: ")]
    [InlineData("GET", "/api/maybe/a/b", "2: a|b")]
    public async Task A_good_value_is_bound(string method, string path, string expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        var response = await _client.SendAsync(request, Stop);

        Assert.Equal((200, expected), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
    }

    [Theory]
    [InlineData("GET", "/api/route/int/five", "The value 'five' of the parameter 'value' is no 'int'.")]
    [InlineData("GET", "/api/route/int/99999999999", "The value '99999999999' of the parameter 'value' is no 'int'.")]
    [InlineData("POST", "/api/route/int/1.5", "The value '1.5' of the parameter 'value' is no 'int'.")]
    [InlineData("GET", "/api/route/guid/nope", "The value 'nope' of the parameter 'value' is no 'Guid'.")]
    [InlineData("GET", "/api/route/enum/blue", "The value 'blue' of the parameter 'value' is no 'Colour'.")]
    [InlineData("GET", "/api/route/date/2026-02-30", "The value '2026-02-30' of the parameter 'value' is no 'DateOnly'.")]
    [InlineData("GET", "/api/route/parsable/1", "The value '1' of the parameter 'value' is no 'Point'.")]
    [InlineData("GET", "/api/query", "The parameter 'value' is missing from the query string.")]
    [InlineData("GET", "/api/query?value=", "The value '' of the parameter 'value' is no 'int'.")]
    [InlineData("GET", "/api/query?value=x%22y", "The value 'x\"y' of the parameter 'value' is no 'int'.")]
    [InlineData("GET", "/api/query?value=1&value=2", "The value '1,2' of the parameter 'value' is no 'int'.")]
    [InlineData("GET", "/api/optional?value=x", "The value 'x' of the parameter 'value' is no 'int'.")]
    [InlineData("GET", "/api/default?value=x", "The value 'x' of the parameter 'value' is no 'int'.")]
    [InlineData("GET", "/api/array?value=1&value=x", "The value 'x' of the parameter 'value' is no 'int[]'.")]
    [InlineData("GET", "/api/header", "The parameter 'X-Value' is missing from the header.")]
    [InlineData("GET", "/api/parameters", "The parameter 'value' is missing from the query string.")]
    [InlineData("GET", "/api/parameters?value=1&page-size=x", "The value 'x' of the parameter 'page-size' is no 'int'.")]
    [InlineData("GET", "/api/numbers/1/x", "The value 'x' of the parameter 'value' is no 'int[]'.")]
    [InlineData("GET", "/api/beside?value=x", "The value 'x' of the parameter 'value' is no 'int'.")]
    public async Task A_missing_or_malformed_value_is_a_400_that_says_which_and_why(string method, string path, string detail)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        var problem = await ProblemOf(await _client.SendAsync(request, Stop), 400);

        Assert.Equal(("Bad Request", detail), (problem.Title, problem.Detail));
    }

    [Theory]
    [InlineData("7", 200, "7")]
    [InlineData("x", 400, "The value 'x' of the parameter 'X-Value' is no 'int'.")]
    public async Task A_header_is_bound(string value, int status, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/header") { Headers = { { "X-Value", value } } };

        var response = await _client.SendAsync(request, Stop);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(expected, (await response.Content.ReadAsStringAsync(Stop)).Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/json", """{"title":"t","count":3}""", "t 3")]
    [InlineData("/api/json", """{"TITLE":"t","Count":"3","other":1}""", "t 3")]
    [InlineData("/api/optional-json", """{"title":"t","count":1}""", "t")]
    [InlineData("/api/optional-json", "", "none")]
    [InlineData("/api/typed", """{"title":"t","count":3}""", """{"title":"t","count":3}""")]
    [InlineData("/api/rest/a/b", """{"title":"t","count":1}""", "a|bt")]
    [InlineData("/api/element", "{\"a\": 1}", "{\"a\":1}")]
    [InlineData("/api/stream", "as it came", "as it came")]
    [InlineData("/api/pipe", "as it came", "as it came")]
    public async Task A_good_body_is_bound(string path, string body, string expected) =>
        Assert.Equal(expected, await (await PostAsync(path, "application/json", body)).Content.ReadAsStringAsync(Stop));

    [Theory]
    [InlineData("/api/json", "application/json", "", 400, "Invalid body", "A body is expected, and it is missing or null.")]
    [InlineData("/api/json", "application/json", "null", 400, "Invalid body", "A body is expected, and it is missing or null.")]
    [InlineData("/api/json", "application/json", "{\n\"title\":", 400, "Invalid JSON", "The body cannot be read as JSON: line 2, byte 9.")]
    [InlineData("/api/json", "application/json", """{"title":3}""", 400, "Invalid body", "The value at '$.title' does not fit.")]
    [InlineData("/api/json", "application/json", """{"count":"x"}""", 400, "Invalid body", "The value at '$.count' does not fit.")]
    [InlineData("/api/json", "application/json", """[1,2]""", 400, "Invalid body", "The value at '$' does not fit.")]
    [InlineData("/api/json", "text/plain", "t", 415, "Unsupported Media Type", "The content type 'text/plain' is not accepted here. Send application/json.")]
    [InlineData("/api/json", null, "{}", 415, "Unsupported Media Type", "The body has no content type. Send application/json.")]
    [InlineData("/api/required", "application/json", "{}", 400, "Invalid body", "The value at '$.name' is missing.")]
    [InlineData("/api/typed", "application/json", "", 400, "Invalid body", "A body is expected, and none came.")]
    [InlineData("/api/typed", "application/json", "null", 400, "Invalid body", "A body is expected, and null came.")]
    [InlineData("/api/typed", "application/json", "{", 400, "Invalid JSON", "The body cannot be read as JSON: line 1, byte 2.")]
    [InlineData("/api/typed", "application/json", """{"title":3}""", 400, "Invalid body", "The value at '$.title' does not fit.")]
    [InlineData("/api/typed", "application/xml", "<t/>", 415, "Unsupported Media Type", "The content type 'application/xml' is not accepted here. Send application/json.")]
    [InlineData("/api/json", "application/json; charset=foo", "{}", 400, "Invalid body", "The charset 'foo' is not known.")]
    [InlineData("/api/pet", "application/json", """{"name":"a"}""", 400, "Invalid body", null)]
    [InlineData("/api/pet", "application/json", """{"name":"a","kind":"cat","lives":2}""", 400, "Invalid body", null)]
    [InlineData("/api/any", "application/json", "\"\\ud800\"", 400, "Invalid JSON", "A string of the body holds one half of a surrogate pair.")]
    [InlineData("/api/any", "application/json", "{\"\\ud800\":1}", 400, "Invalid JSON", "A string of the body holds one half of a surrogate pair.")]
    [InlineData("/api/element", "application/json", "{\"a\":\"\\ud800\"}", 400, "Invalid JSON", "A string of the body holds one half of a surrogate pair.")]
    [InlineData("/api/element", "application/json", "{\"a\":", 400, "Invalid JSON", "The body cannot be read as JSON: line 1, byte 6.")]
    [InlineData("/api/file", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"n\"\r\nContent-Type: text/plain; charset=utf-7\r\n\r\nv\r\n--b--", 400, "Invalid body", null)]
    [InlineData("/api/typed", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"n\"\r\nContent-Type: text/plain; charset=utf-7\r\n\r\nv\r\n--b--", 400, "Invalid body", null)]
    [InlineData("/api/form", "application/json", "{}", 415, "Unsupported Media Type", "The content type 'application/json' is not accepted here. Send application/x-www-form-urlencoded or multipart/form-data.")]
    [InlineData("/api/form", "application/x-www-form-urlencoded", "title=t&count=x", 400, "Invalid body", "The value at '$.count' does not fit.")]
    [InlineData("/api/field", "application/x-www-form-urlencoded", "value=x", 400, "Bad Request", "The value 'x' of the parameter 'value' is no 'int'.")]
    [InlineData("/api/field", "application/x-www-form-urlencoded", "other=1", 400, "Bad Request", "The parameter 'value' is missing from the form.")]
    [InlineData("/api/field", "application/x-www-form-urlencoded", "", 400, "Bad Request", "The parameter 'value' is missing from the form.")]
    [InlineData("/api/field", null, "", 400, "Invalid body", "A body is expected, and it is missing or null.")]
    [InlineData("/api/file", "multipart/form-data; boundary=b", "--b\r\nnothing", 400, "Invalid body", null)]
    [InlineData("/api/file", "multipart/form-data", "--b--", 400, "Invalid body", null)]
    [InlineData("/api/file", "multipart/form-data; boundary=b", "--b--\r\n", 400, "Bad Request", "The parameter 'value' is missing from the form file.")]
    public async Task A_missing_or_malformed_body_says_what_is_wrong(string path, string? type, string body, int status, string title, string? detail)
    {
        var problem = await ProblemOf(await PostAsync(path, type, body), status);

        Assert.Equal(title, problem.Title);
        if (detail is not null)
        {
            Assert.Equal(detail, problem.Detail);
        }
    }

    [Fact]
    public async Task Too_many_fields_of_a_form_are_a_400() =>
        await ProblemOf(await PostAsync("/api/form", "application/x-www-form-urlencoded", string.Join('&', Enumerable.Range(0, 2000).Select(i => $"f{i}=1"))), 400);

    [Fact]
    public async Task Too_large_a_body_is_a_413_for_every_kind_of_parameter()
    {
        var large = "\"" + new string('x', 1024 * 1024) + "\"";
        foreach (var path in new[] { "/api/json", "/api/typed", "/api/stream", "/api/pipe" })
        {
            Assert.Equal("Body exceeded 1mb limit", (await ProblemOf(await PostAsync(path, "application/json", large), 413)).Title);
        }

        Assert.Equal("Body exceeded 1mb limit", (await ProblemOf(await PostAsync("/api/form", "application/x-www-form-urlencoded", "title=" + large), 413)).Title);
    }

    [Fact]
    public async Task Forms_and_their_files_are_bound()
    {
        using var form = new FormUrlEncodedContent([new("title", "t"), new("count", "3")]);
        using var files = new MultipartFormDataContent { { new ByteArrayContent(new byte[3]), "value", "a.txt" }, { new ByteArrayContent([]), "other", "b.txt" } };

        Assert.Equal("t 3", await (await _client.PostAsync("/api/form", form, Stop)).Content.ReadAsStringAsync(Stop));
        Assert.Equal("a.txt 3", await (await _client.PostAsync("/api/file", files, Stop)).Content.ReadAsStringAsync(Stop));
        Assert.Equal("a.txt|b.txt", await (await _client.PostAsync("/api/files", files, Stop)).Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_returned_value_is_sent_whole_with_its_length_or_not_at_all()
    {
        var whole = await Wire.GetAsync(app.EndPoint, "/api/query?value=7", Stop);
        Assert.Contains("\r\nContent-Length: 1\r\n", whole, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n7", whole, StringComparison.Ordinal);

        Assert.Equal("Internal Server Error", (await ProblemOf(await _client.GetAsync("/api/loop", Stop), 500)).Title);
    }

    [Fact]
    public async Task A_plain_logger_is_that_of_the_file()
    {
        await _client.GetStringAsync("/api/logger", Stop);

        Assert.Equal("\"api/logger.cs\"", (await app.Logs.WaitForAsync("logged by parameter")).Properties["SourceContext"].ToString());
    }

    [Theory]
    [InlineData("DELETE", 405, "GET, HEAD, OPTIONS, POST")]
    [InlineData("OPTIONS", 204, "GET, HEAD, OPTIONS, POST")]
    [InlineData("HEAD", 200, null)]
    public async Task A_Handler_with_methods_answers_just_these(string method, int status, string? allow)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/methods");

        var response = await _client.SendAsync(request, Stop);

        Assert.Equal((status, allow), ((int)response.StatusCode, response.Content.Headers.Allow.Count > 0 ? string.Join(", ", response.Content.Headers.Allow) : null));
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string? type, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return await _client.PostAsync(path, content, Stop);
    }

    private static async Task<ProblemDetails> ProblemOf(HttpResponseMessage response, int status)
    {
        var problem = await System.Net.Http.Json.HttpContentJsonExtensions.ReadFromJsonAsync<ProblemDetails>(response.Content, Stop);
        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.True(problem!.Extensions.ContainsKey("traceId"));
        return problem;
    }

    public sealed class BindingApp : App
    {
        public BindingApp()
            : base(FolderOf("binding"), "Production", kestrel: true) => UseKestrel();
    }
}
