namespace FileRoutedApi.IntegrationTests.Exports;

/// <summary>What cannot be exported: each mistake with its place, all together, and nothing is written.</summary>
public class ExportErrorTests
{
    private const string Static = "var config = new RouteConfig { Dynamic = RouteDynamic.ForceStatic };\n";
    private const string Empty = "Html Page() => $\"\";\n";

    private static readonly (string, string) _layout = (
        "app/layout.cs", "Html Layout(Html children) => $\"<html><body>{children}</body></html>\";\n");

    /// <summary>A file, its text, the expected place and id, and a part of the message.</summary>
    public static TheoryData<string, string, string, string> Mistakes => new()
    {
        { "api/hello.cs", "string GET() => \"\";", "FRA3050 api/hello.cs(1,1)", "API Routes cannot be used with static exports." },
        { "api/hello.cs", TempFolder.Handler, "FRA3050 api/hello.cs(1,1)", "Move it to a route handler in 'app/'" },
        { "app/[id]/page.cs", Empty, "FRA3051 app/[id]/page.cs(1,6)", "needs the values of '[id]'" },
        { "app/[a]/x/[...b]/page.cs", Empty, "FRA3051 app/[a]/x/[...b]/page.cs(1,6)", "needs the values of '[a]/[...b]'" },
        { "app/[[...all]]/page.cs", Empty, "FRA3051 app/[[...all]]/page.cs(1,6)", "'IEnumerable<string> StaticParams()" },
        { "app/d/[id]/route.cs", Static + "string GET() => \"\";", "FRA3051 app/d/[id]/route.cs(2,8)", "needs the values of '[id]'" },
        {
            "app/x/page.cs", "var config = new RouteConfig { Dynamic = RouteDynamic.ForceDynamic };\n" + Empty,
            "FRA3052 app/x/page.cs(1,32)", "'Dynamic = RouteDynamic.ForceDynamic' renders for each request"
        },
        {
            "app/x/page.cs", "\nvar config = new RouteConfig { Revalidate = 0 };\n" + Empty,
            "FRA3052 app/x/page.cs(2,32)", "'Revalidate = 0' renders for each request"
        },
        {
            "app/d/route.cs", "var config = new RouteConfig { Dynamic = RouteDynamic.ForceDynamic };\nstring GET() => \"\";",
            "FRA3052 app/d/route.cs(1,32)", "ForceDynamic"
        },
        { "app/d/route.cs", "string GET() => \"\";", "FRA3052 app/d/route.cs(1,8)", "Dynamic = RouteDynamic.ForceStatic" },
        { "app/d/route.cs", Static + "string GET() => \"\";\nvoid POST() { }", "FRA3053 app/d/route.cs(3,6)", "'POST' cannot be exported" },
        { "app/d/route.cs", "void DELETE() { }", "FRA3053 app/d/route.cs(1,6)", "'DELETE' cannot be exported" },
        { "app/d/route.cs", "void HEAD() { }", "FRA3053 app/d/route.cs(1,6)", "'HEAD' cannot be exported" },
        {
            "app/admin/_middleware.cs", "Task Middleware(HttpContext context, RequestDelegate next) => next(context);",
            "FRA3054 app/admin/_middleware.cs(1,1)", "A static server runs no middleware"
        },
        { "app/_middleware.cs", "var config = new MiddlewareConfig { Cors = { Origins = [\"*\"] } };", "FRA3054 app/_middleware.cs(1,1)", "middleware" },
        { "app/x/page.cs", "Html Page(string? q) => $\"{q}\";", "FRA3055 app/x/page.cs(1,6)", "'q' (string) of 'Page' is read from the request" },
        { "app/x/page.cs", "using Microsoft.AspNetCore.Mvc;\nHtml Page([FromQuery] int page = 1) => $\"{page}\";", "FRA3055 app/x/page.cs(2,6)", "'page' (int)" },
        { "app/x/page.cs", "using Microsoft.AspNetCore.Mvc;\nHtml Page([FromHeader] string? accept) => $\"{accept}\";", "FRA3055 app/x/page.cs(2,6)", "'accept'" },
        { "app/x/page.cs", "Html Page(ApiRequest req) => $\"\";", "FRA3055 app/x/page.cs(1,6)", "'req' (ApiRequest)" },
        { "app/x/page.cs", "Html Page(ApiResponse res) => $\"\";", "FRA3055 app/x/page.cs(1,6)", "'res' (ApiResponse)" },
        { "app/x/page.cs", "Html Page(HttpContext context) => $\"\";", "FRA3055 app/x/page.cs(1,6)", "'context' (HttpContext)" },
        { "app/x/page.cs", "Html Page(HttpRequest request) => $\"\";", "FRA3055 app/x/page.cs(1,6)", "'request' (HttpRequest)" },
        { "app/x/page.cs", "Html Page(HttpResponse response) => $\"\";", "FRA3055 app/x/page.cs(1,6)", "'response' (HttpResponse)" },
        {
            "app/x/page.cs", "Html Page(System.Security.Claims.ClaimsPrincipal user) => $\"\";",
            "FRA3055 app/x/page.cs(1,6)", "'user' (ClaimsPrincipal)"
        },
        {
            "app/x/page.cs", "Html Page([AsParameters] Input input) => $\"\";\nrecord Input(IConfiguration Configuration, string? Q);",
            "FRA3055 app/x/page.cs(1,6)", "'Q' (string)"
        },
        {
            "app/x/page.cs", "PageMetadata Metadata(HttpContext context) => new();\n" + Empty,
            "FRA3055 app/x/page.cs(1,14)", "'context' (HttpContext) of 'Metadata'"
        },
        {
            "app/x/layout.cs", "Html Layout(Html children, string? tab) => $\"{children}\";",
            "FRA3055 app/x/layout.cs(1,6)", "'tab' (string) of 'Layout'"
        },
        {
            "app/x/layout.cs", "PageMetadata Metadata(HttpRequest request) => new();\nHtml Layout(Html children) => $\"{children}\";",
            "FRA3055 app/x/layout.cs(1,14)", "of 'Metadata'"
        },
        { "app/not-found.cs", "Html Page(HttpContext context) => $\"\";", "FRA3055 app/not-found.cs(1,6)", "'context'" },
        { "app/d/route.cs", Static + "string GET(string? q) => \"\";", "FRA3055 app/d/route.cs(2,8)", "'q' (string) of 'GET'" },
        {
            "app/d/[id]/route.cs", Static + "string[] StaticParams(string? q) => [];\nstring GET() => \"\";",
            "FRA3055 app/d/[id]/route.cs(2,10)", "of 'StaticParams'"
        },
        {
            "app/x/page.cs", "var config = new RouteConfig { Revalidate = 60, Cache = { Query = [\"q\"] } };\n" + Empty,
            "FRA3055 app/x/page.cs(1,59)", "'Cache.Query' makes the response depend on the request"
        },
        {
            "app/x/page.cs", "var config = new RouteConfig { Revalidate = 60, Cache = { Headers = [\"Accept-Language\"] } };\n" + Empty,
            "FRA3055 app/x/page.cs(1,59)", "'Cache.Headers'"
        },
        {
            "app/x/page.cs", "Html Page() => Redirect(\"/y\");",
            "FRA3056 app/x/page.cs(1,6)", "'/x' responds with status 307 and redirects to '/y'"
        },
        { "app/x/page.cs", "Html Page() => NotFound();", "FRA3056 app/x/page.cs(1,6)", "'/x' responds with status 404" },
        {
            "app/p/[id]/page.cs", "int[] StaticParams() => [1, 2];\nHtml Page(int id) => id == 1 ? $\"\" : NotFound();",
            "FRA3056 app/p/[id]/page.cs(2,6)", "'/p/2' responds with status 404"
        },
        {
            "app/p/[id]/page.cs", "string[] StaticParams() => [\"x\"];\nHtml Page(int id) => $\"{id}\";",
            "FRA3056 app/p/[id]/page.cs(2,6)", "'/p/x' responds with status 400"
        },
        {
            "app/x/page.cs", "\nHtml Page() => throw new InvalidOperationException(\"No data.\");",
            "FRA3056 app/x/page.cs(2,1)", "'/x' threw InvalidOperationException: No data. Fix the cause."
        },
        {
            "app/x/page.cs", "var config = new RouteConfig { Revalidate = 60 };\nHtml Page() => throw new InvalidOperationException(\"No data.\");",
            "FRA3056 app/x/page.cs(2,1)", "'/x' threw InvalidOperationException"
        },
        {
            "app/x/page.cs", """
                Html Page() => $"{Html.Each(Items(), item => $"<li>{item}</li>")}";

                async IAsyncEnumerable<int> Items()
                {
                    yield return 1;
                    await Task.Delay(1);
                    throw new InvalidOperationException("Lost.");
                }
                """,
            "FRA3056 app/x/page.cs(7,1)", "'/x' threw InvalidOperationException: Lost."
        },
        { "app/x/page.cs", "IResult Page() => Results.Text(\"x\");", "FRA3056 app/x/page.cs(1,9)", "responds with the content type 'text/plain" },
        { "app/d/route.cs", Static + "IResult GET() => Results.NotFound();", "FRA3056 app/d/route.cs(2,9)", "'/d' responds with status 404" },
        { "app/not-found.cs", "IResult Page() => Results.Content(\"\", \"text/html\", null, 410);", "FRA3056 app/not-found.cs(1,9)", "status 410" },
        {
            "app/p/[id]/page.cs", "string[] StaticParams() => [\"a\", \"A\"];\n" + Empty,
            "FRA3057 app/p/[id]/page.cs(2,6)", "'/p/A' and '/p/a' of 'app/p/[id]/page.cs' are both exported to 'p/A/index.html'"
        },
        {
            "app/p/[id]/page.cs", "string[] StaticParams() => [\"\\u00e9\", \"e\\u0301\"];\n" + Empty,
            "FRA3057 app/p/[id]/page.cs(2,6)", "are both exported to"
        },
        { "app/x/index.html/route.cs", Static + "string GET() => \"\";", "FRA3057", "index.html" },
        { "app/x/deep/page.cs", Empty, "FRA3057", "a name cannot be both a file and a folder" },
        { "app/site.css/route.cs", Static + "string GET() => \"\";", "FRA3057 app/site.css/route.cs(2,8)", "of 'public/site.css'" },
        {
            "app/p/[id]/page.cs", "string[] StaticParams() => throw new InvalidOperationException(\"No data.\");\n" + Empty,
            "FRA3058 app/p/[id]/page.cs(1,10)", "'StaticParams' threw InvalidOperationException: No data. Fix"
        },
        {
            "app/p/[id]/page.cs", "IEnumerable<int> StaticParams()\n{\n    yield return 1;\n    throw new FormatException(\"Half.\");\n}\n" + Empty,
            "FRA3058 app/p/[id]/page.cs(1,18)", "'StaticParams' threw FormatException: Half. Fix"
        },
        {
            "app/p/[a]/[b]/page.cs", "object[] StaticParams() => [new { a = 1 }];\n" + Empty,
            "FRA3058 app/p/[a]/[b]/page.cs(1,10)", "'StaticParams' returned an item without a value for 'b'."
        },
        { "app/p/[id]/page.cs", "string[] StaticParams() => [\"\"];\n" + Empty, "FRA3058 app/p/[id]/page.cs(1,10)", "without a value for 'id'" },
        {
            "app/p/[id]/page.cs", "string[] StaticParams() => null!;\n" + Empty,
            "FRA3058 app/p/[id]/page.cs(1,10)", "'StaticParams' returned null"
        },
        { "app/route.cs", Static + "string GET() => \"\";", "FRA3059 app/route.cs(2,8)", "'/' cannot be exported to a file: it has no name" },
    };

