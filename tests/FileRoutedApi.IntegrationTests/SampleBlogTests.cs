using System.Net;
using System.Text.RegularExpressions;

namespace FileRoutedApi.IntegrationTests;

/// <summary>samples/blog: pages, comments, cached pages and their invalidation.</summary>
public sealed partial class SampleBlogTests : IDisposable
{
    private const string Secret = "It's a Secret to Everybody";
    private const string Post = "/blog/a-form-is-enough";

    private readonly string _database = Path.Combine(Path.GetTempPath(), $"blog-{Guid.NewGuid():N}.db");
    private readonly SampleApp _app;
    private readonly HttpClient _client;

    public SampleBlogTests()
    {
        _app = AppIn("Development");
        _client = _app.CreatePlainClient();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _app.Dispose();
        File.Delete(_database);
    }

    [Theory]
    [InlineData("/", "Marginalia", "<h1>Notes from the margin</h1>")]
    [InlineData("/about", "About · Marginalia", "<h1>About</h1>")]
    [InlineData("/blog", "Posts · Marginalia", "<a href=\"/blog/back-goes-back\">Back goes back</a>")]
    [InlineData("/blog", "Posts · Marginalia", "<span>1 of 3</span>")]
    [InlineData("/blog/page/3", "Posts, page 3 · Marginalia", "<a href=\"/blog/folders-are-urls\">Folders are URLs</a>")]
    [InlineData("/blog/tags/c%23", "Posts about c# · Marginalia", "<a href=\"/blog/the-smallest-component\">The smallest component</a>")]
    [InlineData(Post, "A form is enough · Marginalia", "<time datetime=\"2026-03-23\">23 March 2026</time>")]
    [InlineData(Post, "A form is enough · Marginalia", "&lt;button&gt;Send&lt;/button&gt;")]
    [InlineData(Post, "A form is enough · Marginalia", "<link rel=\"canonical\" href=\"http://127.0.0.1:5088/blog/a-form-is-enough\">")]
    [InlineData("/search", "Search · Marginalia", "<h1>Search</h1>")]
    [InlineData(
        "/search?q=MAXLENGTH", "Search for “MAXLENGTH” · Marginalia", "<a href=\"/blog/a-form-is-enough\">A form is enough</a>")]
    [InlineData("/search?q=%3Cb%3E", "Search for “&lt;b&gt;” · Marginalia", "<h1>Nothing about “&lt;b&gt;”</h1>")]
    [InlineData("/search?q=a+%22b%22", "Search for “a &quot;b&quot;” · Marginalia", "<h1>Nothing about “a &quot;b&quot;”</h1>")]
    public async Task A_page_has_a_title_and_content(string path, string title, string content)
    {
        var html = await _client.GetStringAsync(path, Stop);

        Assert.Contains($"<title>{title}</title>", html, StringComparison.Ordinal);
        Assert.Contains(content, html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/blog/nowhere")]
    [InlineData("/blog/page/0")]
    [InlineData("/blog/page/4")]
    [InlineData("/blog/tags/nowhere")]
    public async Task What_does_not_exist_is_the_not_found_page(string path)
    {
        var response = await _client.GetAsync(path, Stop);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains(
            "<h1>There is nothing in this margin</h1>", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_page_of_the_list_has_one_URL()
    {
        var response = await _client.GetAsync("/blog/page/1", Stop);

        Assert.Equal((HttpStatusCode.TemporaryRedirect, "/blog"), (response.StatusCode, response.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task Every_link_of_the_site_leads_somewhere()
    {
        var seen = new HashSet<string> { "/" };
        var queue = new Queue<string>(seen);
        while (queue.TryDequeue(out var path))
        {
            var response = await _client.GetAsync(path, Stop);
            Assert.True(response.IsSuccessStatusCode, $"{path} is a {(int)response.StatusCode}.");
            var isPage = response.Content.Headers.ContentType?.MediaType == "text/html";
            var html = isPage ? await response.Content.ReadAsStringAsync(Stop) : "";
            var links = Links().Matches(html).Select(link => WebUtility.HtmlDecode(link.Groups[1].Value));
            links.Where(seen.Add).ToList().ForEach(queue.Enqueue);
        }

        Assert.Superset(
            new HashSet<string> { "/style.css", "/site.js", "/favicon.svg", "/feed.xml", "/about", "/blog/page/3", "/blog/tags/c%23", Post },
            seen);
    }

    [Fact]
    public async Task The_feed_has_the_posts_with_absolute_URLs()
    {
        var response = await _client.GetAsync("/feed.xml", Stop);
        var feed = await response.Content.ReadAsStringAsync(Stop);

        Assert.Equal("application/rss+xml; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(9, feed.Split("<item>").Length - 1);
        Assert.Contains("<link>http://127.0.0.1:5088/blog/back-goes-back</link>", feed, StringComparison.Ordinal);
        Assert.Contains("<pubDate>Thu, 12 Nov 2026 00:00:00 GMT</pubDate>", feed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comment_is_shown_at_once_although_the_page_is_cached()
    {
        await _client.GetStringAsync(Post, Stop);

        var response = await CommentAsync(Post, "Ada", "<script>alert(1)</script>");
        var html = await _client.GetStringAsync(Post, Stop);

        Assert.Equal((HttpStatusCode.SeeOther, $"{Post}#comment-1"), (response.StatusCode, response.Headers.Location?.OriginalString));
        Assert.Contains("<li id=\"comment-1\">", html, StringComparison.Ordinal);
        Assert.Contains("<p class=\"text\">&lt;script&gt;alert(1)&lt;/script&gt;</p>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Post, "", "text", HttpStatusCode.BadRequest)]
    [InlineData(Post, "Ada", "", HttpStatusCode.BadRequest)]
    [InlineData("/blog/nowhere", "Ada", "text", HttpStatusCode.NotFound)]
    public async Task A_comment_that_is_not_valid_is_not_stored(string post, string name, string text, HttpStatusCode status)
    {
        var response = await CommentAsync(post, name, text);

        Assert.Equal(status, response.StatusCode);
        Assert.Contains("No comments yet.", await _client.GetStringAsync(Post, Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_eleventh_comment_of_a_minute_is_refused()
    {
        for (var i = 0; i < 10; i++)
        {
            await CommentAsync(Post, "Ada", "text");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await CommentAsync(Post, "Ada", "text")).StatusCode);
    }

    [Theory]
    [InlineData(Secret, HttpStatusCode.OK, "REVALIDATED")]
    [InlineData("another secret", HttpStatusCode.Unauthorized, "HIT")]
    [InlineData("", HttpStatusCode.Unauthorized, "HIT")]
    public async Task The_secret_invalidates_the_cached_pages(string secret, HttpStatusCode status, string cache)
    {
        var pages = new[] { "/", "/blog", Post, "/feed.xml" };
        var first = await Task.WhenAll(pages.Select(CacheOfAsync));
        var second = await Task.WhenAll(pages.Select(CacheOfAsync));

        var response = await RevalidateAsync(_client, secret);

        Assert.Equal(status, response.StatusCode);
        Assert.All(first, page => Assert.Equal("MISS", page));
        Assert.All(second, page => Assert.Equal("HIT", page));
        Assert.All(await Task.WhenAll(pages.Select(CacheOfAsync)), page => Assert.Equal(cache, page));
    }

    [Fact]
    public async Task Without_a_secret_in_the_settings_none_is_accepted()
    {
        await using var app = new SampleApp("blog", [("ConnectionStrings:Blog", Connection)]);
        using var client = app.CreatePlainClient();

        Assert.Equal(HttpStatusCode.Unauthorized, (await RevalidateAsync(client, "")).StatusCode);
    }

    [Fact]
    public async Task An_exception_is_the_error_page_without_its_message()
    {
        await using var app = AppIn("Production");
        using var client = app.CreatePlainClient();
        await client.GetStringAsync("/search?q=form", Stop);
        await File.WriteAllTextAsync(_database, "not a database", Stop);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/search?q=form");
        request.Headers.Add("Accept", "text/html");
        var response = await client.SendAsync(request, Stop);
        var html = await response.Content.ReadAsStringAsync(Stop);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("<h1>Internal Server Error</h1>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("database", html, StringComparison.Ordinal);
    }

    private string Connection => $"Data Source={_database};Pooling=False";

    private SampleApp AppIn(string environment) =>
        new("blog", [("ConnectionStrings:Blog", Connection), ("Blog:RevalidateSecret", Secret)], environment);

    private async Task<HttpResponseMessage> CommentAsync(string post, string name, string text)
    {
        using var form = new FormUrlEncodedContent([new("name", name), new("text", text)]);
        return await _client.PostAsync($"{post}/comments", form, Stop);
    }

    private async Task<string> CacheOfAsync(string path) => (await _client.GetAsync(path, Stop)).Headers.GetValues("X-Cache").Single();

    private static async Task<HttpResponseMessage> RevalidateAsync(HttpClient client, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/revalidate");
        request.Headers.Add("X-Secret", secret);
        return await client.SendAsync(request, Stop);
    }

    [GeneratedRegex("(?:href|src)=\"(/[^\"#]*)")]
    private static partial Regex Links();
}
