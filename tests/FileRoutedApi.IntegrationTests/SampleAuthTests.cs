using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.IntegrationTests;

/// <summary>samples/auth: registration, login, and access to the protected endpoints.</summary>
public sealed class SampleAuthTests : IClassFixture<SampleCache>, IDisposable
{
    private const string Password = "correct horse battery";
    private const string Key = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=";

    private readonly SampleCache _cache;
    private readonly SampleApp _app;
    private readonly HttpClient _client;

    public SampleAuthTests(SampleCache cache)
    {
        _cache = cache;
        _app = Start("Development", ("Auth:AdminPassword", Password));
        _client = _app.CreatePlainClient();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _app.Dispose();
    }

    [Fact]
    public async Task A_registered_user_logs_in_with_a_token()
    {
        var registered = await RegisterAsync("ada");
        var token = await TokenAsync("ada");

        Assert.Equal((HttpStatusCode.Created, "/api/account"), (registered.StatusCode, registered.Headers.Location?.OriginalString));
        Assert.Equal("""{"name":"ada","role":"member"}""", await (await GetAsync("/api/account", token)).Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_user_with_a_cookie_is_authenticated_until_the_logout()
    {
        await RegisterAsync("ada");
        using var browser = _app.CreateClient();

        var login = await browser.PostAsJsonAsync("/api/login?cookie=true", new { name = "ada", password = Password }, Stop);
        var before = await browser.GetAsync("/api/account", Stop);
        await browser.PostAsync("/api/logout", null, Stop);
        var after = await browser.GetAsync("/api/account", Stop);

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized),
            (login.StatusCode, before.StatusCode, after.StatusCode));
        Assert.Contains("; samesite=strict; httponly", login.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/account")]
    [InlineData("/api/account/users")]
    [InlineData("/api/account/no-such-route")]
    public async Task The_folder_requires_an_authenticated_user(string path)
    {
        var response = await GetAsync(path, token: null);

        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        await AssertProblemAsync(response, 401, "Unauthorized");
    }

    [Theory]
    [InlineData("no token")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEiLCJyb2xlIjoiYWRtaW4ifQ.")]
    public async Task A_token_that_this_server_did_not_sign_is_refused(string token) =>
        await AssertProblemAsync(await GetAsync("/api/account", token), 401, "Unauthorized");

    [Fact]
    public async Task A_token_is_valid_for_half_an_hour()
    {
        var token = await TokenAsync("admin");

        _app.Time.Advance(TimeSpan.FromSeconds(1799));
        var last = await GetAsync("/api/account", token);
        _app.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.OK, last.StatusCode);
        await AssertProblemAsync(await GetAsync("/api/account", token), 401, "Unauthorized");
    }

    [Fact]
    public async Task Only_an_admin_lists_the_users()
    {
        await RegisterAsync("ada");

        var members = await GetAsync("/api/account/users", await TokenAsync("ada"));
        var admins = await GetAsync("/api/account/users", await TokenAsync("admin"));

        await AssertProblemAsync(members, 403, "Forbidden");
        Assert.Equal("""[{"name":"ada","role":"member"},{"name":"admin","role":"admin"}]""", await admins.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("admin", "wrong password")]
    [InlineData("nobody", Password)]
    public async Task A_wrong_name_and_a_wrong_password_get_the_same_response(string name, string password) =>
        await AssertProblemAsync(await LoginAsync(name, password), 401, "The name or the password is wrong");

    [Theory]
    [InlineData("login", "{}", 400)]
    [InlineData("login", "null", 400)]
    [InlineData("login", "[]", 400)]
    [InlineData("login", "", 400)]
    [InlineData("login", """{"name":null,"password":"correct horse battery"}""", 400)]
    [InlineData("login", """{"name":"admin","password":null}""", 400)]
    [InlineData("login", """{"name":"admin"}""", 400)]
    [InlineData("login", """{"password":"correct horse battery"}""", 400)]
    [InlineData("login", """{"name":"admin","password":1}""", 400)]
    [InlineData("login", """{"name":"admin\n","password":"correct horse battery"}""", 401)]
    [InlineData("register", "{}", 400)]
    [InlineData("register", "null", 400)]
    [InlineData("register", """{"name":null,"password":"correct horse battery"}""", 400)]
    [InlineData("register", """{"name":"ada","password":null}""", 400)]
    [InlineData("register", """{"name":"ada"}""", 400)]
    public async Task Missing_credentials_are_a_401(string path, string json, int status)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");

        var response = await _client.PostAsync($"/api/{path}", content, Stop);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData(257, 400)]
    [InlineData(256, 401)]
    public async Task A_password_that_is_too_long_is_not_hashed(int length, int status) =>
        Assert.Equal(status, (int)(await LoginAsync("admin", new string('x', length))).StatusCode);

    [Theory]
    [InlineData("admin\n")]
    [InlineData("admin\r\n")]
    [InlineData("\nadmin")]
    [InlineData("admin ")]
    [InlineData(" admin")]
    [InlineData("admin\t")]
    [InlineData("admin\0")]
    [InlineData("admin\u00A0")]
    [InlineData("admin\u200B")]
    [InlineData("admin\u2028")]
    [InlineData("admin\u3000")]
    [InlineData("adm\u0131n")]
    [InlineData("adm\u0130n")]
    [InlineData("\uFF41dmin")]
    [InlineData("\u0430dmin")]
    [InlineData("admin\u0301")]
    public async Task No_name_similar_to_another_users_can_be_registered(string name) =>
        Assert.Equal(400, (int)(await RegisterAsync(name)).StatusCode);

    [Theory]
    [InlineData(null, 200)]
    [InlineData(-1, 200)]
    [InlineData(0, 200)]
    [InlineData(1, 401)]
    [InlineData(600, 401)]
    public async Task A_token_is_not_valid_before_its_time(int? notBefore, int status)
    {
        using var app = Start("Production", ("Auth:SigningKey", Key));
        using var client = app.CreatePlainClient();
        using var request = Get("/api/account", Sign(app.Time.GetUtcNow(), notBefore));

        Assert.Equal(status, (int)(await client.SendAsync(request, Stop)).StatusCode);
    }

    [Theory]
    [InlineData("Admin")]
    [InlineData("admin")]
    public async Task A_user_name_is_registered_once(string name) =>
        await AssertProblemAsync(await RegisterAsync(name), 409, "The name is taken");

    [Theory]
    [InlineData("", Password, "name")]
    [InlineData("ada lovelace", Password, "name")]
    [InlineData("ada", "short", "password")]
    public async Task A_registration_is_validated(string name, string password, string field)
    {
        var response = await _client.PostAsJsonAsync("/api/register", new { name, password }, Stop);

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal(
            (HttpStatusCode.BadRequest, field),
            (response.StatusCode, problem.GetProperty("errors").EnumerateObject().Single().Name));
    }

    [Fact]
    public async Task Logins_are_limited_to_five_attempts_a_minute()
    {
        for (var guess = 0; guess < 5; guess++)
        {
            await LoginAsync("admin", "wrong password");
        }

        var refused = await LoginAsync("admin", Password);
        _app.Time.Advance(TimeSpan.FromMinutes(1));
        var accepted = await LoginAsync("admin", Password);

        await AssertProblemAsync(refused, 429, "Too Many Requests");
        Assert.Equal((TimeSpan.FromMinutes(1), HttpStatusCode.OK), (refused.Headers.RetryAfter?.Delta, accepted.StatusCode));
    }

    [Fact]
    public async Task A_token_is_valid_on_every_server_with_the_same_key()
    {
        using var one = Start("Production", ("Auth:SigningKey", Key), ("Auth:AdminPassword", Password));
        using var another = Start("Production", ("Auth:SigningKey", Key));
        using var login = await one.CreatePlainClient().PostAsJsonAsync("/api/login", new { name = "admin", password = Password }, Stop);
        var token = (await login.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("accessToken").GetString();

        using var here = await GetAsync("/api/account", token);
        using var client = another.CreatePlainClient();
        using var request = Get("/api/account", token);
        using var there = await client.SendAsync(request, Stop);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (here.StatusCode, there.StatusCode));
    }

    [Theory]
    [InlineData("")]
    [InlineData("dG9vIHNob3J0")]
    public void Outside_Development_the_application_does_not_start_without_a_key(string key)
    {
        using var app = Start("Production", ("Auth:SigningKey", key));

        var exception = Assert.ThrowsAny<Exception>(app.StartServer);

        Assert.Contains("Auth:SigningKey is not a valid key.", exception.ToString(), StringComparison.Ordinal);
    }

    // Many iterations make a password hash slow on purpose.
    private SampleApp Start(string environment, params (string Key, string Value)[] settings) => new(
        "auth",
        settings,
        environment,
        cache: _cache,
        services: services => services.PostConfigure<PasswordHasherOptions>(options => options.IterationCount = 1000));

    private static async Task AssertProblemAsync(HttpResponseMessage response, int status, string title)
    {
        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(title, (await response.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("title").GetString());
    }

    /// <summary>Creates a token that the sample would accept except for its lifetime.</summary>
    private static string Sign(DateTimeOffset now, int? notBefore)
    {
        var seconds = now.ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>
        {
            ["iss"] = "samples/auth",
            ["aud"] = "samples/auth",
            ["sub"] = "ada",
            ["role"] = "member",
            ["exp"] = seconds + 1800,
        };
        if (notBefore is { } offset)
        {
            claims["nbf"] = seconds + offset;
        }

        var text = $"{Encode("""{"alg":"HS256","typ":"JWT"}"""u8.ToArray())}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{text}.{Encode(HMACSHA256.HashData(Convert.FromBase64String(Key), System.Text.Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static HttpRequestMessage Get(string path, string? token) => new(HttpMethod.Get, path)
    {
        Headers = { Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token) },
    };

    private Task<HttpResponseMessage> GetAsync(string path, string? token) => _client.SendAsync(Get(path, token), Stop);

    private Task<HttpResponseMessage> RegisterAsync(string name) =>
        _client.PostAsJsonAsync("/api/register", new { name, password = Password }, Stop);

    private Task<HttpResponseMessage> LoginAsync(string name, string password) =>
        _client.PostAsJsonAsync("/api/login", new { name, password }, Stop);

    private async Task<string?> TokenAsync(string name) =>
        (await (await LoginAsync(name, Password)).Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("accessToken").GetString();
}
