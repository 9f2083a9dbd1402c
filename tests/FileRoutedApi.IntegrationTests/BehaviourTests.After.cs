using System.Net;
using System.Text.RegularExpressions;

namespace FileRoutedApi.IntegrationTests;

/// <content>What a middleware can change in a response after the handler has returned.</content>
public abstract partial class BehaviourTests
{
    /// <summary>One path for each kind of response that is complete when its handler returns.</summary>
    public static readonly TheoryData<string> WholeResponses =
    [
        "text", "item", "task", "object", "result", "typed", "content", "bytes", "json", "bound", "send", "written", "stream", "large",
        "kept/1", "refused", "posted", "unmatched", "inner/x",
    ];

    public static readonly MatrixTheoryData<string, string> WrappedResponses = new(
        WholeResponses.Select(row => row.Data),
        ["longer", "shorter", "without-length"]);

    [Theory]
    [MemberData(nameof(WholeResponses))]
    public async Task A_header_a_cookie_and_a_status_can_be_set_after_next(string kind)
    {
        var plain = await _client.GetAsync($"/api/after/{kind}", Stop);
        var header = await _client.GetAsync($"/api/after/{kind}?set=header", Stop);
        var cookie = await _client.GetAsync($"/api/after/{kind}?set=cookie", Stop);
        var status = await _client.GetAsync($"/api/after/{kind}?set=status", Stop);

        var text = await BodyAsync(plain);
        Assert.Equal((plain.StatusCode, text), (header.StatusCode, await BodyAsync(header)));
        Assert.Equal("set", header.Headers.GetValues("X-After").Single());
        Assert.Equal((plain.StatusCode, text), (cookie.StatusCode, await BodyAsync(cookie)));
        Assert.Equal("after=set; path=/", cookie.Headers.GetValues("Set-Cookie").Single());
        Assert.Equal((418, text), ((int)status.StatusCode, await BodyAsync(status)));
        Assert.All([plain, header, cookie, status], HasItsLength);
    }

    [Theory]
    [MemberData(nameof(WrappedResponses))]
    public async Task A_response_that_a_middleware_wraps_has_the_length_and_the_tag_of_the_sent_bytes(string kind, string wrap)
    {
        var plain = await _client.GetAsync($"/api/after/{kind}", Stop);
        var wrapped = await _client.GetAsync($"/api/after/{kind}?wrap={wrap}&set=header", Stop);
        var head = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/api/after/{kind}?wrap={wrap}&set=header"), Stop);

        var text = await BodyAsync(plain);
        Assert.Equal(
            (plain.StatusCode, "set", wrap == "shorter" ? text[..1] : $"wrapped {text}"),
            (wrapped.StatusCode, wrapped.Headers.GetValues("X-After").Single(), await BodyAsync(wrapped)));
        HasItsLength(wrapped);
        Assert.Equal((plain.StatusCode, "set", ""), (head.StatusCode, head.Headers.GetValues("X-After").Single(), await BodyAsync(head)));
        Assert.Contains(LengthOf(head), new[] { null, LengthOf(wrapped) });
        Assert.Equal(plain.Headers.ETag is null, wrapped.Headers.ETag is null);
        Assert.Contains(wrapped.Headers.ETag, new[] { null, head.Headers.ETag });
    }

