namespace ConduitTests;

public sealed class ArticleTests : IAsyncLifetime
{
    // A test that hangs fails with its name, and does not block the other tests.
    private const int TimeLimit = 180_000;

    private ConduitApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await ConduitApp.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact(Timeout = TimeLimit)]
    public async Task An_article_is_published_found_changed_and_deleted()
    {
        var ada = await _app.SignUpAsync("ada");

        var (created, article) = await ada.SendAsync(
            "POST",
            "/api/articles",
            """
            {"article":{"title":"How to train your dragon?","description":"Ever wonder?","body":"With care",
            "tagList":["training","dragons"]}}
            """);
        _app.Time.Advance(TimeSpan.FromMinutes(1));
        var (changed, other) = await ada.SendAsync(
            "PUT", "/api/articles/how-to-train-your-dragon", """{"article":{"title":"Did you train it?"}}""");
        var (found, same) = await _app.CreateClient().SendAsync("GET", "/api/articles/did-you-train-it");
        var (deleted, _) = await ada.SendAsync("DELETE", "/api/articles/did-you-train-it");
        var (missing, _) = await ada.SendAsync("GET", "/api/articles/did-you-train-it");

        Assert.Equal((201, 200, 200, 204, 404), (created, changed, found, deleted, missing));
        Assert.Equal(
            """
            {"slug":"how-to-train-your-dragon","title":"How to train your dragon?","description":"Ever wonder?",
            "body":"With care","tagList":["dragons","training"],"createdAt":"2026-02-18T03:22:56.637Z",
            "updatedAt":"2026-02-18T03:22:56.637Z","favorited":false,"favoritesCount":0,
            "author":{"username":"ada","bio":"","image":null,"following":false}}
            """.ReplaceLineEndings(""),
            article!["article"]!.ToJsonString());
        Assert.Equal(other!.ToJsonString(), same!.ToJsonString());
        Assert.Equal(
            ("2026-02-18T03:22:56.637Z", "2026-02-18T03:23:56.637Z"),
            ((string?)same["article"]!["createdAt"], (string?)same["article"]!["updatedAt"]));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task A_title_in_any_script_has_a_slug()
    {
        var ada = await _app.SignUpAsync("ada");

        var slug = await ada.PublishAsync("Ärger & Łódź");

        Assert.Equal("ärger-łódź", slug);
        Assert.Equal(200, (await ada.SendAsync("GET", $"/api/articles/{slug}")).Status);
    }

    [Theory(Timeout = TimeLimit)]
    [InlineData("/api/articles", "c b a", 3)]
    [InlineData("/api/articles?limit=1", "c", 3)]
    [InlineData("/api/articles?limit=2&offset=2", "a", 3)]
    [InlineData("/api/articles?tag=x", "c a", 2)]
    [InlineData("/api/articles?author=bob", "b", 1)]
    [InlineData("/api/articles?favorited=ada", "b", 1)]
    [InlineData("/api/articles?author=eve", "", 0)]
    [InlineData("/api/articles/feed", "b", 1)]
    public async Task Articles_are_listed_from_the_newest(string path, string slugs, int count)
    {
        var (ada, bob) = (await _app.SignUpAsync("ada"), await _app.SignUpAsync("bob"));
        await ada.PublishAsync("a", """["x","y"]""");
        await bob.PublishAsync("b");
        await ada.PublishAsync("c", """["x"]""");
        await ada.SendAsync("POST", "/api/articles/b/favorite");
        await ada.SendAsync("POST", "/api/profiles/bob/follow");

        var (_, list) = await ada.SendAsync("GET", path);

        Assert.Equal(
            (slugs, count),
            (string.Join(' ', list!["articles"]!.AsArray().Select(article => (string?)article!["slug"])), (int)list["articlesCount"]!));
        Assert.DoesNotContain(list["articles"]!.AsArray(), article => article!.AsObject().ContainsKey("body"));
    }

    [Theory(Timeout = TimeLimit)]
    [InlineData("?limit=0", 422, "limit")]
    [InlineData("?limit=101", 422, "limit")]
    [InlineData("?offset=-1", 422, "offset")]
    [InlineData("?offset=x", 400, "body")]
    public async Task An_invalid_part_is_refused(string query, int status, string field)
    {
        var response = await _app.CreateClient().SendAsync("GET", $"/api/articles{query}");

        Assert.Equal((status, field), (response.Status, Assert.Single(response.Json!["errors"]!.AsObject()).Key));
    }

    [Theory(Timeout = TimeLimit)]
    [InlineData("POST", "/api/articles", """{"article":{"title":"","description":"d","body":"b"}}""", 422, "title")]
    [InlineData("POST", "/api/articles", """{"article":{"title":"?!","description":"d","body":"b"}}""", 422, "title")]
    [InlineData("POST", "/api/articles", """{"article":{"title":"Feed","description":"d","body":"b"}}""", 422, "title")]
    [InlineData("POST", "/api/articles", """{"article":{"title":"First","description":"d","body":"b"}}""", 422, "title")]
    [InlineData("POST", "/api/articles", """{"article":{"title":"t","description":"d","body":"b","tagList":[""]}}""", 422, "tagList[0]")]
    [InlineData("POST", "/api/articles", """{"article":{"title":"t","description":"d","body":"b","tagList":[null]}}""", 400, "body")]
    [InlineData("POST", "/api/articles", """{"article":{"title":"t","description":"d"}}""", 400, "body")]
    [InlineData("PUT", "/api/articles/second", """{"article":{"title":"first"}}""", 422, "title")]
    [InlineData("PUT", "/api/articles/second", """{"article":{"title":"-"}}""", 422, "title")]
    [InlineData("POST", "/api/articles/first/comments", """{"comment":{"body":""}}""", 422, "body")]
    [InlineData("POST", "/api/articles/first/comments", """{"comment":{}}""", 400, "body")]
    public async Task Invalid_input_is_refused_with_the_name_of_the_field(
        string method, string path, string json, int status, string field)
    {
        var ada = await _app.SignUpAsync("ada");
        await ada.PublishAsync("First");
        await ada.PublishAsync("Second");

        var response = await ada.SendAsync(method, path, json);

        Assert.Equal((status, field), (response.Status, Assert.Single(response.Json!["errors"]!.AsObject()).Key));
    }

    [Theory(Timeout = TimeLimit)]
    [InlineData("PUT", "/api/articles/first", """{"article":{"body":"Mine"}}""", 403)]
    [InlineData("DELETE", "/api/articles/first", null, 403)]
    [InlineData("DELETE", "/api/articles/first/comments/1", null, 403)]
    [InlineData("GET", "/api/articles/none", null, 404)]
    [InlineData("PUT", "/api/articles/none", """{"article":{}}""", 404)]
    [InlineData("DELETE", "/api/articles/none", null, 404)]
    [InlineData("POST", "/api/articles/none/favorite", null, 404)]
    [InlineData("DELETE", "/api/articles/none/favorite", null, 404)]
    [InlineData("GET", "/api/articles/none/comments", null, 404)]
    [InlineData("POST", "/api/articles/none/comments", """{"comment":{"body":"x"}}""", 404)]
    [InlineData("DELETE", "/api/articles/none/comments/1", null, 404)]
    [InlineData("DELETE", "/api/articles/first/comments/7", null, 404)]
    [InlineData("DELETE", "/api/articles/second/comments/1", null, 404)]
    [InlineData("GET", "/api/none", null, 404)]
    [InlineData("PATCH", "/api/articles/first", "{}", 405)]
    public async Task A_missing_resource_or_one_of_another_user_is_refused(string method, string path, string? json, int status)
    {
        var (ada, bob) = (await _app.SignUpAsync("ada"), await _app.SignUpAsync("bob"));
        await ada.PublishAsync("First");
        await bob.PublishAsync("Second");
        await ada.SendAsync("POST", "/api/articles/first/comments", """{"comment":{"body":"Mine"}}""");

        var response = await bob.SendAsync(method, path, json);

        Assert.Equal(status, response.Status);
        Assert.NotEmpty(response.Json!["errors"]!.AsObject());
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Favorites_are_counted_once_for_each_user()
    {
        var (ada, bob) = (await _app.SignUpAsync("ada"), await _app.SignUpAsync("bob"));
        await ada.PublishAsync("First");

        await ada.SendAsync("POST", "/api/articles/first/favorite");
        await bob.SendAsync("POST", "/api/articles/first/favorite");
        var (_, twice) = await bob.SendAsync("POST", "/api/articles/first/favorite");
        var (_, removed) = await bob.SendAsync("DELETE", "/api/articles/first/favorite");

        Assert.Equal((true, 2), ((bool)twice!["article"]!["favorited"]!, (int)twice["article"]!["favoritesCount"]!));
        Assert.Equal((false, 1), ((bool)removed!["article"]!["favorited"]!, (int)removed["article"]!["favoritesCount"]!));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Comments_are_added_listed_and_deleted()
    {
        var ada = await _app.SignUpAsync("ada");
        await ada.PublishAsync("First");

        var (added, comment) = await ada.SendAsync("POST", "/api/articles/first/comments", """{"comment":{"body":"Thank you"}}""");
        var (_, list) = await _app.CreateClient().SendAsync("GET", "/api/articles/first/comments");
        var (deleted, _) = await ada.SendAsync("DELETE", "/api/articles/first/comments/1");
        var (_, empty) = await ada.SendAsync("GET", "/api/articles/first/comments");

        Assert.Equal((200, 204), (added, deleted));
        Assert.Equal(
            """
            {"id":1,"body":"Thank you","createdAt":"2026-02-18T03:22:56.637Z",
            "updatedAt":"2026-02-18T03:22:56.637Z","author":{"username":"ada","bio":"","image":null,"following":false}}
            """.ReplaceLineEndings(""),
            comment!["comment"]!.ToJsonString());
        Assert.Equal($"[{comment["comment"]!.ToJsonString()}]", list!["comments"]!.ToJsonString());
        Assert.Empty(empty!["comments"]!.AsArray());
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Tags_are_those_of_articles()
    {
        var ada = await _app.SignUpAsync("ada");
        await ada.PublishAsync("First", """["y","x","x"]""");
        await ada.PublishAsync("Second", """["z"]""");
        await ada.SendAsync("DELETE", "/api/articles/second");

        Assert.Equal("""{"tags":["x","y"]}""", (await _app.CreateClient().SendAsync("GET", "/api/tags")).Json!.ToJsonString());
    }
}
