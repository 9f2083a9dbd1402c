using FileRoutedApi.Modules;

namespace FileRoutedApi.Tests.Modules;

/// <summary>The mistakes in pages, layouts and route handlers that show in their text.</summary>
public class PageErrorTests
{
    private const string Layout = "Html Layout(Html children) => $\"<html><body>{children}</body></html>\";\n";

    [Theory]
    [InlineData("app/page.cs", "var metadata = new PageMetadata();\n")]
    [InlineData("app/page.cs", "Html Content() => $\"\";\n")]
    [InlineData("app/page.cs", "PageMetadata Metadata() => new();\n")]
    [InlineData("app/not-found.cs", "// nothing\n")]
    [InlineData("app/error.cs", "")]
    [InlineData("app/route.cs", "")]
    [InlineData("app/a/layout.cs", "Html Wrap(Html children) => children;\n")]
    public async Task FRA2001_a_file_has_its_function(string path, string text) => await ExpectAsync("FRA2001", 1, 1, path, text);

    [Theory]
    [InlineData("app/page.cs", "Html page() => $\"\";\n", 6)]
    [InlineData("app/page.cs", "Html Page() => $\"\"; string GET() => \"\";\n", 28)]
    [InlineData("app/page.cs", "Html Page() => $\"\"; Html Layout(Html children) => children;\n", 26)]
    [InlineData("app/page.cs", "Html Page() => $\"\"; PageMetadata metadata() => new();\n", 34)]
    [InlineData("app/a/layout.cs", "Html layout(Html children) => children;\n", 6)]
    [InlineData("app/not-found.cs", "void Handler(ApiRequest req, ApiResponse res) { }\n", 6)]
    [InlineData("app/route.cs", "string get() => \"\";\n", 8)]
    public async Task FRA2003_a_function_of_another_name_or_file_has_no_effect(string path, string text, int column) =>
        await ExpectAsync("FRA2003", 1, column, path, text);

    [Theory]
    [InlineData("app/page.cs", "var metadata = new { Title = \"x\" };\nHtml Page() => $\"\";\n", "PageMetadata")]
    [InlineData("app/page.cs", "var config = new MiddlewareConfig();\nHtml Page() => $\"\";\n", "RouteConfig")]
    [InlineData("app/a/layout.cs", "var config = new RouteConfig();\nHtml Layout(Html children) => children;\n", "no configuration")]
    public async Task FRA2015_a_variable_of_another_type_is_a_warning(string path, string text, string named)
    {
        var diagnostic = await ExpectAsync("FRA2015", 1, 1, path, text);

        Assert.Equal(RouteDiagnosticSeverity.Warning, diagnostic.Severity);
        Assert.Contains(named, diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Html Layout(Html children) => $\"<html>{children}</html>\";\n", "body")]
    [InlineData("Html Layout(Html children) => $\"<main>{children}</main>\";\n", "html")]
    [InlineData("Html Layout(Html children) => $\"\"\"\n    <BODY>{children}</BODY>\n    \"\"\";\n", "html")]
    public async Task FRA2030_a_root_layout_has_html_and_body(string text, string missing)
    {
        using var folder = new TestFolder(("app/layout.cs", text));

        await folder.LoadAsync();

        var diagnostic = Assert.Single(folder.Diagnostics);
        Assert.Equal(("FRA2030", "app/layout.cs", 1, 6), (diagnostic.Id, diagnostic.File, diagnostic.Line, diagnostic.Column));
        Assert.Contains($"<{missing}> is missing", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app/layout.cs", Layout)]
    [InlineData("app/layout.cs", "Html Layout(Html children) => $\"<HTML><Body class=\\\"a\\\">{children}</Body></HTML>\";\n")]
    [InlineData("app/layout.cs", "Html Layout(Html children) => children;\n")]
    [InlineData("app/(a)/layout.cs", Layout)]
    public async Task A_layout_with_a_document_or_without_markup_has_no_mistake(string path, string text)
    {
        using var folder = new TestFolder((path, text));

        var modules = await folder.LoadAsync();

        Assert.Empty(folder.Diagnostics);
        Assert.Equal(RouteExport.Layout, Assert.Single(Assert.Single(modules).Exports).Name);
    }

    [Fact]
    public async Task FRA2031_a_route_handler_has_no_Handler() =>
        await ExpectAsync("FRA2031", 1, 6, "app/route.cs", "void Handler(ApiRequest req, ApiResponse res) { }\nstring GET() => \"\";\n");

    [Fact]
    public async Task FRA2032_a_page_has_one_kind_of_metadata() => await ExpectAsync(
        "FRA2032", 2, 14, "app/page.cs", "var metadata = new PageMetadata();\nPageMetadata Metadata() => new();\nHtml Page() => $\"\";\n");

    [Fact]
    public async Task A_page_calls_Link_NotFound_and_Redirect_without_a_using_and_a_route_file_does_not_see_them()
    {
        const string page = "Html Page(bool a) => a ? NotFound() : Redirect(\"/\");\nHtml Other() => Link(\"/\", \"Home\");\n";
        using var folder = new TestFolder(
            ("app/layout.cs", Layout),
            ("app/page.cs", page),
            ("app/ui/Home.cs", "static class Home { public static Html Link() => Link(\"/\", \"Home\", prefetch: true); }\n".Replace("Html Link()", "Html Of()", StringComparison.Ordinal)),
            ("api/x.cs", "Html GET() => Link(\"/\", \"Home\");\n"));

        await folder.LoadAsync();

        var diagnostic = Assert.Single(folder.Diagnostics);
        Assert.Equal(("CS0103", "api/x.cs"), (diagnostic.Id, diagnostic.File));
    }

    private static async Task<RouteDiagnostic> ExpectAsync(string id, int line, int column, string path, string text)
    {
        using var folder = new TestFolder(("app/layout.cs", Layout), (path, text));

        await folder.LoadAsync();

        var diagnostic = Assert.Single(folder.Diagnostics);
        Assert.Equal((id, path, line, column), (diagnostic.Id, diagnostic.File, diagnostic.Line, diagnostic.Column));
        return diagnostic;
    }
}
