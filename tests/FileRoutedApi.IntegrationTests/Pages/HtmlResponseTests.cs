using System.Net;
using System.Text;

namespace FileRoutedApi.IntegrationTests.Pages;

/// <summary>HTML that a function of a route file, or an endpoint of the application, returns.</summary>
public class HtmlResponseTests(HtmlApps apps) : IClassFixture<HtmlApps>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Places => new()
    {
        { "TestServer", "/api" },
        { "TestServer", "/own" },
        { "Kestrel", "/api" },
        { "Kestrel", "/own" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_small_page_has_a_length_and_an_entity_tag(string server, string folder)
    {
        var app = apps[server];
        using var client = app.CreateClient();

        using var response = await client.GetAsync($"{folder}/rows?count=2&text=%3C%C3%A9", Stop);
        var body = await response.Content.ReadAsByteArrayAsync(Stop);

        Assert.Equal("<ul><li>0 &lt;é</li><li>1 &lt;é</li></ul>", Encoding.UTF8.GetString(body));
        Assert.Equal(
            (HttpStatusCode.OK, "text/html; charset=utf-8", (long)body.Length),
            (response.StatusCode, response.Content.Headers.ContentType?.ToString(), response.Content.Headers.ContentLength));
        Assert.False(response.Headers.ETag!.IsWeak);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_client_that_has_the_page_gets_304(string server, string folder)
    {
        var app = apps[server];
        using var client = app.CreateClient();
        using var first = await client.GetAsync($"{folder}/rows?count=2", Stop);

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{folder}/rows?count=2");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await client.SendAsync(request, Stop);

        Assert.Equal((HttpStatusCode.NotModified, first.Headers.ETag), (second.StatusCode, second.Headers.ETag));
        Assert.Null(second.Content.Headers.ContentType);
        Assert.Equal("", await second.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task HEAD_has_the_headers_of_GET(string server, string folder)
    {
        var app = apps[server];
        using var client = app.CreateClient();
        using var get = await client.GetAsync($"{folder}/rows?count=2", Stop);

        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"{folder}/rows?count=2"), Stop);

        Assert.Equal((get.StatusCode, get.Headers.ETag), (head.StatusCode, head.Headers.ETag));
        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Stop));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_large_page_is_sent_in_parts(string server, string folder)
    {
        var app = apps[server];
        using var client = app.CreateClient();

        using var get = await client.GetAsync($"{folder}/rows?count=50000", HttpCompletionOption.ResponseHeadersRead, Stop);
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"{folder}/rows?count=50000"), Stop);

        Assert.Equal((null, null), (get.Content.Headers.ContentLength, get.Headers.ETag));
        Assert.Equal("text/html; charset=utf-8", get.Content.Headers.ContentType?.ToString());
        var rows = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"<li>{i} </li>"));
        Assert.Equal($"<ul>{rows}</ul>", await get.Content.ReadAsStringAsync(Stop));
        Assert.Equal((HttpStatusCode.OK, null), (head.StatusCode, head.Headers.ETag));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Stop));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task The_status_and_the_content_type_of_the_function_stay(string server, string folder)
    {
        var app = apps[server];
        using var client = app.CreateClient();

        using var missing = await client.GetAsync($"{folder}/missing", Stop);
        using var xml = await client.GetAsync($"{folder}/xml", Stop);

        Assert.Equal((HttpStatusCode.NotFound, null), (missing.StatusCode, missing.Headers.ETag));
        Assert.Equal("<p>missing</p>", await missing.Content.ReadAsStringAsync(Stop));
        Assert.Equal("image/svg+xml", xml.Content.Headers.ContentType?.ToString());
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_blocked_url_is_logged_without_its_value(string server, string folder)
    {
        var app = apps[server];
        using var client = app.CreateClient();

        Assert.Equal("<a href=\"#\">x</a>", await client.GetStringAsync($"{folder}/link?url=java%0Ascript:secret()", Stop));

        await app.Logs.WaitForAsync($"A URL in attribute 'href' of {folder}/link has the scheme 'javascript', so '#' was written instead.");
        Assert.DoesNotContain(app.Logs.Messages, message => message.Contains("secret", StringComparison.Ordinal) && message.Contains('#'));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_sequence_is_sent_while_it_waits(string server, string folder)
    {
        var app = apps[server];
        var (items, query) = app.CreateStream();
        using var client = app.CreateClient();

        using var response = await client.GetAsync($"{folder}/stream{query}", HttpCompletionOption.ResponseHeadersRead, Stop);
        await using var stream = await response.Content.ReadAsStreamAsync(Stop);
        Assert.Equal("<ul>", await ReadAsync(stream, 4));

        items.TryWrite("<");
        Assert.Equal("<li>&lt;</li>", await ReadAsync(stream, 13));

        items.Complete();
        Assert.Equal("</ul>", await ReadAsync(stream, 5));
        Assert.Equal((null, null), (response.Content.Headers.ContentLength, response.Headers.ETag));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_sequence_that_does_not_wait_is_a_small_page(string server, string folder)
    {
        var app = apps[server];
        var (items, query) = app.CreateStream();
        using var client = app.CreateClient();
        items.TryWrite("a");
        items.Complete();

        using var response = await client.GetAsync($"{folder}/stream{query}", Stop);

        Assert.Equal("<ul><li>a</li></ul>", await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal(19, response.Content.Headers.ContentLength);
        Assert.NotNull(response.Headers.ETag);
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/own")]
    public async Task A_sequence_that_fails_after_the_first_bytes_aborts_the_connection(string folder)
    {
        var app = apps["Kestrel"];
        var (items, query) = app.CreateStream();
        using var wire = await Wire.ConnectAsync(app.EndPoint, Stop);
        await wire.SendAsync($"GET {folder}/stream{query} HTTP/1.1\r\nHost: localhost\r\n\r\n", Stop);
        await wire.ReadUntilAsync("<ul>", Stop);

        items.Complete(new InvalidDataException("broken"));

        Assert.DoesNotContain("0\r\n\r\n", await wire.ReadToEndAsync(Stop));
        await app.Logs.WaitForAsync(logged => logged.Exception is InvalidDataException);
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/own")]
    public async Task A_sequence_that_fails_before_the_first_bytes_is_an_error_response(string folder)
    {
        var app = apps["Kestrel"];
        var (items, query) = app.CreateStream();
        using var client = app.CreateClient();
        items.Complete(new InvalidDataException("broken"));

        using var response = await client.GetAsync($"{folder}/stream{query}", Stop);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain("<ul>", await response.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/own")]
    public async Task A_client_that_disconnects_stops_the_page_without_an_error(string folder)
    {
        await using var app = await HtmlApp.StartAsync("Kestrel");
        var (_, query) = app.CreateStream();
        using (var wire = await Wire.ConnectAsync(app.EndPoint, Stop))
        {
            await wire.SendAsync($"GET {folder}/stream{query} HTTP/1.1\r\nHost: localhost\r\n\r\n", Stop);
            await wire.ReadUntilAsync("<ul>", Stop);
        }

        await app.Logs.WaitForAsync("Request finished");
        Assert.Empty(app.Logs.Errors);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(50_000)]
    public async Task Middleware_functions_may_change_the_headers_of_any_page(int count)
    {
        var app = apps["Kestrel"];
        using var client = app.CreateClient();

        using var get = await client.GetAsync($"/api/guarded/rows?count={count}", Stop);
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/api/guarded/rows?count={count}"), Stop);

        Assert.Equal("1", get.Headers.GetValues("X-After").Single());
        Assert.NotNull(get.Headers.ETag);
        Assert.Equal((get.Headers.ETag, get.Content.Headers.ContentLength), (head.Headers.ETag, head.Content.Headers.ContentLength));
    }

    private static async Task<string> ReadAsync(Stream stream, int length)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, Stop);
        return Encoding.UTF8.GetString(bytes);
    }
}
