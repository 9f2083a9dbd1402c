using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FileRoutedApi.Development;

namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>Errors of route files: a page for a browser, problem details for other clients.</summary>
public sealed class ErrorPageTests
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";
    private const string Hostile = "</pre></title><script>alert(1)</script>\" onload='x' &amp;";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Browser, true)]
    [InlineData("text/html", true)]
    [InlineData("TEXT/HTML; charset=utf-8", true)]
    [InlineData("text/*", true)]
    [InlineData("application/json;q=0.5, text/html;q=0.6", true)]
    [InlineData("application/*;q=0.1, text/html;q=0.2", true)]
    [InlineData("*/*;q=0.9, text/html", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("*/*", false)]
    [InlineData("application/json", false)]
    [InlineData("application/problem+json, text/html", false)]
    [InlineData("application/json, text/html;q=0.9", false)]
    [InlineData("text/html;q=0", false)]
    [InlineData("text/html;q=0, text/*", false)]
    [InlineData("text/html;q=0.5, */*;q=0.5", false)]
    [InlineData("text/html;q=0.2, application/*;q=0.3", false)]
    [InlineData("image/png", false)]
    [InlineData("nonsense", false)]
    public async Task A_client_that_prefers_HTML_gets_the_page(string? accept, bool html)
    {
        await using var server = await SmallServer.StartAsync(context => ErrorPage.WriteAsync(context, OfDiagnostics("/")));

        var response = accept is null ? await server.SendAsync("/api/x") : await server.SendAsync("/api/x", ("Accept", accept));

        Assert.Equal(
            (HttpStatusCode.InternalServerError, html ? "text/html" : "application/problem+json"),
            (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Diagnostics_are_in_the_problem_details()
    {
        await using var server = await SmallServer.StartAsync(context => ErrorPage.WriteAsync(context, OfDiagnostics("/")));

        var problem = await (await server.SendAsync("/api/x")).Content.ReadFromJsonAsync<JsonElement>(Stop);

        Assert.Equal(
            (500, "Compile error", "No such name."),
            (problem.GetProperty("status").GetInt32(), problem.GetProperty("title").GetString(), problem.GetProperty("detail").GetString()));
        Assert.Equal(
            """
            [{"id":"CS0103","severity":"error","file":"api/x.cs","line":2,"column":5,"message":"No such name."},{"id":"CS0168","severity":"warning","file":"api/x.cs","line":1,"column":1,"message":"Not used."}]
            """,
            problem.GetProperty("diagnostics").GetRawText());
    }

    [Fact]
    public async Task The_page_shows_message_place_and_code()
    {
        using var folder = new TempFolder(("api/x.cs", "var a = 1;\nint b = c + 1;\n"));
        await using var server = await SmallServer.StartAsync(context => ErrorPage.WriteAsync(context, OfDiagnostics(folder.Root)));

        var page = await (await server.SendAsync("/api/x?y=1", ("Accept", Browser))).Content.ReadAsStringAsync(Stop);

        Assert.Contains("<h1>No such name.</h1>", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"vscode://file{folder.Root}/api/x.cs:2:5\"", page, StringComparison.Ordinal);
        Assert.Contains(
            "<mark class=\"line\"><span class=\"no\">2</span><span class=\"text\"><span class=\"c-keyword\">int</span> b = c &#x2B; <span class=\"c-number\">1</span>;", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"unseen\">int </span>^", page, StringComparison.Ordinal);
        Assert.Contains("<b>GET</b> /api/x?y=1", page, StringComparison.Ordinal);
        Assert.Contains("Not used.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shown_text_is_never_markup()
    {
        const string file = "api/<script>alert(2)<";
        using var folder = new TempFolder(($"{file}/script>.cs", $"// {Hostile}\n"));
        var report = ErrorReport.OfDiagnostics(
            Hostile, new SourceFolder(folder.Root), [new RouteDiagnostic(Hostile, RouteDiagnosticSeverity.Error, $"{file}/script>.cs", 1, 4, Hostile)]);
        await using var server = await SmallServer.StartAsync(context => ErrorPage.WriteAsync(context, report));

        var response = await server.SendAsync($"/{Uri.EscapeDataString(Hostile)}?{Hostile}", ("Accept", Browser));

        var page = await response.Content.ReadAsStringAsync(Stop);
        Assert.DoesNotContain("<script>", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(" onload='", page, StringComparison.Ordinal);
        Assert.Contains("// &lt;/pre&gt;&lt;/title&gt;&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_its_own_style_and_script_run_and_it_cannot_be_cached_or_framed()
    {
        await using var server = await SmallServer.StartAsync(context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            context.Response.Headers.ETag = "\"1\"";
            return ErrorPage.WriteAsync(context, OfDiagnostics("/"));
        });

        var response = await server.SendAsync("/api/x", ("Accept", Browser));
        var another = await server.SendAsync("/api/x", ("Accept", Browser));

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        var nonce = policy.Split("'nonce-")[1].Split('\'')[0];
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.NotEqual(policy, another.Headers.GetValues("Content-Security-Policy").Single());
        var encoded = WebUtility.HtmlEncode(nonce).Replace("+", "&#x2B;", StringComparison.Ordinal);
        Assert.Equal(2, (await response.Content.ReadAsStringAsync(Stop)).Split($"nonce=\"{encoded}\"").Length - 1);
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Null(response.Headers.ETag);
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task An_exception_of_a_handler_is_a_page_in_Development()
    {
        await using var app = new FolderApp(Throwing());

        var page = await GetAsync(app, HttpStatusCode.InternalServerError, "text/html");

        Assert.Contains("<h1>a &lt;b&gt;secret&lt;/b&gt;</h1>", page, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException", page, StringComparison.Ordinal);
        Assert.Contains("Handler(ApiRequest req, ApiResponse res)", page, StringComparison.Ordinal);
        Assert.Contains("<mark class=\"line\"><span class=\"no\">2</span>", page, StringComparison.Ordinal);
        Assert.Contains("api/x.cs:2:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("__routes", page, StringComparison.Ordinal);
        Assert.DoesNotContain("__Module", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Errors_are_not_shown_outside_of_Development(string environment)
    {
        await using var app = new FolderApp(Throwing(), environment: environment);

        var problem = await GetAsync(app, HttpStatusCode.InternalServerError, "application/problem+json");

        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("api/", problem, StringComparison.Ordinal);
    }

    private static TempFolder Throwing() => new(("api/x.cs",
        """
        void Handler(ApiRequest req, ApiResponse res) =>
            throw new InvalidOperationException("a <b>secret</b>");
        """));

    private static async Task<string> GetAsync(App app, HttpStatusCode status, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/x");
        request.Headers.TryAddWithoutValidation("Accept", Browser);
        var response = await app.CreatePlainClient().SendAsync(request, Stop);
        Assert.Equal((status, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return await response.Content.ReadAsStringAsync(Stop);
    }

    private static ErrorReport OfDiagnostics(string root) => ErrorReport.OfDiagnostics(ErrorReport.CompileError, new SourceFolder(root),
    [
        new RouteDiagnostic("CS0168", RouteDiagnosticSeverity.Warning, "api/x.cs", 1, 1, "Not used."),
        new RouteDiagnostic("CS0103", RouteDiagnosticSeverity.Error, "api/x.cs", 2, 5, "No such name."),
    ]);
}
