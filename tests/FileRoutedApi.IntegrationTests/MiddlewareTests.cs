using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.IntegrationTests;

/// <summary>Configuration and parameters of <c>_middleware.cs</c>. <see cref="BehaviourTests"/> tests its effect on requests.</summary>
public class MiddlewareTests
{
    internal const string Mark = """
        Task Middleware(HttpContext context, RequestDelegate next)
        {
            context.Response.Headers.Append("X-Way", "here");
            return next(context);
        }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("\"/api/:path*\"", "GET /api/a", true)]
    [InlineData("\"/api/a\"", "GET /api/a", true)]
    [InlineData("\"/api/a\"", "GET /API/A/", true)]
    [InlineData("\"/api/a\"", "GET /api/ab", false)]
    [InlineData("\"/api/:one\"", "GET /api/a/b", false)]
    [InlineData("\"/api/:one/:two?\"", "GET /api/a", true)]
    [InlineData("\"/api/:one/:two?\"", "GET /api/a/b", true)]
    [InlineData("\"/api/:one/:two+\"", "GET /api/a", false)]
    [InlineData("\"/api/:one(\\\\d+)\"", "GET /api/12", true)]
    [InlineData("\"/api/:one(\\\\d+)\"", "GET /api/a", false)]
    [InlineData("\"/((?!api/public).*)\"", "GET /api/public/a", false)]
    [InlineData("\"/((?!api/public).*)\"", "GET /api/private", true)]
    [InlineData("\"/api/b\", \"/api/a\"", "GET /api/a", true)]
    [InlineData("\"/api/a/(.*)\"", "GET /api/a/5%0A", true)]
    [InlineData("\"/api/a/:path*\"", "GET /api/a//b", true)]
    [InlineData("\"/api/a/b\"", "GET /api/a//b", true)]
    [InlineData("\"/api/:one\"", "GET /api/%61", true)]
    [InlineData("new() { Methods = [\"POST\"] }", "post /api/a", true)]
    [InlineData("new() { Methods = [\"GET\"] }", "HEAD /api/a", true)]
    [InlineData("new() { Methods = [\"HEAD\"] }", "GET /api/a", false)]
    [InlineData("new() { Methods = [\"POST\", \"PUT\"] }", "PUT /api/a", true)]
    [InlineData("new() { Methods = [\"POST\", \"PUT\"] }", "GET /api/a", false)]
    [InlineData("new() { Source = \"/api/a\", Methods = [\"POST\"] }", "POST /api/b", false)]
    [InlineData("new() { Has = [MatcherCondition.Header(\"X-Key\")] }", "GET /api/a X-Key:1", true)]
    [InlineData("new() { Has = [MatcherCondition.Header(\"X-Key\", \"[0-9]\")] }", "GET /api/a X-Key:12", false)]
    [InlineData("new() { Missing = [MatcherCondition.Header(\"X-Key\")] }", "GET /api/a X-Key:1", false)]
    [InlineData("new() { Missing = [MatcherCondition.Cookie(\"session\")] }", "GET /api/a Cookie:session=1", false)]
    [InlineData("new() { Has = [MatcherCondition.Cookie(\"session\", \"a.*\")] }", "GET /api/a Cookie:session=abc", true)]
    [InlineData("new() { Has = [MatcherCondition.Query(\"a\", \"2\")] }", "GET /api/a?a=1&a=2", true)]
    [InlineData("new() { Has = [MatcherCondition.Query(\"a\", \"1\")] }", "GET /api/a?a=1&a=2", true)]
    [InlineData("new() { Has = [MatcherCondition.Query(\"a\", \"1\")] }", "GET /api/a?A=1", true)]
    [InlineData("new() { Has = [MatcherCondition.Query(\"a\")] }", "GET /api/a?a=1&a=", true)]
    [InlineData("new() { Has = [MatcherCondition.Query(\"a\")] }", "GET /api/a?%41=1", true)]
    [InlineData("new() { Has = [MatcherCondition.Query(\"a\")] }", "GET /api/a?a=", false)]
    [InlineData("new() { Has = [MatcherCondition.Query(\"a\", \"3\")] }", "GET /api/a?a=1&A=2", false)]
    [InlineData("new() { Missing = [MatcherCondition.Query(\"a\")] }", "GET /api/a?b=1", true)]
    [InlineData("new() { Missing = [MatcherCondition.Query(\"a\")] }", "GET /api/a?A=1", false)]
    [InlineData("new() { Missing = [MatcherCondition.Query(\"a\")] }", "GET /api/a?a=1&a=", true)]
    [InlineData("new() { Missing = [MatcherCondition.Query(\"a\", \"1\")] }", "GET /api/a?a=1&a=2", true)]
    [InlineData("new() { Missing = [MatcherCondition.Query(\"a\", \"1\")] }", "GET /api/a?a=1&a=1", false)]
    [InlineData("new() { Has = [MatcherCondition.Cookie(\"s\", \"2\")] }", "GET /api/a Cookie:s=1;s=2", true)]
    [InlineData("new() { Has = [MatcherCondition.Cookie(\"s\", \"1\")] }", "GET /api/a Cookie:s=1;s=2", true)]
    [InlineData("new() { Has = [MatcherCondition.Cookie(\"s\")] }", "GET /api/a Cookie:S=1", true)]
    [InlineData("new() { Missing = [MatcherCondition.Cookie(\"s\", \"1\")] }", "GET /api/a Cookie:s=1;s=2", true)]
    [InlineData("new() { Missing = [MatcherCondition.Cookie(\"s\")] }", "GET /api/a Cookie:s=;s=2", true)]
    [InlineData("new() { Has = [MatcherCondition.Header(\"X-Key\", \"2\")] }", "GET /api/a X-Key:1,2", true)]
    [InlineData("new() { Has = [MatcherCondition.Header(\"X-Key\", \"1\")] }", "GET /api/a X-Key:1 X-Key:2", true)]
    [InlineData("new() { Has = [MatcherCondition.Header(\"X-Key\", \"1,2\")] }", "GET /api/a X-Key:1 X-Key:2", true)]
    [InlineData("new() { Has = [MatcherCondition.Header(\"X-Key\", \"3\")] }", "GET /api/a X-Key:1 X-Key:2", false)]
    [InlineData("new() { Missing = [MatcherCondition.Header(\"X-Key\", \"1,2\")] }", "GET /api/a X-Key:1,2", false)]
    [InlineData("new() { Missing = [MatcherCondition.Header(\"X-Key\", \"1\")] }", "GET /api/a X-Key:1 X-Key:2", true)]
    [InlineData("new() { Has = [MatcherCondition.Host(\"a\\\\.example\")] }", "GET /api/a Host:A.example.", true)]
    [InlineData("\"/api/straße/ς\"", "GET /api/STRAßE/Σ", true)]
    [InlineData("\"/api/µ\"", "GET /api/μ", true)]
    [InlineData("\"/api/((?!kind).*)\"", "GET /api/\u212Aind", true)]
    [InlineData("\"/api/i\"", "GET /api/ı", false)]
    [InlineData("\"/api/:a*/x/:b*/y/:c*\"", "GET /api/1/2/x/3/y", true)]
    [InlineData("\"/api/:a*/x/:b*/y/:c*\"", "GET /api/1/2/y/3/x", false)]
    [InlineData("new() { Has = [MatcherCondition.Host(\".*\\\\.example\")] }", "GET /api/a Host:a.example:81", true)]
    [InlineData("new() { Has = [MatcherCondition.Host(\".*\\\\.example\")] }", "GET /api/a Host:a.other", false)]
    [InlineData("new() { Has = [MatcherCondition.Query(\"a\"), MatcherCondition.Query(\"b\")] }", "GET /api/a?a=1", false)]
    public async Task Matcher(string entries, string request, bool passes)
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_middleware.cs", $"var config = new MiddlewareConfig {{ Matcher = [{entries}] }};\n{Mark}"),
            ("api/x.cs", TempFolder.Handler)));
        using var client = app.CreatePlainClient();
        var parts = request.Split(' ');
        using var message = new HttpRequestMessage(new HttpMethod(parts[0]), parts[1]);
        foreach (var header in parts[2..].Select(part => part.Split(':', 2)))
        {
            message.Headers.TryAddWithoutValidation(header[0], header[1]);
        }

        Assert.Equal(passes, (await client.SendAsync(message, Stop)).Headers.Contains("X-Way"));
    }

    [Fact]
    public async Task A_middleware_runs_in_an_embedding_application_and_sees_the_authenticated_user()
    {
        using var folder = new TempFolder(
            ("api/x.cs", "string GET(HttpContext context) => (string)context.Items[\"user\"]!;\n"),
            ("api/_middleware.cs", """
                Task Middleware(HttpContext context, RequestDelegate next, System.Security.Claims.ClaimsPrincipal user)
                {
                    context.Items["user"] = user.Identity?.Name;
                    return next(context);
                }
                """));
        await using var app = await TestApp.StartAsync(
            folder,
            compile: true,
            map: app =>
            {
                app.UseFileRoutes();
                app.MapFileRoutes();
                app.MapGet("/api/own", () => "own");
            },
            services: builder => builder.Services.AddAuthentication("Name")
                .AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, NameHandler>("Name", null));
        using var client = app.GetTestClient();

        Assert.Equal("ada", await client.GetStringAsync("/api/x", Stop));
        Assert.Equal("own", await client.GetStringAsync("/api/own", Stop));
    }

    [Fact]
    public async Task A_middleware_takes_services_and_a_route_group_has_its_own_middleware()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", """
                void Services(IServiceCollection services, IConfiguration configuration) =>
                    services.AddScoped<Uri>(_ => new Uri("http://service/"));
                """),
            ("api/(a)/_middleware.cs", """
                async Task Middleware(
                    Next next, ApiResponse res, Uri service, TimeProvider? time, Version? missing, CancellationToken stop, ILogger log)
                {
                    log.LogInformation("x");
                    res.SetHeader("X-Way", $"{service.Host} {time is null} {missing is null}");
                    await next();
                }
                """),
            ("api/(a)/x.cs", TempFolder.Handler),
            ("api/(b)/y.cs", TempFolder.Handler)));
        using var client = app.CreatePlainClient();

        Assert.Equal("service False True", (await client.GetAsync("/api/x", Stop)).Headers.GetValues("X-Way").Single());
        Assert.False((await client.GetAsync("/api/y", Stop)).Headers.Contains("X-Way"));
        Assert.False((await client.GetAsync("/api/z", Stop)).Headers.Contains("X-Way"));
    }

    [Fact]
    public async Task A_rewrite_into_a_guarded_folder_runs_its_guard()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_middleware.cs", """
                Task Middleware(HttpContext context, RequestDelegate next) { context.Request.Path = "/api/admin/x"; return next(context); }
                """),
            ("api/admin/_middleware.cs", "void Middleware(ApiRequest req, ApiResponse res) => res.Status(403).End(\"guarded\");\n"),
            ("api/admin/x.cs", TempFolder.Handler)));
        using var client = app.CreatePlainClient();

        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/open", Stop)).StatusCode);
    }

    [Fact]
    public async Task A_rewrite_runs_a_guard_that_did_not_match_the_first_path()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_middleware.cs", """
                var config = new MiddlewareConfig { Matcher = ["/api/secret/:path*"] };
                void Middleware(ApiRequest req, ApiResponse res) => res.Status(403).End();
                """),
            ("api/go/_middleware.cs", "Task Middleware(Next next) => next(\"/api/secret/x\");\n"),
            ("api/secret/x.cs", TempFolder.Handler)));
        using var client = app.CreatePlainClient();

        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/go/y", Stop)).StatusCode);
    }

    [Fact]
    public async Task Slashes_and_capital_letters_bypass_no_guard()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/proxy/[...path].cs", TempFolder.Handler),
            ("api/proxy/private/_middleware.cs", "void Middleware(ApiRequest req, ApiResponse res) => res.Status(403).End();\n"),
            ("api/Boss/_middleware.cs", "void Middleware(ApiRequest req, ApiResponse res) => res.Status(403).End();\n"),
            ("api/boss/x.cs", TempFolder.Handler)));
        using var client = app.CreatePlainClient();

        foreach (var path in new[]
        {
            "/api/proxy/private/x", "/api/proxy//private/x", "/api/proxy/PRIVATE/x", "/api/proxy/a/../private/x", "/api/proxy/%70rivate/x",
            "/api/boss/x", "/api/Boss/x",
        })
        {
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, (await client.GetAsync(path, Stop)).StatusCode));
        }
    }

    [Fact]
    public async Task The_handler_reads_the_body_that_the_middleware_replaced()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_middleware.cs", """
                Task Middleware(HttpContext context, RequestDelegate next)
                {
                    context.Request.Body = new MemoryStream("new"u8.ToArray());
                    context.Request.ContentLength = 3;
                    return next(context);
                }
                """),
            ("api/x.cs", "void Handler(ApiRequest req, ApiResponse res) => res.End(req.Body.Text);\n")));
        using var client = app.CreatePlainClient();

        Assert.Equal("new", await (await client.PostAsync("/api/x", new StringContent("old text"), Stop)).Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_folder_with_a_parameter_sees_the_value_that_the_handler_sees()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/[tenant]/_middleware.cs", """
                void Middleware(ApiRequest req, ApiResponse res) => res.SetHeader("X-Tenant", Uri.EscapeDataString(req.Query["tenant"]));
                """),
            ("api/[tenant]/x.cs", """
                void Handler(ApiRequest req, ApiResponse res) => res.End(Uri.EscapeDataString(req.Query["tenant"]));
                """)), kestrel: true);
        using var client = app.CreatePlainClient();

        foreach (var tenant in new[] { "a", "a%2Fb", "a%252Fb", "a%20b" })
        {
            var response = await client.GetAsync($"/api/{tenant}/x", Stop);
            Assert.Equal(response.Headers.GetValues("X-Tenant").Single(), await response.Content.ReadAsStringAsync(Stop));
        }
    }

    [Fact]
    public async Task A_body_parser_of_the_folder_reads_the_body_for_the_middleware_and_for_the_handler()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_middleware.cs", """
                var config = new MiddlewareConfig { BodyParser = { Enabled = true, SizeLimit = 20 } };
                async Task Middleware(ApiRequest req, ApiResponse res, Next next)
                {
                    res.SetHeader("X-Name", (string)req.Body["name"].Text);
                    await next();
                }
                """),
            ("api/x.cs", "string POST(Item item) => item.Name;\nrecord Item(string Name);\n")));
        using var client = app.CreatePlainClient();
        using var body = new StringContent("""{"name":"a"}""", System.Text.Encoding.UTF8, "application/json");
        using var large = new StringContent("""{"name":"aaaaaaaaaaaa"}""", System.Text.Encoding.UTF8, "application/json");

        var response = await client.PostAsync("/api/x", body, Stop);

        Assert.Equal(("a", "a"), (response.Headers.GetValues("X-Name").Single(), await response.Content.ReadAsStringAsync(Stop)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await client.PostAsync("/api/x", large, Stop)).StatusCode);
    }

    private sealed class NameHandler(
        Microsoft.Extensions.Options.IOptionsMonitor<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions> options,
        Microsoft.Extensions.Logging.ILoggerFactory logger,
        System.Text.Encodings.Web.UrlEncoder encoder)
        : Microsoft.AspNetCore.Authentication.AuthenticationHandler<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions>(
            options, logger, encoder)
    {
        protected override Task<Microsoft.AspNetCore.Authentication.AuthenticateResult> HandleAuthenticateAsync()
        {
            var identity = new System.Security.Claims.ClaimsIdentity([new(System.Security.Claims.ClaimTypes.Name, "ada")], "Name");
            return Task.FromResult(Microsoft.AspNetCore.Authentication.AuthenticateResult.Success(new(new(identity), "Name")));
        }
    }
}
