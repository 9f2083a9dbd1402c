using System.Net;
using System.Text;

namespace FileRoutedApi.IntegrationTests;

/// <content>Text is parsed the same way from the query, a header, a form field, a member of a form type and the route.</content>
public abstract partial class BehaviourTests
{
    private static readonly string[] _names = ["price", "weight", "single", "level", "rights", "done", "take", "day", "id", "point"];

    /// <summary>The expected value; null means a 400.</summary>
    [Theory]
    [InlineData("price", "1.5", "1.5")]
    [InlineData("price", "-1", "-1")]
    [InlineData("price", "1,50", null)]
    [InlineData("price", "1,000.5", null)]
    [InlineData("price", "5-", null)]
    [InlineData("price", "1e2", null)]
    [InlineData("price", "x", null)]
    [InlineData("weight", "1.5", "1.5")]
    [InlineData("weight", "1e3", "1000")]
    [InlineData("weight", "1,5", null)]
    [InlineData("weight", "NaN", null)]
    [InlineData("weight", "Infinity", null)]
    [InlineData("weight", "1e400", null)]
    [InlineData("single", "1.5", "1.5")]
    [InlineData("single", "1e39", null)]
    [InlineData("single", "1,5", null)]
    [InlineData("level", "High", "High")]
    [InlineData("level", "high", "High")]
    [InlineData("level", "2", "High")]
    [InlineData("level", "9", null)]
    [InlineData("level", "-1", null)]
    [InlineData("level", "Low,High", null)]
    [InlineData("level", "Middle", null)]
    [InlineData("rights", "Write", "Write")]
    [InlineData("rights", "read, WRITE", "Read, Write")]
    [InlineData("rights", "3", "Read, Write")]
    [InlineData("rights", "0", "None")]
    [InlineData("rights", "8", null)]
    [InlineData("done", "true", "True")]
    [InlineData("done", "FALSE", "False")]
    [InlineData("done", "on", "True")]
    [InlineData("done", "yes", null)]
    [InlineData("take", "5", "5")]
    [InlineData("take", "1.5", null)]
    public async Task Text_is_parsed_to_the_same_value_from_every_source(string name, string text, string? expected)
    {
        var escaped = Uri.EscapeDataString(text);
        foreach (var response in await SendValueAsync(name, $"{name}={escaped}", text))
        {
            await ExpectValueAsync(
                response, expected is null ? null : string.Join('|', _names.Select(other => other == name ? expected : "null")));
        }

        await ExpectValueAsync(await _client.GetAsync($"/api/values/route/{name}/{escaped}", Stop), expected);
    }

    [Theory]
    [InlineData("price")]
    [InlineData("weight")]
    [InlineData("single")]
    [InlineData("level")]
    [InlineData("rights")]
    [InlineData("done")]
    [InlineData("take")]
    [InlineData("day")]
    [InlineData("id")]
    [InlineData("point")]
    public async Task An_empty_text_is_null_for_an_optional_value(string name)
    {
        foreach (var response in await SendValueAsync(name, $"{name}=", ""))
        {
            await ExpectValueAsync(response, string.Join('|', _names.Select(_ => "null")));
        }
    }

    [Theory]
    [InlineData("price=1&price=50", null)]
    [InlineData("take=1&take=2", null)]
    [InlineData("done=true&done=false", "null|null|null|null|null|True|null|null|null|null")]
    [InlineData("done=false&done=false", "null|null|null|null|null|False|null|null|null|null")]
    [InlineData("rights=Read&rights=Write", "null|null|null|null|Read, Write|null|null|null|null|null")]
    public async Task Several_spellings_of_one_value_are_read_alike(string fields, string? expected)
    {
        await ExpectValueAsync(await _client.GetAsync($"/api/values/query?{fields}", Stop), expected);
        await ExpectValueAsync(await PostAsync("/api/values/field", Urlencoded, Encoding.UTF8.GetBytes(fields)), expected);
        await ExpectValueAsync(await PostAsync("/api/values/type", Urlencoded, Encoding.UTF8.GetBytes(fields)), expected);
    }

    [Theory]
    [InlineData("", "10|High|||none|1|null")]
    [InlineData("?take=&level=&page=&rate=", "10|High|||none|1|null")]
    [InlineData("?take=5&level=low&page=2&rate=1.5", "5|Low|||none|2|1.5")]
    [InlineData("?ids=1&ids=2&prices=1.5", "10|High|1+2|1.5|none|1|null")]
    [InlineData("?ids=&prices=", "10|High|||none|1|null")]
    [InlineData("?ids=1&ids=", "10|High|1||none|1|null")]
    [InlineData("?text=", "10|High||||1|null")]
    [InlineData("?prices=1,5", null)]
    [InlineData("?prices=1&prices=NaN", null)]
    [InlineData("?rate=1,5", null)]
    [InlineData("?level=9", null)]
    public async Task An_empty_text_leaves_the_default(string query, string? expected) =>
        await ExpectValueAsync(await _client.GetAsync($"/api/values/defaults{query}", Stop), expected);

    [Fact]
    public async Task The_helpers_show_the_received_text() =>
        Assert.Equal(
            "High  /api/values/seen?level=high&done= high True",
            await _client.GetStringAsync("/api/values/seen?level=high&done=", Stop));

    [Theory]
    [InlineData("/api/values/query?price=1,50", "The value '1,50' of parameter 'price' is not a valid 'decimal'.")]
    [InlineData("/api/values/route/level/9", "The value '9' of parameter 'level' is not a valid 'Level'.")]
    [InlineData("/api/values/defaults?prices=1,5", "The value '1,5' of parameter 'prices' is not a valid 'decimal[]'.")]
    public async Task A_text_that_cannot_be_read_is_named(string path, string detail) =>
        Assert.Equal(detail, (await ExpectProblemAsync(await _client.GetAsync(path, Stop), 400, "Bad Request")).Detail);

    private async Task<IReadOnlyList<HttpResponseMessage>> SendValueAsync(string name, string field, string text)
    {
        using var header = new HttpRequestMessage(HttpMethod.Get, "/api/values/header");
        header.Headers.TryAddWithoutValidation(name, text);
        return
        [
            await _client.GetAsync($"/api/values/query?{field}", Stop),
            await _client.SendAsync(header, Stop),
            await PostAsync("/api/values/field", Urlencoded, Encoding.UTF8.GetBytes(field)),
            await PostAsync("/api/values/type", Urlencoded, Encoding.UTF8.GetBytes(field)),
        ];
    }

    private static async Task ExpectValueAsync(HttpResponseMessage response, string? expected)
    {
        var body = await response.Content.ReadAsStringAsync(Stop);
        Assert.Equal(
            expected is null ? (HttpStatusCode.BadRequest, true) : (HttpStatusCode.OK, true),
            (response.StatusCode, expected is null ? body.Contains("\"status\":400", StringComparison.Ordinal) : body == expected));
    }
}
