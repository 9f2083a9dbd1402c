using System.Net;
using System.Net.Http.Headers;

namespace FileRoutedApi.IntegrationTests;

/// <summary>Authorization, CORS and rate limits that files and folders configure.</summary>
public partial class AccessTests
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
    public async Task Authorize_of_a_folder_applies_to_files_of_other_folders_that_handle_paths_below_it(string path, int status)
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
    public async Task A_file_of_another_folder_cannot_opt_out_of_the_folders_guards(string attribute, string config, int status)
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

    [Fact]
    public async Task Settings_of_folders_and_files_are_in_the_document()
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

    private static string? Value(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
