using System.Text.RegularExpressions;

namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>What the dashboard shows about requests, and about the files that handle them.</summary>
public sealed partial class RecordedRequestTests
{
    private static readonly (string, string)[] _files =
    [
        ("api/_middleware.cs", """
            var config = new MiddlewareConfig { Matcher = ["/api/:path*"] };
            async Task Middleware(ApiRequest req, Next next) { await next(); }
            """),
        ("api/users.cs", """
            using System.ComponentModel.DataAnnotations;
            var config = new RouteConfig { Revalidate = 60, Cache = { Query = ["id"] }, RateLimit = new() { Permits = 2, Window = 60 } };
            string GET(ILogger log, int id)
            {
                log.LogWarning("Looking for {Id}", id);
                return id > 0 ? "found" : throw new InvalidOperationException("below zero");
            }
            IResult POST(User user) => Results.Json(new { user.Name, token = "abc" }, statusCode: 201);
            record User(string Name, string? Password);
            """),
        ("api/hello.cs", "string GET() => \"hello\";"),
        ("public/style.css", "body { }"),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_is_recorded_with_what_it_did()
    {
        await using var dev = await Dev.StartAsync(_files);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/users?id=7&access_token=secret1");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer secret2");
        request.Headers.TryAddWithoutValidation("X-Own", "own");
        await dev.Client.SendAsync(request, Stop);

        var details = await DetailsAsync(dev, "/api/users?id=7");

        InOrder(
            details,
            ">200<", "/api/users?id=7&amp;access_token=•••",
            "Timeline", "1 of 2 permits are left", "not used: the request has credentials", "api/_middleware.cs", "called next", "complete",
            "Applies to this file", "api/_middleware.cs", "Responses to GET are cached", "Rate limit of api/users.cs",
            "Log", ">warning<", "api/users.cs", "Looking for 7",
            "Query", ">id<", ">7<", "Headers", "Bearer •••", ">X-Own<", ">own<",
            "Response", "Headers", ">RateLimit-Remaining<", "Body", ">found<");
        Assert.DoesNotContain("secret", details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_are_recorded_up_to_4_KB_and_without_secrets()
    {
        await using var dev = await Dev.StartAsync(_files);
        await dev.PostAsync("/api/users", $$"""{"name":"{{new string('x', 5000)}}","password":"secret1"}""");
        await dev.PostAsync("/api/users", """{"name":"Ada","password":"secret2"}""");

        var small = await DetailsAsync(dev, "POST /api/users");
        var large = await DetailsAsync(dev, "POST /api/users", index: 1);

        InOrder(small, "&quot;name&quot;: &quot;Ada&quot;", "&quot;password&quot;: &quot;•••&quot;", "Response", "&quot;token&quot;: &quot;•••&quot;");
        Assert.Contains("more bytes", large, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('x', 4096), large, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", small + large, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_is_recorded_with_its_frame()
    {
        await using var dev = await Dev.StartAsync(_files);
        await dev.GetAsync("/api/users?id=0");

        var details = await DetailsAsync(dev, "/api/users?id=0");

        InOrder(details, ">500<", "System.InvalidOperationException", "api/users.cs", "below zero", "class=\"line\"><span class=\"no\">6<", "GET(ILogger log, int id)");
    }

    [Fact]
    public async Task Assets_are_marked_so_that_the_list_can_hide_them()
    {
        await using var dev = await Dev.StartAsync(_files);
        string[] assets = ["/swagger/index.html", "/openapi/v1.json", "/favicon.ico", "/healthz/live", "/style.css"];
        foreach (var path in (string[])[.. assets, "/api/hello", "/swaggering"])
        {
            await dev.GetAsync(path);
        }

        var page = await dev.GetAsync("/_dev");

        var rows = Rows().Matches(page).Select(row => (row.Groups["path"].Value, row.Groups["asset"].Success)).Reverse();
        Assert.Equal([.. assets.Select(path => (path, true)), ("/api/hello", false), ("/swaggering", false)], rows);
    }

    [Fact]
    public async Task The_page_shows_settings_with_their_source_and_without_secrets()
    {
        await using var dev = await Dev.StartAsync(
            ["--FileRoutes:BodySizeLimit=2mb", "--ConnectionStrings:Db=Password=secret1"],
            [
                .. _files,
                ("appsettings.json", """{ "FileRoutes": { "ResponseLimit": "1mb" }, "Own": { "ApiKey": "secret2" } }"""),
                (".env", "FileRoutes__ValidationStatus=422\nOWN_NAME=Ada"),
            ]);

        var page = await dev.GetAsync("/_dev");

        InOrder(page, ">ConnectionStrings:Db<", ">•••<", "command line");
        InOrder(page, ">FileRoutes:BodySizeLimit<", ">2mb<", "command line");
        InOrder(page, ">FileRoutes:ResponseLimit<", ">1mb<", "appsettings.json");
        InOrder(page, ">FileRoutes:ValidationStatus<", ">422<", ".env file");
        InOrder(page, ">Own:ApiKey<", ">•••<", "appsettings.json");
        InOrder(page, ">OWN_NAME<", ">Ada<", ".env file");
        Assert.DoesNotContain("secret", page, StringComparison.Ordinal);
        Assert.DoesNotContain(">PATH<", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_shows_the_last_reloads()
    {
        await using var dev = await Dev.StartAsync(_files);
        dev.Write("api/hello.cs", "string GET() => \"again\";");
        await dev.SeeAsync("/api/hello", "again");

        InOrder(await dev.GetAsync("/_dev"), "The last changes", "reloaded", "api/hello.cs");
    }

    [Fact]
    public async Task A_failed_start_shows_the_routes_and_no_links_to_documents()
    {
        await using var dev = await Dev.StartAsync(
            [.. _files, ("api/_startup.cs", "void Services(IServiceCollection services, IConfiguration settings) => services.AddSingleton<Store>();\nclass Stop;\nclass Store(Stop stop) { public Stop Value => stop; }")]);

        var page = await dev.GetAsync("/_dev");

        InOrder(page, "not started", "2 routes", "1 error", "FRA3106", ">hello<", ">not started<");
        Assert.DoesNotContain("href=\"/swagger\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"try\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("There are no routes yet", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routes_below_a_folder_with_an_error_are_broken()
    {
        await using var dev = await Dev.StartAsync(
            ("api/adm/_middleware.cs", "var config = new MiddlewareConfig { Authorize = true };"), ("api/adm/x.cs", "string GET() => \"x\";"), ("api/y.cs", "string GET() => \"y\";"));

        var page = await dev.GetAsync("/_dev");

        InOrder(page, "1 error", "FRA3008", ">x<", ">broken<", ">y<", ">ready<");
        InOrder(await dev.GetAsync("/_dev/diagnostics/FRA3008"), "FRA3008", "Problem", "Fix");
    }

    [Theory]
    [InlineData("POST /api/hello", "has the path, but no function for <code>POST</code>: the response is 405", ">GET<")]
    [InlineData("get /api/hello", "api/hello.cs</a> handles <code>GET /api/hello</code>", ">GET<")]
    [InlineData("HEAD http://localhost:5000/api/hello?x=1", "handles <code>HEAD /api/hello</code>", ">GET<")]
    [InlineData("DELETE /api/nothing", "the response is 404. To handle it, create <code>api/nothing.cs</code>", "None of the routes of the 2 files")]
    public async Task The_explanation_takes_a_method(string address, string result, string more)
    {
        await using var dev = await Dev.StartAsync(_files);

        InOrder(await dev.GetAsync($"/_dev/explain?path={Uri.EscapeDataString(address)}"), result, more);
    }

    private static async Task<string> DetailsAsync(Dev dev, string text, int index = 0)
    {
        // A request is recorded after its response was sent.
        string[] ids = [];
        await Dev.WaitAsync(async () =>
        {
            var page = await dev.GetAsync("/_dev");
            ids = [.. Rows().Matches(page)
                .Where(row => $"{row.Groups["method"].Value} {row.Groups["path"].Value}".Contains(text.Replace("&", "&amp;", StringComparison.Ordinal), StringComparison.Ordinal))
                .Select(row => row.Groups["id"].Value)];
            return ids.Length > index;
        });
        return await dev.GetAsync($"/_dev/requests/{ids[index]}");
    }

    private static void InOrder(string page, params string[] texts)
    {
        var from = 0;
        foreach (var text in texts)
        {
            from = page.IndexOf(text, from, StringComparison.Ordinal);
            Assert.True(from >= 0, $"'{text}' is not there, or not in this order: {page}");
        }
    }

    [GeneratedRegex("<li(?<asset> class=\"asset\")? data-id=\"(?<id>\\d+)\".*?<span class=\"method [^>]*>(?<method>\\w+)<.*?class=\"path\"[^>]*>(?<path>[^<]*)<", RegexOptions.Singleline)]
    private static partial Regex Rows();
}
