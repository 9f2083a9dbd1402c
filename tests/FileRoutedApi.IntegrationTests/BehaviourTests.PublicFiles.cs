using System.Net;
using System.Net.Http.Headers;

namespace FileRoutedApi.IntegrationTests;

public abstract partial class BehaviourTests
{
    private static readonly byte[] _css = File.ReadAllBytes(Path.Combine(App.FolderOf("behaviour"), "public/site.css"));

    [Theory]
    [InlineData("/hello.txt", "text/plain; charset=utf-8", "Grüße\n")]
    [InlineData("/hello.txt?v=2", "text/plain; charset=utf-8", "Grüße\n")]
    [InlineData("/docs/index.html", "text/html; charset=utf-8", "<!doctype html><title>Docs</title>\n")]
    [InlineData("/data.unknown", "application/octet-stream", "any bytes\n")]
    [InlineData("/.well-known/security.txt", "text/plain; charset=utf-8", "Contact: mailto:security@example.com\n")]
    [InlineData("/api/guards/open.txt", "text/plain; charset=utf-8", "open\n")]
    public async Task A_static_file_is_served(string path, string type, string text)
    {
        using var response = await _client.GetAsync(path, Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.ToString());
        Assert.Equal(text, await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal("max-age=0, public", Sorted(response.Headers.CacheControl));
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["bytes"], response.Headers.AcceptRanges);
        Assert.NotNull(response.Headers.ETag);
        Assert.NotNull(response.Content.Headers.LastModified);
    }

    [Theory]
    [InlineData("/.hidden")]
    [InlineData("/.private/x.txt")]
    [InlineData("/.well-known/.x")]
    [InlineData("/.well-known")]
    [InlineData("/docs")]
    [InlineData("/docs/")]
    [InlineData("/HELLO.TXT")]
    [InlineData("/Docs/index.html")]
    [InlineData("/hello.txt/")]
    [InlineData("/hello.txt.")]
    [InlineData("/hello.txt%20")]
    [InlineData("/public/hello.txt")]
    [InlineData("/site.css.br")]
    [InlineData("/site.css.gz")]
    public async Task Other_paths_are_not_static_files(string path)
    {
        using var response = await _client.GetAsync(path, Stop);

        await ExpectProblemAsync(response, 404, "Not Found");
    }

    [Fact]
    public async Task HEAD_of_a_static_file_has_the_headers_of_GET()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/site.css");
        using var response = await _client.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(_css.Length, response.Content.Headers.ContentLength);
        Assert.Equal("text/css; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Stop));
    }

    [Theory]
    [InlineData("POST", 405)]
    [InlineData("DELETE", 405)]
    [InlineData("OPTIONS", 204)]
    public async Task Another_method_of_a_static_file_names_the_allowed_ones(string method, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/hello.txt");
        using var response = await _client.SendAsync(request, Stop);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("GET, HEAD, OPTIONS", string.Join(", ", response.Content.Headers.Allow));
    }

    [Fact]
    public async Task A_static_file_that_the_client_has_is_a_304()
    {
        using var first = await _client.GetAsync("/site.css", Stop);
        using var byTag = new HttpRequestMessage(HttpMethod.Get, "/site.css") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var byTime = new HttpRequestMessage(HttpMethod.Get, "/site.css")
        {
            Headers = { IfModifiedSince = first.Content.Headers.LastModified },
        };

        foreach (var request in new[] { byTag, byTime })
        {
            using var response = await _client.SendAsync(request, Stop);
            Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
            Assert.Equal(first.Headers.ETag, response.Headers.ETag);
            Assert.Equal("max-age=0, public", Sorted(response.Headers.CacheControl));
        }
    }

    [Theory]
    [InlineData("bytes=0-3", 0, 4)]
    [InlineData("bytes=10-", 10, int.MaxValue)]
    public async Task A_range_of_a_static_file_is_one_of_the_file_itself(string range, int start, int length)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/site.css");
        request.Headers.Range = RangeHeaderValue.Parse(range);
        request.Headers.AcceptEncoding.ParseAdd("br, gzip");
        using var response = await _client.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Equal(_css.Skip(start).Take(length), await response.Content.ReadAsByteArrayAsync(Stop));
    }

    [Fact]
    public async Task A_range_behind_the_end_of_a_static_file_is_a_416()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/site.css");
        request.Headers.Range = new RangeHeaderValue(1_000_000, null);
        using var response = await _client.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
        Assert.Equal($"bytes */{_css.Length}", response.Content.Headers.ContentRange?.ToString());
    }

    [Fact]
    public async Task The_middleware_of_a_folder_runs_for_static_files_below_it()
    {
        using var response = await _client.GetAsync("/api/guards/literal/file.txt", Stop);

        Assert.Equal("file\n", await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal(["api/guards/literal/"], response.Headers.GetValues("X-Guard"));
        Assert.Equal("max-age=0, private", Sorted(response.Headers.CacheControl));
    }

    private static string Sorted(CacheControlHeaderValue? value) =>
        string.Join(", ", value!.ToString().Split(", ").Order(StringComparer.Ordinal));
}
