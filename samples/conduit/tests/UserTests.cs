using System.Text.Json.Nodes;

namespace ConduitTests;

public sealed class UserTests : IAsyncLifetime
{
    // A test that hangs fails with its name, and does not block the other tests.
    private const int TimeLimit = 180_000;

    private ConduitApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await ConduitApp.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact(Timeout = TimeLimit)]
    public async Task A_user_registers_logs_in_and_is_returned_with_a_token()
    {
        var client = _app.CreateClient();

        var (created, user) = await client.SendAsync(
            "POST", "/api/users", """{"user":{"username":"ada","email":"ada@example.org","password":"difference"}}""");
        var (ok, same) = await client.SendAsync(
            "POST", "/api/users/login", """{"user":{"email":"ada@example.org","password":"difference"}}""");

        Assert.Equal((201, 200), (created, ok));
        Assert.Equal(["email", "token", "username", "bio", "image"], user!["user"]!.AsObject().Select(field => field.Key));
        Assert.Equal(
            ("ada", "ada@example.org", ""),
            ((string?)same!["user"]!["username"], (string?)same["user"]!["email"], (string?)same["user"]!["bio"]));
        client.DefaultRequestHeaders.Add("Authorization", $"Token {same["user"]!["token"]}");
        Assert.Equal("ada", (string?)(await client.SendAsync("GET", "/api/user")).Json!["user"]!["username"]);
    }

    [Theory(Timeout = TimeLimit)]
    [InlineData(
        """{"user":{"username":"ada","email":"new@example.org","password":"difference"}}""",
        422,
        """{"errors":{"username":["has already been taken"]}}""")]
    [InlineData(
        """{"user":{"username":"new","email":"ada@example.org","password":"difference"}}""",
        422,
        """{"errors":{"email":["has already been taken"]}}""")]
    [InlineData(
        """{"user":{"username":"","email":"new@example.org","password":"difference"}}""",
        422,
        """{"errors":{"username":["'Username' must not be empty."]}}""")]
    [InlineData(
        """{"user":{"username":"new","email":"new","password":"difference"}}""",
        422,
        """{"errors":{"email":["'Email' is not a valid email address."]}}""")]
    [InlineData(
        """{"user":{"username":"new","email":"new@example.org"}}""",
        400,
        """{"errors":{"body":["The value at '$.user.password' is missing."]}}""")]
    [InlineData("""{"user":null}""", 400, """{"errors":{"body":["The value at '$.user' must not be null."]}}""")]
    [InlineData("{}", 400, """{"errors":{"body":["The value at '$.user' is missing."]}}""")]
    [InlineData("{", 400, """{"errors":{"body":["The body cannot be read as JSON: line 1, byte 2."]}}""")]
    public async Task A_registration_that_is_not_valid_is_refused(string json, int status, string errors)
    {
        await _app.SignUpAsync("ada");

        var response = await _app.CreateClient().SendAsync("POST", "/api/users", json);

        Assert.Equal((status, errors), (response.Status, response.Json!.ToJsonString().Replace("\\u0027", "'", StringComparison.Ordinal)));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Of_concurrent_equal_registrations_one_succeeds()
    {
        var client = _app.CreateClient();
        const string json = """{"user":{"username":"ada","email":"ada@example.org","password":"difference"}}""";

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.SendAsync("POST", "/api/users", json)));

        Assert.Equal([201, .. Enumerable.Repeat(422, 7)], responses.Select(response => response.Status).Order());
    }

    [Theory(Timeout = TimeLimit)]
    [InlineData("""{"user":{"email":"ada@example.org","password":"wrong"}}""", 401)]
    [InlineData("""{"user":{"email":"eve@example.org","password":"secret-ada"}}""", 401)]
    [InlineData("""{"user":{"email":"ada@example.org","password":""}}""", 422)]
    public async Task A_wrong_login_is_refused(string json, int status)
    {
        await _app.SignUpAsync("ada");

        var response = await _app.CreateClient().SendAsync("POST", "/api/users/login", json);

        Assert.Equal(status, response.Status);
        Assert.NotEmpty(response.Json!["errors"]!.AsObject());
    }

    [Theory(Timeout = TimeLimit)]
    [InlineData("""{"user":{"bio":"Analyst"}}""", "ada", "Analyst", null)]
    [InlineData("""{"user":{"username":"lovelace","image":"https://example.org/a.png"}}""", "lovelace", "", "https://example.org/a.png")]
    [InlineData("""{"user":{}}""", "ada", "", null)]
    public async Task A_user_changes_only_the_given_fields(string json, string username, string bio, string? image)
    {
        var ada = await _app.SignUpAsync("ada");

        var (status, user) = await ada.SendAsync("PUT", "/api/user", json);

        Assert.Equal(
            (200, username, bio, image),
            (status, (string?)user!["user"]!["username"], (string?)user["user"]!["bio"], (string?)user["user"]!["image"]));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task A_changed_password_is_the_one_to_log_in_with()
    {
        var ada = await _app.SignUpAsync("ada");

        await ada.SendAsync("PUT", "/api/user", """{"user":{"password":"analytical"}}""");

        Assert.Equal(
            200,
            (await ada.SendAsync("POST", "/api/users/login", """{"user":{"email":"ada@example.org","password":"analytical"}}""")).Status);
        Assert.Equal(
            401,
            (await ada.SendAsync("POST", "/api/users/login", """{"user":{"email":"ada@example.org","password":"secret-ada"}}""")).Status);
    }

    [Theory(Timeout = TimeLimit)]
    [InlineData("GET", "/api/user")]
    [InlineData("PUT", "/api/user")]
    [InlineData("POST", "/api/profiles/ada/follow")]
    [InlineData("DELETE", "/api/profiles/ada/follow")]
    [InlineData("GET", "/api/articles/feed")]
    [InlineData("POST", "/api/articles")]
    [InlineData("PUT", "/api/articles/first")]
    [InlineData("DELETE", "/api/articles/first")]
    [InlineData("POST", "/api/articles/first/favorite")]
    [InlineData("DELETE", "/api/articles/first/favorite")]
    [InlineData("POST", "/api/articles/first/comments")]
    [InlineData("DELETE", "/api/articles/first/comments/1")]
    public async Task A_protected_endpoint_without_a_valid_token_is_a_401(string method, string path)
    {
        var client = _app.CreateClient();
        var none = await client.SendAsync(method, path, method == "GET" ? null : "{}");
        client.DefaultRequestHeaders.Add("Authorization", "Token not.a.token");
        var damaged = await client.SendAsync(method, path, method == "GET" ? null : "{}");

        Assert.Equal((401, 401), (none.Status, damaged.Status));
        Assert.NotEmpty(damaged.Json!["errors"]!.AsObject());
    }

    [Fact(Timeout = TimeLimit)]
    public async Task A_token_expires_after_a_week()
    {
        var ada = await _app.SignUpAsync("ada");
        Assert.Equal(200, (await ada.SendAsync("GET", "/api/user")).Status);

        _app.Time.Advance(TimeSpan.FromDays(7));

        Assert.Equal(401, (await ada.SendAsync("GET", "/api/user")).Status);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task A_profile_says_whether_the_caller_follows()
    {
        var (ada, _) = (await _app.SignUpAsync("ada"), await _app.SignUpAsync("bob"));

        var (_, followed) = await ada.SendAsync("POST", "/api/profiles/bob/follow");
        var (_, again) = await ada.SendAsync("POST", "/api/profiles/bob/follow");
        var (_, seen) = await _app.CreateClient().SendAsync("GET", "/api/profiles/bob");
        var (_, left) = await ada.SendAsync("DELETE", "/api/profiles/bob/follow");

        Assert.Equal((true, true, false, false), (Follows(followed), Follows(again), Follows(seen), Follows(left)));
        Assert.Equal(["username", "bio", "image", "following"], seen!["profile"]!.AsObject().Select(field => field.Key));

        static bool Follows(JsonNode? response) => (bool)response!["profile"]!["following"]!;
    }

    [Theory(Timeout = TimeLimit)]
    [InlineData("GET", "/api/profiles/eve")]
    [InlineData("POST", "/api/profiles/eve/follow")]
    [InlineData("DELETE", "/api/profiles/eve/follow")]
    public async Task An_unknown_profile_is_404(string method, string path)
    {
        var ada = await _app.SignUpAsync("ada");

        var (status, errors) = await ada.SendAsync(method, path);

        Assert.Equal((404, """{"errors":{"body":["There is no such profile"]}}"""), (status, errors!.ToJsonString()));
    }
}
