using System.Net;
using FileRoutedApi.Testing;
using Microsoft.AspNetCore.Mvc.Testing;

namespace FileRoutedApi.IntegrationTests;

/// <summary>The rules of the setting <c>FileRoutes:Rules</c>.</summary>
public class RouteRuleTests
{
    private const string Rules = """
        {
          "FileRoutes": {
            "Rules": {
              "Redirects": [
                { "Source": "/old/:slug", "Destination": "/new/:slug", "Permanent": true },
                { "Source": "/docs/:path*", "Destination": "https://docs.example/v2/:path*?from=here#top", "Permanent": false },
                { "Source": "/id/:id(\\d+)/:rest(.*)", "Destination": "/:rest?id=:id", "StatusCode": 301 },
                { "Source": "/x(a|b)/:name", "Destination": "/y/:name", "StatusCode": 302 },
                { "Source": "/beta", "Destination": "/welcome", "Permanent": false, "Missing": [ { "Type": "cookie", "Key": "beta" } ] }
              ],
              "Rewrites": [
                { "Source": "/open/:path*", "Destination": "/api/:path*" },
                { "Source": "/find/:word", "Destination": "/api/echo?word=:word" },
                { "Source": "/beta", "Destination": "/api/echo", "Has": [ { "Type": "cookie", "Key": "beta", "Value": "on" } ] }
              ],
              "Headers": [
                { "Source": "/:path*", "Headers": { "X-All": "1", "X-Api": "no" } },
                { "Source": "/open/:path*", "Headers": { "X-Api": "opened" } }
              ]
            }
          }
        }
        """;