    [Theory]
    [InlineData("json")]
    [InlineData("bound")]
    [InlineData("send")]
    [InlineData("kept/1")]
    public async Task A_wrapped_response_is_304_to_its_own_tag_only(string kind)
    {
        var plain = await _client.GetAsync($"/api/after/{kind}", Stop);
        var wrapped = await _client.GetAsync($"/api/after/{kind}?wrap=longer", Stop);

        var tag = wrapped.Headers.ETag!;
        Assert.NotEqual(plain.Headers.ETag, tag);
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync($"/api/after/{kind}", plain.Headers.ETag!));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"/api/after/{kind}", tag));
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync($"/api/after/{kind}?wrap=longer", tag));
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync($"/api/after/{kind}?wrap=without-length&set=header", tag));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"/api/after/{kind}?wrap=longer", plain.Headers.ETag!));
        Assert.Equal((HttpStatusCode)418, await StatusAsync($"/api/after/{kind}?set=status", plain.Headers.ETag!));
    }

    [Theory]
    [InlineData("?set=cookie", "private, no-cache")]
    [InlineData("?set=header", "s-maxage=60, stale-while-revalidate=31535940")]
    public async Task A_cached_response_waits_too_and_is_private_with_a_cookie(string query, string cacheControl)
    {
        var path = $"/api/after/kept/{Guid.NewGuid()}";

        var made = await _client.GetAsync($"{path}{query}&wrap=longer", Stop);
        var cached = await _client.GetAsync($"{path}{query}&wrap=longer", Stop);

        Assert.Equal(("MISS", "HIT"), (CacheOf(made), CacheOf(cached)));
        Assert.All([made, cached], response => Assert.Equal(cacheControl, response.Headers.NonValidated["Cache-Control"].ToString()));
        Assert.Equal(("wrapped kept 36", "wrapped kept 36"), (await BodyAsync(made), await BodyAsync(cached)));
        Assert.All([made, cached], HasItsLength);
    }

    [Theory]
    [MemberData(nameof(WholeResponses))]
    public async Task A_response_can_be_replaced_extended_or_discarded_after_next(string kind)
    {
        var text = await BodyAsync(await _client.GetAsync($"/api/after/{kind}", Stop));
        var replaced = await _client.GetAsync($"/api/after/{kind}?set=replaced", Stop);
        var added = await _client.GetAsync($"/api/after/{kind}?set=added", Stop);
        var nothing = await _client.GetAsync($"/api/after/{kind}?set=nothing", Stop);
        var thrown = await _client.GetAsync($"/api/after/{kind}?set=thrown", Stop);

        Assert.Equal((203, "another"), ((int)replaced.StatusCode, await BodyAsync(replaced)));
        Assert.Equal("text/plain", replaced.Content.Headers.ContentType?.ToString());
        Assert.Equal($"{text} and more", await BodyAsync(added));
        Assert.All([replaced, added], HasItsLength);
        Assert.Equal((204, "", null), ((int)nothing.StatusCode, await BodyAsync(nothing), nothing.Content.Headers.ContentType));
        await ExpectProblemAsync(thrown, 409, "Not like this");
    }

    [Theory]
    [InlineData(
        "items", "[1,2]", "The header 'X-After' cannot be set: the status and headers of a streamed response have already been sent")]
    [InlineData(
        "flushed",
        "flushed end",
        "The header 'X-After' cannot be set: the status and headers of a streamed response have already been sent")]
    public async Task A_started_stream_can_be_wrapped_and_its_headers_are_sent(string kind, string text, string message)
    {
        var sent = await BodyAsync(await _client.GetAsync($"/api/after/{kind}?set=header", Stop));
        var wrapped = await _client.GetAsync($"/api/after/{kind}?set=header&wrap=longer", Stop);

        Assert.StartsWith(text + message, sent, StringComparison.Ordinal);
        Assert.Equal(("set", $"wrapped {text}"), (wrapped.Headers.GetValues("X-After").Single(), await BodyAsync(wrapped)));
        HasItsLength(wrapped);
    }

    private static void HasItsLength(HttpResponseMessage response) =>
        Assert.Equal($"{response.Content.ReadAsStream(Stop).Length}", LengthOf(response));

    // The raw header: the property would compute the length if the header is missing.
    private static string? LengthOf(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Length", out var values) ? values.ToString() : null;

    private async Task<HttpStatusCode> StatusAsync(string path, System.Net.Http.Headers.EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { tag } } };
        return (await _client.SendAsync(request, Stop)).StatusCode;
    }

    /// <summary>Gets the body; without the trace id if it is problem details.</summary>
    private static async Task<string> BodyAsync(HttpResponseMessage response) =>
        Regex.Replace(await response.Content.ReadAsStringAsync(Stop), "\"traceId\":\"[^\"]*\"", "\"traceId\":\"\"");
}
