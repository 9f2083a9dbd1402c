using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;

namespace FileRoutedApi.IntegrationTests.Guards;

/// <summary>Middleware of <c>App</c> in the start-up file cannot bypass the guards of folders and files.</summary>
public class RoutingAgainTests
{
    private const string Startup = """
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Rewrite;

        void Services(IServiceCollection services, IConfiguration configuration) => services.AddAuthentication().AddBearerToken();

        void App(WebApplication app)
        {

        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // How App changes the first path to the second.
    public static TheoryData<string, string, string> Ways()
    {
        (string App, string Prefix)[] leads =
        [
            ("app.UsePathBase(\"/svc\");", "/svc"),
            ("app.UseRewriter(new RewriteOptions().AddRewrite(\"^svc/(.*)$\", \"$1\", true));", "/svc"),
            (
                """
                app.Use((context, next) =>
                {
                    if (context.Request.Path.StartsWithSegments("/svc", out var rest)) context.Request.Path = rest;
                    return next(context);
                });
                """,
                "/svc"),
            (
                """
                app.Use((context, next) =>
                {
                    if (context.Request.Path.StartsWithSegments("/svc", out var rest))
                    {
                        context.Request.Path = rest;
                        context.SetEndpoint(null);
                    }

                    return next(context);
                });
                app.UseRouting();
                """,
                "/svc"),
            ("app.UseStatusCodePagesWithReExecute(\"/api\", \"?status={0}\");\napp.UsePathBase(\"/svc\");", "/svc"),
        ];
        var data = new TheoryData<string, string, string>();
        foreach (var way in new[] { "TestServer", "Kestrel", "Production", "Built" })
        {
            foreach (var (app, prefix) in leads)
            {
                data.Add(way, app, prefix);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Guards_run_for_the_path_that_App_sets(string way, string app, string prefix)
    {
        await using var served = await Served.StartAsync(
            way,
            [],
            ("api/_startup.cs", $"{Startup}{app}\n}}\n"),
            ("api/index.cs", "string GET() => \"index\";\n"),
            ("api/pub.cs", "string GET(HttpContext context) => context.Request.PathBase + context.Request.Path;\n"),
            ("api/[...all].cs", "string GET() => \"all\";\n"),
            ("api/admin/_middleware.cs", "void Middleware(ApiRequest req, ApiResponse res) => res.Status(403).End(\"guarded\");\n"),
            ("api/admin/secret.cs", "string GET() => \"top secret\";\n"),
            ("api/auth/_middleware.cs", "var config = new MiddlewareConfig { Authorize = true };\n"),
            ("api/auth/secret.cs", "string GET() => \"top secret\";\n"),
            ("api/attr.cs", "[Microsoft.AspNetCore.Authorization.Authorize] string GET() => \"top secret\";\n"),
            ("api/lim/_middleware.cs", "var config = new MiddlewareConfig { RateLimit = { Permits = 1, Window = 60 } };\n"),
            ("api/lim/x.cs", "string GET() => \"limited\";\n"));
        using var client = served.CreatePlainClient();

        foreach (var (path, expected) in new[]
        {
            ("/api/admin/secret", 403),
            ("/api/auth/secret", 401),
            ("/api/attr", 401),
            ("/api/lim/x", 200),
            ("/api/lim/x", 429),
            ("/api/pub", 200),
        })
        {
            using var response = await client.GetAsync(prefix + path, Stop);
            Assert.Equal((path, expected), (path, (int)response.StatusCode));
            Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Served.Ways), MemberType = typeof(Served))]
    public async Task Guards_run_although_routing_found_another_file_for_the_first_path(string way)
    {
        await using var served = await Served.StartAsync(
            way,
            [("FileRoutes:BasePath", "/")],
            ("api/_startup.cs", $$"""
                {{Startup}}app.UseRewriter(new RewriteOptions()
                    .AddRewrite("^pub$", "auth/secret", true)
                    .AddRewrite("^other$", "admin/secret", true));
                }
                """),
            ("api/_404.cs", "void Handler(ApiRequest req, ApiResponse res) => res.End(\"nothing here\");\n"),
            ("api/admin/_middleware.cs", "void Middleware(ApiRequest req, ApiResponse res) => res.Status(403).End(\"guarded\");\n"),
            ("api/admin/secret.cs", "string GET() => \"top secret\";\n"),
            ("api/auth/_middleware.cs", "var config = new MiddlewareConfig { Authorize = true };\n"),
            ("api/auth/secret.cs", "string GET() => \"top secret\";\n"));
        using var client = served.CreatePlainClient();

        Assert.Equal(
            [("/pub", 401), ("/auth/secret", 401), ("/other", 403), ("/admin/secret", 403), ("/none", 404)],
            await StatusesAsync(client, "/pub", "/auth/secret", "/other", "/admin/secret", "/none"));
    }

    [Theory]
    [MemberData(nameof(Served.Ways), MemberType = typeof(Served))]
    public async Task A_guarded_error_page_shows_nothing(string way)
    {
        await using var served = await Served.StartAsync(
            way,
            [],
            ("api/_startup.cs", $"{Startup}app.UseStatusCodePagesWithReExecute(\"/api/admin/secret\");\n}}\n"),
            ("api/admin/_middleware.cs", "void Middleware(ApiRequest req, ApiResponse res) => res.Status(403).End(\"guarded\");\n"),
            ("api/admin/secret.cs", "string GET() => \"top secret\";\n"));
        using var client = served.CreatePlainClient();

        var response = await client.GetAsync("/nothing", Stop);

        Assert.DoesNotContain("top secret", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    /// <summary>An embedding application that routes again after <c>UseFileRoutes</c> gets an exception.</summary>
    [Theory]
    [InlineData("path base")]
    [InlineData("own middleware")]
    [InlineData("status pages")]
    public async Task FRA3030_a_function_is_not_called_behind_a_second_routing(string how)
    {
        using var folder = new TempFolder(
            ("api/admin/_middleware.cs", "void Middleware(ApiRequest req, ApiResponse res) => res.Status(403).End(\"guarded\");\n"),
            ("api/admin/secret.cs", "string GET() => \"top secret\";\n"),
            ("api/open.cs", "string GET() => \"open\";\n"));
        Exception? thrown = null;
        await using var app = await TestApp.StartAsync(folder, compile: true, map: app =>
        {
            app.Use(async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                catch (FileRoutesException exception)
                {
                    thrown = exception;
                    context.Response.StatusCode = 500;
                }
            });
            app.UseFileRoutes();
            _ = how switch
            {
                "path base" => app.UsePathBase("/svc"),
                "status pages" => app.UseStatusCodePagesWithReExecute("/api/admin/secret"),
                _ => app.Use((context, next) =>
                {
                    context.Request.Path = context.Request.Path.StartsWithSegments("/svc", out var rest) ? rest : context.Request.Path;
                    context.SetEndpoint(null);
                    return next(context);
                }).UseRouting(),
            };
            app.MapFileRoutes();
        });
        using var client = app.GetTestClient();

        using var response = await client.GetAsync("/svc/api/admin/secret", Stop);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var diagnostic = Assert.Single(Assert.IsType<FileRoutesException>(thrown).Diagnostics);
        Assert.Equal(("FRA3030", "api/admin/secret.cs"), (diagnostic.Id, diagnostic.File));
        Assert.Equal("open", await client.GetStringAsync(how == "status pages" ? "/api/open" : "/svc/api/open", Stop));
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/admin/secret", Stop)).StatusCode);
    }

    /// <summary>Routing chooses among files of one path by host, and the guard of the chosen file runs.</summary>
    [Theory]
    [MemberData(nameof(Served.Ways), MemberType = typeof(Served))]
    public async Task The_guard_of_a_group_runs_for_the_file_that_routing_chose(string way)
    {
        await using var served = await Served.StartAsync(
            way,
            [],
            ("api/(guarded)/_middleware.cs", "void Middleware(ApiRequest req, ApiResponse res) => res.Status(403).End(\"guarded\");\n"),
            ("api/(guarded)/[tenant].cs", "string GET() => \"guarded file\";\n"),
            ("api/a.cs", """
                [Microsoft.AspNetCore.Routing.Host("one.example")] void Handler(ApiRequest req, ApiResponse res) => res.End("open");
                """));
        using var client = served.CreatePlainClient();
        using var one = new HttpRequestMessage(HttpMethod.Get, "/api/a") { Headers = { Host = "one.example" } };
        using var other = new HttpRequestMessage(HttpMethod.Get, "/api/a") { Headers = { Host = "other.example" } };

        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(one, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(other, Stop)).StatusCode);
    }

    private static async Task<List<(string Path, int Status)>> StatusesAsync(HttpClient client, params string[] paths)
    {
        var statuses = new List<(string, int)>();
        foreach (var path in paths)
        {
            using var response = await client.GetAsync(path, Stop);
            statuses.Add((path, (int)response.StatusCode));
        }

        return statuses;
    }
}