    private static readonly (string Path, string Text)[] _files =
    [
        ("appsettings.json", Rules),
        ("api/echo.cs", "string GET(HttpContext context) => $\"{context.Request.Path}{context.Request.QueryString}\";"),
        ("api/files/[name].cs", "string GET(string name) => name;"),
        ("api/admin/_middleware.cs", """
            void Middleware(ApiRequest req, ApiResponse res)
            {
                if (!req.Headers.ContainsKey("X-Key"))
                {
                    res.Status(401).End();
                }
            }
            """),
        ("api/admin/secret.cs", "string GET() => \"secret\";"),
        ("api/limited/_middleware.cs", "var config = new MiddlewareConfig { RateLimit = { Permits = 1 } };"),
        ("api/limited/a.cs", "string GET() => \"limited\";"),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/old/a", 308, "/new/a")]
    [InlineData("/OLD/a/", 308, "/new/a")]
    [InlineData("/old/caf%C3%A9%20b?x=1&y=%20", 308, "/new/caf%C3%A9%20b?x=1&y=%20")]
    [InlineData("/docs", 307, "https://docs.example/v2?from=here#top")]
    [InlineData("/docs/a/b?x=1", 307, "https://docs.example/v2/a/b?from=here&x=1#top")]
    [InlineData("/id/7/a/b", 301, "/a/b?id=7")]
    [InlineData("/id/7//evil.example", 301, "/evil.example?id=7")]
    [InlineData("/id/7/%5Cevil.example", 301, "/evil.example?id=7")]
    [InlineData("/xb/n", 302, "/y/n")]
    [InlineData("/beta", 307, "/welcome")]
    public async Task A_redirect_has_the_status_and_the_url_of_its_rule(string path, int status, string location)
    {
        using var folder = new TempFolder(_files);
        await using var app = await RouteApp.StartAsync(folder.Root, cancellationToken: Stop);
        using var client = app.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

        using var response = await client.GetAsync(path, Stop);

        Assert.Equal((status, location), ((int)response.StatusCode, Assert.Single(response.Headers.NonValidated["Location"])));
        Assert.Equal("1", response.Headers.GetValues("X-All").Single());
    }

    [Theory]
    [InlineData("/open/echo", "/api/echo")]
    [InlineData("/open/echo?a=1", "/api/echo?a=1")]
    [InlineData("/find/a%26b?c=1", "/api/echo?word=a%26b&c=1")]
    [InlineData("/open/files/a%2Fb", "a/b")]
    [InlineData("/open/files/caf%C3%A9", "café")]
    public async Task A_rewrite_is_handled_by_the_file_of_the_new_path(string path, string text)
    {
        using var folder = new TempFolder(_files);
        await using var app = await RouteApp.StartAsync(folder.Root, cancellationToken: Stop);

        using var response = await app.Client.GetAsync(path, Stop);

        Assert.Equal(text, await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task Conditions_choose_between_rules()
    {
        using var folder = new TempFolder(_files);
        await using var app = await RouteApp.StartAsync(folder.Root, cancellationToken: Stop);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/beta");
        request.Headers.Add("Cookie", "beta=on");

        using var response = await app.Client.SendAsync(request, Stop);

        Assert.Equal("/api/echo", await response.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("/open/admin/secret")]
    [InlineData("/OPEN/ADMIN/SECRET")]
    [InlineData("/open/admin/secret/")]
    [InlineData("/open/%61dmin/secret")]
    [InlineData("/open/admin/nothing")]
    public async Task The_middleware_of_the_new_path_runs(string path)
    {
        using var folder = new TempFolder(_files);
        await using var app = await RouteApp.StartAsync(folder.Root, cancellationToken: Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Client.GetAsync(path, Stop)).StatusCode);
    }

    [Fact]
    public async Task The_limits_of_the_new_path_apply()
    {
        using var folder = new TempFolder(_files);
        await using var app = await RouteApp.StartAsync(folder.Root, cancellationToken: Stop);

        Assert.Equal(HttpStatusCode.OK, (await app.Client.GetAsync("/open/limited/a", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await app.Client.GetAsync("/api/limited/a", Stop)).StatusCode);
    }

    [Theory]
    [InlineData("/open/echo", "1", "opened")]
    [InlineData("/api/echo", "1", "no")]
    [InlineData("/nothing", "1", "no")]
    public async Task Headers_are_those_of_the_path_of_the_client(string path, string all, string api)
    {
        using var folder = new TempFolder(_files);
        await using var app = await RouteApp.StartAsync(folder.Root, cancellationToken: Stop);

        using var response = await app.Client.GetAsync(path, Stop);

        Assert.Equal((all, api), (response.Headers.GetValues("X-All").Single(), response.Headers.GetValues("X-Api").Single()));
    }

    [Theory]
    [InlineData("Redirects:0:Source", "FRA3002", "Rules:Redirects:0:Source", "Redirects:0:Source=old", "Redirects:0:Destination=/new", "Redirects:0:Permanent=true")]
    [InlineData("no group", "FRA3002", "Rules:Redirects:0:Source", "Redirects:0:Source=/(", "Redirects:0:Destination=/new", "Redirects:0:Permanent=true")]
    [InlineData("named group", "FRA3002", "Rules:Redirects:0:Source", "Redirects:0:Source=/:a((?<b>c))", "Redirects:0:Destination=/new", "Redirects:0:Permanent=true")]
    [InlineData("unknown parameter", "FRA3002", "Rules:Redirects:0:Destination", "Redirects:0:Source=/:a", "Redirects:0:Destination=/:b", "Redirects:0:Permanent=true")]
    [InlineData("another scheme", "FRA3002", "Rules:Redirects:0:Destination", "Redirects:0:Source=/a", "Redirects:0:Destination=javascript:1", "Redirects:0:Permanent=true")]
    [InlineData("network path", "FRA3002", "Rules:Redirects:0:Destination", "Redirects:0:Source=/a", "Redirects:0:Destination=//b.example", "Redirects:0:Permanent=true")]
    [InlineData("no status", "FRA3002", "Rules:Redirects:0:Permanent", "Redirects:0:Source=/a", "Redirects:0:Destination=/b")]
    [InlineData("wrong status", "FRA3002", "Rules:Redirects:0:StatusCode", "Redirects:0:Source=/a", "Redirects:0:Destination=/b", "Redirects:0:StatusCode=200")]
    [InlineData("two statuses", "FRA3002", "Rules:Redirects:0:StatusCode", "Redirects:0:Source=/a", "Redirects:0:Destination=/b", "Redirects:0:StatusCode=301", "Redirects:0:Permanent=true")]
    [InlineData("other server", "FRA3002", "Rules:Rewrites:0:Destination", "Rewrites:0:Source=/a", "Rewrites:0:Destination=https://b.example/")]
    [InlineData("condition", "FRA3002", "Rules:Rewrites:0:Has:0:Type", "Rewrites:0:Source=/a", "Rewrites:0:Destination=/b", "Rewrites:0:Has:0:Type=body")]
    [InlineData("pattern", "FRA3002", "Rules:Rewrites:0:Missing:0", "Rewrites:0:Source=/a", "Rewrites:0:Destination=/b", "Rewrites:0:Missing:0:Type=header", "Rewrites:0:Missing:0:Key=x", "Rewrites:0:Missing:0:Value=(")]
    [InlineData("no header", "FRA3002", "Rules:Headers:0:Headers", "Headers:0:Source=/a")]
    [InlineData("invalid header", "FRA3002", "Rules:Headers:0:Headers:Content-Length", "Headers:0:Source=/a", "Headers:0:Headers:Content-Length=1")]
    [InlineData("unknown key", "FRA3003", "Rules:Redirects:0:Sorce", "Redirects:0:Sorce=/a", "Redirects:0:Destination=/b")]
    [InlineData("unknown list", "FRA3003", "Rules:Redirect", "Redirect:0:Source=/a")]
    public async Task A_mistake_names_the_key_of_the_setting(string name, string id, string key, params string[] settings)
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));

        var found = await Assert.ThrowsAsync<FileRoutesException>(() => RouteApp.StartAsync(
            folder.Root,
            options =>
            {
                foreach (var setting in settings.Select(setting => setting.Split('=', 2)))
                {
                    options.Settings[$"FileRoutes:Rules:{setting[0]}"] = setting[1];
                }
            },
            Stop));

        Assert.True(found.Diagnostics[0].Id == id, name);
        Assert.Contains($"'FileRoutes:{key}'", found.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FRA3028_rules_need_UseFileRoutes()
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));

        var found = await Assert.ThrowsAsync<FileRoutesException>(() => TestApp.StartAsync(
            folder,
            compile: true,
            app => app.MapFileRoutes(),
            options => options.Rules.Rewrites.Add(new RewriteRule { Source = "/a", Destination = "/b" })));

        Assert.Equal("FRA3028", Assert.Single(found.Diagnostics).Id);
    }
}
