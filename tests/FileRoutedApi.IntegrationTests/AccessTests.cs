using System.Net;
using System.Net.Http.Headers;

namespace FileRoutedApi.IntegrationTests;

/// <summary>Who may call what, from where, and how often.</summary>
public class AccessTests
{
    private const string SignIn = """
        using System.Security.Claims;
        using System.Text.Encodings.Web;
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Authentication.Cookies;
        using Microsoft.Extensions.Options;

        void Services(IServiceCollection services, IConfiguration configuration)
        {
            services.AddAuthentication("Name").AddScheme<AuthenticationSchemeOptions, NameHandler>("Name", null).AddCookie();
            services.AddAuthorizationBuilder().AddPolicy("admins", policy => policy.RequireUserName("admin"));
        }

        class NameHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
            : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
        {
            protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
                Task.FromResult(Request.Headers.Authorization.ToString() is { Length: > 0 } name
                    ? Ticket(name[5..])
                    : AuthenticateResult.NoResult());

            private static AuthenticateResult Ticket(string name) => AuthenticateResult.Success(
                new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "Name")), "Name"));

            protected override Task HandleChallengeAsync(AuthenticationProperties properties)
            {
                Response.Headers.WWWAuthenticate = "Name";
                return base.HandleChallengeAsync(properties);
            }
        }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("true", "/api/admin/x", "ada")]
    [InlineData("true", "/api/admin/open", null)]
    [InlineData("true", "/api/z", null)]
    [InlineData("\"admins\"", "/api/admin/x", "admin")]
    public async Task Authorize_of_a_folder_lets_authorized_requests_through(string authorize, string path, string? name) =>
        Assert.Equal(200, (await SendToAdminAsync(authorize, path, name)).Status);

    [Theory]
    [InlineData("true", "/api/admin/x", null)]
    [InlineData("true", "/api/admin/deep/y", null)]
    [InlineData("true", "/api/admin/nope", null)]
    [InlineData("true", "/api/admin/x", "POST")]
    [InlineData("new() { Schemes = \"Cookies\" }", "/api/admin/x", "ada")]
    public async Task Authorize_of_a_folder_challenges_an_anonymous_request(string authorize, string path, string? name) =>
        Assert.Equal((401, "application/problem+json", true), await SendToAdminAsync(authorize, path, name));

    [Theory]
    [InlineData("true", "/api/admin/nope", "ada", 404)]
    [InlineData("\"admins\"", "/api/admin/x", "ada", 403)]
    [InlineData("new() { Roles = \"boss\" }", "/api/admin/x", "ada", 403)]
    public async Task Authorize_of_a_folder_responds_to_an_authenticated_user_with_a_problem(
        string authorize, string path, string name, int status) =>
        Assert.Equal((status, "application/problem+json", false), await SendToAdminAsync(authorize, path, name));

    /// <param name="name">The authenticated user; <c>POST</c> sends an anonymous request with that method.</param>
    private static async Task<(int Status, string? MediaType, bool HasChallenge)> SendToAdminAsync(
        string authorize, string path, string? name)
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", SignIn),
            ("api/admin/_middleware.cs", $"var config = new MiddlewareConfig {{ Authorize = {authorize} }};\n"),
            ("api/admin/x.cs", "string GET() => \"x\";\n"),
            ("api/admin/deep/y.cs", TempFolder.Handler),
            ("api/admin/open.cs", "[Microsoft.AspNetCore.Authorization.AllowAnonymous]\nstring GET() => \"open\";\n"),
            ("api/z.cs", TempFolder.Handler)));
        using var client = app.CreatePlainClient();
        using var request = new HttpRequestMessage(name == "POST" ? HttpMethod.Post : HttpMethod.Get, path);
        request.Headers.Authorization = name is null or "POST" ? null : new AuthenticationHeaderValue("Name", name);

        using var response = await client.SendAsync(request, Stop);

        return (
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.WwwAuthenticate.Count > 0);
    }

    [Theory]
    [InlineData("/api/admin", 401)]
    [InlineData("/api/admin/list", 401)]
    [InlineData("/api/admin/all/of/it", 401)]
    [InlineData("/api/other/list", 200)]
    [InlineData("/api/other", 200)]
    public async Task Authorize_of_a_folder_holds_for_what_files_elsewhere_answer_below_it(string path, int status)
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", SignIn),
            ("api/admin/_middleware.cs", "var config = new MiddlewareConfig { Authorize = true };\n"),
            ("api/admin/x.cs", TempFolder.Handler),
            ("api/admin.cs", TempFolder.Handler),
            ("api/[section]/list.cs", TempFolder.Handler),
            ("api/[...slug].cs", TempFolder.Handler)));
        using var client = app.CreatePlainClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path)
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Name", "ada") },
        };

        Assert.Equal(status, (int)(await client.GetAsync(path, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(request, Stop)).StatusCode);
    }

    [Theory]
    [InlineData("AllowAnonymous", "Authorize = true", 401)]
    [InlineData("Microsoft.AspNetCore.RateLimiting.DisableRateLimiting", "RateLimit = { Permits = 1 }", 429)]
    public async Task A_file_elsewhere_does_not_opt_out_of_a_folder(string attribute, string config, int status)
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", SignIn),
            ("api/[tenant]/keys/_middleware.cs", $"var config = new MiddlewareConfig {{ {config} }};\n"),
            ("api/[tenant]/keys/open.cs", $"using Microsoft.AspNetCore.Authorization;\n[{attribute}] string GET() => \"open\";\n"),
            ("api/[...all].cs", $"using Microsoft.AspNetCore.Authorization;\n[{attribute}] string GET() => \"all\";\n")));
        using var client = app.CreatePlainClient();

        foreach (var (path, last) in new[] { ("/api/acme/keys/other", status), ("/api/acme/keys/open", 200), ("/api/acme/other", 200) })
        {
            using var first = await client.GetAsync(path, Stop);
            using var second = await client.GetAsync(path, Stop);
            Assert.Equal((path, last), (path, (int)second.StatusCode));
        }
    }

    [Fact]
    public async Task The_innermost_folder_decides_which_origins_are_allowed_for_a_file_elsewhere()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_middleware.cs", "var config = new MiddlewareConfig { Cors = \"*\" };\n"),
            ("api/[tenant]/keys/_middleware.cs", "var config = new MiddlewareConfig { Cors = \"https://admin.example\" };\n"),
            ("api/[...all].cs", "string GET() => \"all\";\n")));
        using var client = app.CreatePlainClient();
        using var inner = new HttpRequestMessage(HttpMethod.Get, "/api/acme/keys/other")
        {
            Headers = { { "Origin", "https://evil.example" } },
        };
        using var outer = new HttpRequestMessage(HttpMethod.Get, "/api/acme/other") { Headers = { { "Origin", "https://evil.example" } } };

        Assert.Null(AllowedOrigin(await client.SendAsync(inner, Stop)));
        Assert.Equal("*", AllowedOrigin(await client.SendAsync(outer, Stop)));
    }

    // An attribute may be a requirement without being [Authorize].
    [Fact]
    public async Task FRA3008_for_a_requirement_that_is_an_attribute()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/x.cs", """
                using Microsoft.AspNetCore.Authorization;
                [MinimumAge] string GET() => "in";
                class MinimumAgeAttribute : Attribute, IAuthorizationRequirementData, IAuthorizationRequirement
                {
                    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];
                }
                """)));

        var exception = await Assert.ThrowsAsync<FileRoutesException>(() => app.CreatePlainClient().GetAsync("/api/x", Stop));

        Assert.Equal(("FRA3008", "api/x.cs"), (exception.Diagnostics.Single().Id, exception.Diagnostics.Single().File));
    }

    [Theory]
    [InlineData("/api/admin/none", "ada")]
    [InlineData("/api/limited/none", null)]
    [InlineData("/api/none", null)]
    public async Task The_404_file_of_a_folder_above_responds_below_a_folder_with_settings(string path, string? name) =>
        Assert.Equal((404, $"nothing at {path}"), await SendToUnmatchedAsync(path, name));

    [Fact]
    public async Task The_404_file_of_a_folder_above_does_not_respond_to_an_anonymous_request_below_a_folder_with_Authorize() =>
        Assert.Equal(401, (await SendToUnmatchedAsync("/api/admin/none", name: null)).Status);

    private static async Task<(int Status, string Text)> SendToUnmatchedAsync(string path, string? name)
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", SignIn),
            ("api/_404.cs", "void Handler(ApiRequest req, ApiResponse res) => res.End($\"nothing at {req.Path}\");\n"),
            ("api/admin/_middleware.cs", "var config = new MiddlewareConfig { Authorize = true };\n"),
            ("api/limited/_middleware.cs", "var config = new MiddlewareConfig { RateLimit = { Permits = 5 } };\n"),
            ("api/x.cs", TempFolder.Handler)));
        using var client = app.CreatePlainClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = name is null ? null : new AuthenticationHeaderValue("Name", name);

        using var response = await client.SendAsync(request, Stop);

        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task FRA3008_for_a_folder_that_names_a_policy_that_is_not_registered()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", SignIn),
            ("api/_middleware.cs", "var config = new MiddlewareConfig { Authorize = \"missing\" };\n"),
            ("api/x.cs", TempFolder.Handler)));

        var exception = await Assert.ThrowsAsync<FileRoutesException>(() => app.CreatePlainClient().GetAsync("/api/x", Stop));

        var diagnostic = exception.Diagnostics.Single();
        Assert.Equal(("FRA3008", "api/_middleware.cs", 1), (diagnostic.Id, diagnostic.File, diagnostic.Line));
    }

    [Theory]
    [InlineData("", "GET", null)]
    [InlineData("Cors = \"https://a.example\"", "GET", "https://a.example")]
    [InlineData("Cors = \"*\"", "GET", "*")]
    [InlineData("Cors = { Origins = [\"https://*.example\"] }", "GET", "https://a.example")]
    [InlineData("Cors = { Origins = [\"https://a.example\"], Methods = [\"PUT\"] }", "PUT", "https://a.example")]
    [InlineData("Cors = { Origins = [\"https://b.example\"] }", "GET", null)]
    public async Task Cors_of_a_file(string config, string method, string? allowed)
    {
        using var app = new FolderApp(new TempFolder(
            ("api/all.cs", $$"""
                var config = new RouteConfig { {{config}} };
                void Handler(ApiRequest req, ApiResponse res) => res.End(req.Method);
                """),
            ("api/each.cs", $"var config = new RouteConfig {{ {config} }};\nstring GET() => \"got\";\nstring PUT() => \"put\";\n")));
        using var client = app.CreatePlainClient();
        foreach (var path in new[] { "/api/all", "/api/each" })
        {
            using var preflight = new HttpRequestMessage(HttpMethod.Options, path)
            {
                Headers = { { "Origin", "https://a.example" }, { "Access-Control-Request-Method", method } },
            };
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { { "Origin", "https://a.example" } } };

            Assert.Equal(
                [allowed, allowed],
                new[] { await client.SendAsync(preflight, Stop), await client.SendAsync(request, Stop) }.Select(AllowedOrigin));
        }
    }

    [Fact]
    public async Task The_policy_of_a_file_comes_before_that_of_its_folder_and_names_what_it_allows()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_middleware.cs", "var config = new MiddlewareConfig { Cors = \"*\" };\n"),
            ("api/x.cs", """
                var config = new RouteConfig
                {
                    Cors =
                    {
                        Origins = ["https://a.example"],
                        Credentials = true,
                        Headers = ["X-In"],
                        ExposedHeaders = ["X-Out"],
                        MaxAge = 60,
                    },
                };
                int PUT() => 1;
                """),
            ("api/y.cs", TempFolder.Handler)));
        using var client = app.CreatePlainClient();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/x")
        {
            Headers =
            {
                { "Origin", "https://a.example" },
                { "Access-Control-Request-Method", "PUT" },
                { "Access-Control-Request-Headers", "x-in" },
            },
        };
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/x") { Headers = { { "Origin", "https://a.example" } } };
        using var other = new HttpRequestMessage(HttpMethod.Get, "/api/y") { Headers = { { "Origin", "https://b.example" } } };

        var before = (await client.SendAsync(preflight, Stop)).Headers;
        var after = (await client.SendAsync(request, Stop)).Headers;

        Assert.Equal(
            ("PUT", "X-In", "true", "60"),
            (
                Value(before, "Access-Control-Allow-Methods"),
                Value(before, "Access-Control-Allow-Headers"),
                Value(before, "Access-Control-Allow-Credentials"),
                Value(before, "Access-Control-Max-Age")));
        Assert.Equal(
            ("https://a.example", "X-Out"),
            (Value(after, "Access-Control-Allow-Origin"), Value(after, "Access-Control-Expose-Headers")));
        Assert.Equal("*", AllowedOrigin(await client.SendAsync(other, Stop)));
    }

    [Theory]
    [InlineData("FixedWindow", "10", "10")]
    [InlineData("SlidingWindow", "11", "11")]
    [InlineData("TokenBucket", "5", "5")]
    public async Task RateLimit_of_a_file(string algorithm, string retryAfter, string reset)
    {
        using var app = new FolderApp(new TempFolder(
            ("api/x.cs", $$"""
                var config = new RouteConfig { RateLimit = { Permits = 2, Window = 10, Algorithm = RateLimitAlgorithm.{{algorithm}} } };
                int GET() => 1;
                """),
            ("api/y.cs", "int GET() => 1;\n")));
        using var client = app.CreatePlainClient();

        var first = await client.GetAsync("/api/x", Stop);
        var second = await client.GetAsync("/api/x", Stop);
        var third = await client.GetAsync("/api/x", Stop);

        Assert.Equal(
            [(200, "1"), (200, "0"), (429, "0")],
            new[] { first, second, third }.Select(response => ((int)response.StatusCode, Value(response.Headers, "RateLimit-Remaining")!)));
        Assert.Equal(
            ("2", "2;w=10", reset),
            (Value(first.Headers, "RateLimit-Limit"), Value(first.Headers, "RateLimit-Policy"), Value(first.Headers, "RateLimit-Reset")));
        Assert.Equal(
            (retryAfter, "application/problem+json"),
            (Value(third.Headers, "Retry-After"), third.Content.Headers.ContentType?.MediaType));
        Assert.False((await client.GetAsync("/api/y", Stop)).Headers.Contains("RateLimit-Limit"));

        app.Time.Advance(TimeSpan.FromSeconds(int.Parse(retryAfter, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/x", Stop)).StatusCode);
    }

    [Fact]
    public async Task RateLimit_of_a_folder_counts_all_of_it_together()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/few/_middleware.cs", "var config = new MiddlewareConfig { RateLimit = { Permits = 3 } };\n"),
            ("api/few/x.cs", "int GET() => 1;\n"),
            ("api/few/y.cs", "var config = new RouteConfig { RateLimit = { Permits = 1 } };\nint GET() => 1;\n")));
        using var client = app.CreatePlainClient();

        var statuses = new List<int>();
        foreach (var path in new[] { "x", "y", "y", "nope", "x" })
        {
            statuses.Add((int)(await client.GetAsync($"/api/few/{path}", Stop)).StatusCode);
        }

        Assert.Equal([200, 200, 429, 429, 429], statuses);
    }

    [Theory]
    [InlineData("RateLimitBy.Header(\"X-Api-Key\")", "X-Api-Key: a", "X-Api-Key: b", false)]
    [InlineData("RateLimitBy.Header(\"X-Api-Key\")", "X-Api-Key: a", "X-Api-Key: a", true)]
    [InlineData("RateLimitBy.User", "Authorization: Name ada", "Authorization: Name bob", false)]
    [InlineData("RateLimitBy.User", "Authorization: Name ada", "Authorization: Name ada", true)]
    [InlineData("RateLimitBy.Function(req => req.Query[\"id\"])", "X: 1", "X: 2", true)]
    [InlineData("RateLimitBy.Function(req => null)", "X: 1", "X: 1", false)]
    [InlineData("RateLimitBy.Ip", "X: 1", "X: 2", true)]
    public async Task RateLimit_tells_clients_apart(string by, string one, string other, bool areSame)
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", SignIn),
            ("api/[id].cs", $"var config = new RouteConfig {{ RateLimit = {{ Permits = 1, By = {by} }} }};\nint GET() => 1;\n")));
        using var client = app.CreatePlainClient();
        var statuses = new List<int>();
        foreach (var header in new[] { one, other })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/x");
            request.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);
            statuses.Add((int)(await client.SendAsync(request, Stop)).StatusCode);
        }

        Assert.Equal([200, areSame ? 429 : 200], statuses);
    }

    [Fact]
    public async Task What_a_folder_and_a_file_say_stands_in_the_document()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", SignIn),
            ("api/_middleware.cs", "var config = new MiddlewareConfig { Authorize = true };\n"),
            ("api/_404.cs", TempFolder.Handler),
            ("api/x.cs", "var config = new RouteConfig { RateLimit = { Permits = 1 } };\nint GET() => 1;\n")));
        using var client = app.CreatePlainClient();

        var paths = System.Text.Json.JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json", Stop)).RootElement
            .GetProperty("paths");

        Assert.Equal(["/api/x"], paths.EnumerateObject().Select(path => path.Name));
        Assert.Equal(
            ["200", "401", "429"],
            paths.GetProperty("/api/x")
                .GetProperty("get")
                .GetProperty("responses")
                .EnumerateObject()
                .Select(response => response.Name)
                .Order());
    }

    [Fact]
    public async Task Limits_of_the_application_stand_beside_those_of_files()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", """
                using System.Threading.RateLimiting;
                void Services(IServiceCollection services, IConfiguration configuration) => services.AddRateLimiter(options =>
                    options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
                        _ => RateLimitPartition.GetFixedWindowLimiter(
                            "all", _ => new() { PermitLimit = 3, Window = TimeSpan.FromDays(1) })));
                """),
            ("api/x.cs", "var config = new RouteConfig { RateLimit = { Permits = 2 } };\nint GET() => 1;\n")));
        using var client = app.CreatePlainClient();

        var own = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            own.Add((int)(await client.GetAsync("/api/x", Stop)).StatusCode);
        }

        app.Time.Advance(TimeSpan.FromMinutes(1));
        own.Add((int)(await client.GetAsync("/api/x", Stop)).StatusCode);
        own.Add((int)(await client.GetAsync("/api/x", Stop)).StatusCode);
        Assert.Equal([200, 200, 429, 429, 429, 200, 429], own);
    }

    private static string? AllowedOrigin(HttpResponseMessage response) => Value(response.Headers, "Access-Control-Allow-Origin");

    private static string? Value(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
