using System.Net;
using System.Text.RegularExpressions;

namespace FileRoutedApi.IntegrationTests;

/// <content>Pages, layouts and route handlers in <c>app/</c>.</content>
public abstract partial class BehaviourTests
{
    private const string Nav = """<nav><a href="/site">Home</a> <a href="/site/blog" data-prefetch>Blog</a></nav>""";

    [Theory]
    [InlineData("/site", "<h1>Home</h1>")]
    [InlineData("/site/", "<h1>Home</h1>")]
    [InlineData("/SITE", "<h1>Home</h1>")]
    [InlineData("/site/blog", "<section><ul><li><a href=\"/site/blog/one\">one</a></li><li><a href=\"/site/blog/two\">two</a></li><li><a href=\"/site/blog/a%2Fb\">a/b</a></li></ul></section>")]
    [InlineData("/site/blog/one", "<section><h1>one</h1></section>")]
    [InlineData("/site/blog/a%2Fb", "<section><h1>a/b</h1></section>")]
    [InlineData("/site/blog/drafts", "<section><h1>Drafts</h1></section>")]
    [InlineData("/site/about", "<aside><h1>About</h1></aside>")]
    [InlineData("/site/docs", "<article><p></p></article>")]
    [InlineData("/site/docs/a/b", "<article><p>a|b</p></article>")]
    [InlineData("/site/docs/a%2Fb/c", "<article><p>a/b|c</p></article>")]
    [InlineData("/site/shop/x/y?q=%3Cb%3E", "<p>x|y &lt;b&gt;</p>")]
    [InlineData("/site/teams/%3Cred%3E/members", "<h2>&lt;red&gt; GET</h2><h1>&lt;red&gt;</h1>")]
    [InlineData("/site/results", "<h1>Html</h1>")]
    [InlineData("/site/wrong/7", "<h1>7</h1>")]
    public async Task A_page_is_inside_its_layouts(string path, string content)
    {
        var (response, html) = await GetPageAsync(path);

        Assert.Equal((HttpStatusCode.OK, "text/html; charset=utf-8"), (response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        Assert.Equal($"<body>{Nav}<main>{content}</main></body>", BodyOf(html));
        Assert.Equal(response.Content.Headers.ContentLength, System.Text.Encoding.UTF8.GetByteCount(html));
        Assert.NotNull(response.Headers.ETag);
    }

    [Theory]
    [InlineData("/site", "/")]
    [InlineData("/site/blog", "/site /site/blog")]
    [InlineData("/site/about", "/site /site/(marketing)")]
    [InlineData("/site/docs/a/b", "/site /site/docs/a%2Fb")]
    [InlineData("/site/teams/a--%3E/members", "/site /site/teams/a%2D%2D%3E")]
    public async Task The_content_of_a_layout_is_delimited_by_comments_with_its_path(string path, string layouts)
    {
        var (_, html) = await GetPageAsync(path);

        var expected = layouts == "/" ? ["/site"] : layouts.Split(' ').Select(each => each.Replace("(", "%28").Replace(")", "%29")).ToArray();
        Assert.Equal(expected, LayoutComment().Matches(html).Select(match => match.Groups[1].Value));
        Assert.Equal(expected.Reverse(), LayoutEnd().Matches(html).Select(match => match.Groups[1].Value));
    }

    [Theory]
    [InlineData("/site/blog/nope", 404, "<h1>Not here</h1>")]
    [InlineData("/site/nowhere", 404, "<h1>Not here</h1>")]
    [InlineData("/site/nowhere/at/all", 404, "<h1>Not here</h1>")]
    [InlineData("/site/deep/lost", 404, "<h1>Deep: not here</h1>")]
    [InlineData("/site/deep/nowhere", 404, "<h1>Deep: not here</h1>")]
    [InlineData("/site/lost-layout/x", 404, "<h1>Not here</h1>")]
    [InlineData("/site/boom", 500, "<h1>Broken: bad &lt;page&gt;</h1>")]
    [InlineData("/site/broken-layout", 500, "<h1>Broken: bad layout</h1>")]
    [InlineData("/site/broken-layout/deep", 500, "<h1>Broken: bad layout</h1>")]
    [InlineData("/site/wrong/-1", 409, "<h1>Broken: Conflict &lt;b&gt;</h1>")]
    [InlineData("/site/wrong/x", 400, "<h1>Broken: Invalid value</h1>")]
    [InlineData("/site/status?code=418", 418, "<h1>418</h1>")]
    public async Task The_nearest_error_page_is_inside_the_layouts_of_its_folder(string path, int status, string content)
    {
        var (response, html) = await GetPageAsync(path);

        Assert.Equal((status, $"<body>{Nav}<main>{content}</main></body>"), ((int)response.StatusCode, BodyOf(html)));
    }

    [Theory]
    [InlineData("/site", "Site", "<meta name=\"description\" content=\"The site\">")]
    [InlineData("/site/blog", "Blog | Site", "<meta name=\"description\" content=\"The site\">")]
    [InlineData("/site/blog/one", "one | Site", "")]
    [InlineData("/site/metadata/page", "&quot;Quoted&quot; &lt;/title&gt;&lt;script&gt; in Metadata", "<link rel=\"canonical\" href=\"https://example.com/page?x=1&amp;y=2\">")]
    [InlineData("/site/metadata/page", "&quot;Quoted&quot; &lt;/title&gt;&lt;script&gt; in Metadata", "<meta name=\"keywords\" content=\"a, b\"><meta name=\"robots\" content=\"noindex\">")]
    [InlineData("/site/metadata/page", "&quot;Quoted&quot; &lt;/title&gt;&lt;script&gt; in Metadata", "<meta name=\"author\" content=\"Ada\"><meta name=\"replaced\" content=\"2\">")]
    [InlineData("/site/metadata/page", "&quot;Quoted&quot; &lt;/title&gt;&lt;script&gt; in Metadata", "<meta property=\"og:image\" content=\"https://example.com/a.png\"><meta property=\"og:image\" content=\"https://cdn.example.com/b.png\">")]
    [InlineData("/site/metadata/absolute", "Alone", "<link rel=\"icon\" href=\"/icon.svg\">")]
    public async Task Metadata_is_merged_from_the_root_down(string path, string title, string part)
    {
        var (_, html) = await GetPageAsync(path);

        var head = Head().Match(html).Groups[1].Value;
        Assert.Contains($"<title>{title}</title>", head, StringComparison.Ordinal);
        Assert.Contains(part, head, StringComparison.Ordinal);
        Assert.Contains("<meta charset=\"utf-8\">", head, StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("of-layout", path.EndsWith("page", StringComparison.Ordinal) ? head : "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_answers_GET_and_HEAD_only()
    {
        using var head = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/site/blog"), Stop);
        using var post = await _client.PostAsync("/site/blog", null, Stop);
        using var get = await _client.GetAsync("/site/blog", Stop);

        Assert.Equal((HttpStatusCode.OK, get.Content.Headers.ContentLength), (head.StatusCode, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "GET, HEAD, OPTIONS"), (post.StatusCode, string.Join(", ", post.Content.Headers.Allow)));
    }

    [Fact]
    public async Task A_page_that_has_not_changed_is_a_304()
    {
        using var first = await _client.GetAsync("/site/blog/one", Stop);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/site/blog/one");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await _client.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(Stop));
    }

    [Fact]
    public async Task Redirect_sends_the_client_to_another_URL()
    {
        using var response = await _client.GetAsync("/site/moved", Stop);

        Assert.Equal((HttpStatusCode.TemporaryRedirect, "/site/bl%C3%B6g?a=1"), (response.StatusCode, response.Headers.Location?.OriginalString));
    }

    [Theory]
    [InlineData("text", 200, "plain")]
    [InlineData("redirect", 301, "")]
    public async Task A_page_can_return_another_result(string kind, int status, string body)
    {
        using var response = await _client.GetAsync($"/site/results?kind={kind}", Stop);

        Assert.Equal((status, body), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task A_route_handler_has_a_function_for_each_method()
    {
        using var get = await _client.GetAsync("/site/api/items/7", Stop);
        using var post = await PostAsync("/site/api/items/7", "application/json", """{"name":"x"}"""u8.ToArray());
        using var put = await _client.PutAsync("/site/api/items/7", null, Stop);
        using var missing = await _client.DeleteAsync("/site/api/items/0", Stop);
        using var thrown = await _client.DeleteAsync("/site/api/items/1", Stop);

        Assert.Equal("""{"id":7}""", await get.Content.ReadAsStringAsync(Stop));
        Assert.Equal("""{"id":7,"body":"x"}""", await post.Content.ReadAsStringAsync(Stop));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, put.StatusCode);
        await ExpectProblemAsync(missing, 404, "No such item");
        Assert.Equal((HttpStatusCode.InternalServerError, "application/problem+json"), (thrown.StatusCode, thrown.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task A_cached_page_is_generated_once_for_each_path()
    {
        var path = $"/site/cached/{Guid.NewGuid():N}";

        var first = await _client.GetStringAsync(path, Stop);
        var second = await _client.GetStringAsync(path, Stop);
        var other = await _client.GetStringAsync(path + "x", Stop);

        Assert.Equal(first, second);
        Assert.NotEqual(BodyOf(first), BodyOf(other));
    }

    [Theory]
    [InlineData("/site/guarded/inside", null, 401, "locked")]
    [InlineData("/site/guarded/nowhere", null, 401, "locked")]
    [InlineData("/site/guarded//inside", null, 401, "locked")]
    public async Task The_middleware_of_a_folder_applies_to_its_pages(string path, string? key, int status, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("X-Key", key);

        using var response = await _client.SendAsync(request, Stop);

        Assert.Equal((status, body), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task A_page_behind_middleware_has_the_settings_of_its_folder()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/site/guarded/inside");
        request.Headers.Add("X-Key", "open");
        request.Headers.Add("Origin", "https://example.com");

        using var response = await _client.SendAsync(request, Stop);

        Assert.Contains("<h1>Inside</h1>", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal("https://example.com", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Fact]
    public async Task The_navigation_script_is_immutable_and_its_URL_has_its_hash()
    {
        var (_, html) = await GetPageAsync("/site");
        var url = ScriptUrl().Match(html).Groups[1].Value;

        using var script = await _client.GetAsync(url, Stop);

        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
        Assert.Equal("text/javascript; charset=utf-8", script.Content.Headers.ContentType?.ToString());
        Assert.Equal("public, max-age=31536000, immutable", script.Headers.GetValues("Cache-Control").Single());
        Assert.Matches("^/_fra/navigation\\.[0-9a-f]{16}\\.js$", url);
    }

    private async Task<(HttpResponseMessage Response, string Html)> GetPageAsync(string path)
    {
        var response = await _client.GetAsync(path, Stop);
        return (response, await response.Content.ReadAsStringAsync(Stop));
    }

    /// <summary>Returns the body without the comments of layouts.</summary>
    private static string BodyOf(string html) => Body().Match(LayoutEnd().Replace(LayoutComment().Replace(html, ""), "")).Value;

    [GeneratedRegex("<body>.*</body>", RegexOptions.Singleline)]
    private static partial Regex Body();

    [GeneratedRegex("<head>(.*)</head>", RegexOptions.Singleline)]
    private static partial Regex Head();

    [GeneratedRegex("<!--fra:layout ([^ ]*)-->")]
    private static partial Regex LayoutComment();

    [GeneratedRegex("<!--/fra:layout ([^ ]*)-->")]
    private static partial Regex LayoutEnd();

    [GeneratedRegex("src=\"([^\"]*navigation[^\"]*)\"")]
    private static partial Regex ScriptUrl();
}