    /// <summary>Values that are not a valid file name, as C# literals.</summary>
    public static TheoryData<string> InvalidNames =>
    [
        "..", ".", "../..", "a/b", "a\\\\b", "a:b", "what?", "a*", "<b>", "a|b", "\\\"q\\\"", "dot.", "space ", "nul", "COM1.txt", "a\\u0000b", "a\\nb",
    ];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_reported_with_its_place_and_nothing_is_written(string path, string text, string expected, string message)
    {
        (string, string)[] others = path switch
        {
            "app/x/layout.cs" => [("app/x/page.cs", Empty)],
            "app/x/index.html/route.cs" => [("app/x/page.cs", Empty)],
            "app/x/deep/page.cs" => [("app/x/route.cs", Static + "string GET() => \"\";")],
            _ => [],
        };
        using var folder = new TempFolder([_layout, ("app/fine/page.cs", Empty), ("public/site.css", ""), .. others, (path, text)]);

        var diagnostic = Assert.Single(await ExportedSite.FailAsync(folder));

        Assert.StartsWith(expected, $"{diagnostic.Id} {diagnostic.File}({diagnostic.Line},{diagnostic.Column})", StringComparison.Ordinal);
        Assert.Contains(message, diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal(RouteDiagnosticSeverity.Error, diagnostic.Severity);
    }

    [Theory]
    [MemberData(nameof(InvalidNames))]
    public async Task FRA3059_a_value_that_is_not_a_file_name_is_reported(string value)
    {
        using var folder = new TempFolder(
            _layout, ("app/p/[id]/page.cs", $"string[] StaticParams() => [\"{value}\", \"fine\"];\n" + Empty));

        var diagnostic = Assert.Single(await ExportedSite.FailAsync(folder));

        Assert.Equal(("FRA3059", "app/p/[id]/page.cs", 2), (diagnostic.Id, diagnostic.File, diagnostic.Line));
        Assert.Contains("is not a file name on every system", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FRA3059_a_value_that_is_too_long_is_reported()
    {
        using var folder = new TempFolder(
            _layout, ("app/p/[id]/page.cs", "string[] StaticParams() => [new string('ü', 128)];\n" + Empty));

        var diagnostic = Assert.Single(await ExportedSite.FailAsync(folder));

        Assert.Equal("FRA3059", diagnostic.Id);
        Assert.Contains("longer than 255 bytes", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_mistakes_are_reported_together_in_the_order_of_the_files()
    {
        using var folder = new TempFolder(
            _layout,
            ("api/a.cs", TempFolder.Handler),
            ("app/[id]/page.cs", Empty),
            ("app/d/route.cs", "string GET(string? q) => \"\";\nvoid POST() { }"),
            ("app/m/_middleware.cs", "var config = new MiddlewareConfig { Cors = { Origins = [\"*\"] } };"),
            ("app/r/page.cs", "Html Page() => Redirect(\"/\");"),
            ("app/s/[id]/page.cs", "string[] StaticParams() => [\"?\"];\n" + Empty));

        var (exitCode, output, errors) = await HostProcess.RunAsync(folder.Root, "build", "--export", "site");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Equal(
            [
                "api/a.cs(1,1): error FRA3050", "app/[id]/page.cs(1,6): error FRA3051", "app/d/route.cs(1,8): error FRA3052",
                "app/d/route.cs(1,8): error FRA3055", "app/d/route.cs(2,6): error FRA3053", "app/m/_middleware.cs(1,1): error FRA3054",
                "app/r/page.cs(1,6): error FRA3056", "app/s/[id]/page.cs(2,6): error FRA3059",
            ],
            errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(':', line.Split(':')[..2])).Order());
        Assert.Equal(["api", "app"], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Files_that_need_a_server_can_be_left_out()
    {
        using var folder = new TempFolder(
            _layout,
            ("app/page.cs", Empty),
            ("api/a.cs", TempFolder.Handler),
            ("app/search/page.cs", "Html Page(string? q) => $\"{q}\";"),
            ("app/searches/page.cs", Empty),
            ("app/form/route.cs", "void POST() { }"));

        var (exitCode, _, errors) = await HostProcess.RunAsync(
            folder.Root, "build", "--export", "site", "--without", "api", "--without", "app/search/", "--without", "app/form/route.cs");

        Assert.Equal((0, ""), (exitCode, errors.Trim()));
        Assert.True(File.Exists(Path.Combine(folder.Root, "site/searches/index.html")));
        Assert.False(Directory.Exists(Path.Combine(folder.Root, "site/search")));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("app/pag")]
    [InlineData("page.cs")]
    public async Task FRA3060_a_path_without_a_file_cannot_be_left_out(string path)
    {
        using var folder = new TempFolder(_layout, ("app/page.cs", Empty));

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, "build", "--export", "site", "--without", path);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"error FRA3060: '--without {path}'", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_of_the_compiler_are_reported_as_by_build()
    {
        using var folder = new TempFolder(_layout, ("app/page.cs", "Html Page() => $\"{missing}\";"));

        Assert.Equal("CS0103", Assert.Single(await ExportedSite.FailAsync(folder)).Id);
    }

    [Fact]
    public async Task A_layout_without_an_exported_page_may_read_the_request()
    {
        using var folder = new TempFolder(
            _layout, ("app/page.cs", Empty), ("app/unused/layout.cs", "Html Layout(Html children, HttpContext context) => $\"{children}\";"));

        var site = await ExportedSite.CreateAsync(folder.Root);

        Assert.Contains("index.html", site.Names);
    }

    [Theory]
    [InlineData("string[] StaticParams() => [];\nstring GET() => \"\";", "FRA2033", "has no parameter")]
    [InlineData("string[] StaticParams() => [];", "FRA2001", "has no function that handles requests")]
    public async Task StaticParams_of_a_route_handler_are_checked(string text, string id, string message)
    {
        using var folder = new TempFolder(_layout, ("app/d/route.cs", Static + text));

        var diagnostic = Assert.Single(await ExportedSite.FailAsync(folder));

        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(message, diagnostic.Message, StringComparison.Ordinal);
    }
}
