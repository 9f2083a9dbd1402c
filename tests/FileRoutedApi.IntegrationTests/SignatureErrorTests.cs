namespace FileRoutedApi.IntegrationTests;

/// <summary>Functions whose parameters cannot be bound, or whose attributes have no effect, stop the start.</summary>
public class SignatureErrorTests
{
    private const string Socket = "using System.Net.WebSockets;\n";

    /// <summary>The file, its text, the diagnostic with its place, and a part of the message.</summary>
    public static TheoryData<string, string, string, string> Errors { get; } = new()
    {
        {
            "api/a.cs",
            """
            string GET(Body a, Body b) => "";
            record Body(string A);
            """,
            "FRA2016 api/a.cs(1,17)",
            "'a' and 'b' would be read from the body"
        },
        { "api/b.cs", "void POST(in DateTime when, ApiResponse res) => res.End();", "FRA2016 api/b.cs(1,6)", "when" },
        {
            "api/c/[id].cs",
            "string GET(string[] id) => id[0];",
            "FRA2016 api/c/[id].cs(1,21)",
            "'[id]' is one segment, but 'id' is an array"
        },
        {
            "api/d/[...slug].cs",
            """
            string GET([AsParameters] Query query) => query.Slug[0];
            record Query(string[] Slug);
            """,
            "FRA2016 api/d/[...slug].cs(1,8)",
            "Write [FromCatchAll] before it"
        },
        {
            "api/n/[...rest].cs",
            "void GET(IEnumerable<string> rest) { }",
            "FRA2016 api/n/[...rest].cs(1,30)",
            "Write [FromCatchAll] before it"
        },
        { "api/s1.cs", "async Task SOCKET(CancellationToken stop) { }", "FRA2016 api/s1.cs(1,12)", "it has no parameter for the WebSocket" },
        { "api/s2.cs", Socket + "void SOCKET(WebSocket socket) { }", "FRA2016 api/s2.cs(2,6)", "it returns 'void'" },
        { "api/s3.cs", Socket + "async Task<int> SOCKET(WebSocket socket) => 1;", "FRA2016 api/s3.cs(2,17)", "it returns 'Task<int>'" },
        {
            "api/s4.cs",
            Socket + "Task SOCKET(WebSocket socket, ApiResponse res) => Task.CompletedTask;",
            "FRA2016 api/s4.cs(2,43)",
            "'res' writes a response"
        },
        {
            "api/s5.cs",
            Socket + "Task SOCKET(WebSocket socket, [Microsoft.AspNetCore.Mvc.FromBody] string text) => Task.CompletedTask;",
            "FRA2016 api/s5.cs(2,74)",
            "'text' is read from a body"
        },
        {
            "api/s6.cs",
            Socket + "Task SOCKET(WebSocket socket, Body body) => Task.CompletedTask;\nrecord Body(string A);",
            "FRA2016 api/s6.cs(2,36)",
            "body"
        },
        {
            "api/s7.cs",
            Socket + "[Microsoft.AspNetCore.Http.Timeouts.RequestTimeout(100)]\nTask SOCKET(WebSocket socket) => Task.CompletedTask;",
            "FRA2016 api/s7.cs(3,6)",
            "[RequestTimeout] applies to responses"
        },
        {
            "api/s8.cs",
            Socket + "Task GET(WebSocket socket) => Task.CompletedTask;",
            "FRA2016 api/s8.cs(2,20)",
            "which only the function 'SOCKET' receives"
        },
        {
            "api/e.cs",
            "string GET([FromCatchAll] string[] slug) => slug[0];",
            "FRA2016 api/e.cs(1,36)",
            "the route has no catch-all 'slug' for 'slug'"
        },
        {
            "api/f.cs",
            """
            var config = new RouteConfig { Api = { BodyParser = false } };
            void POST(ApiRequest<string> req, ApiResponse res) => res.End();
            """,
            "FRA2016 api/f.cs(2,6)",
            "'ApiRequest<String>' needs the body parser"
        },
        {
            "api/g.cs",
            """
            string GET(Missing missing) => "";
            class Missing;
            """,
            "FRA2016 api/g.cs(1,20)",
            "no service of type 'Missing' is registered for 'missing'"
        },
        {
            "api/h.cs",
            """
            [HttpMethods("GIT")]
            void Handler(ApiResponse res) => res.End();
            """,
            "FRA2016 api/h.cs(2,6)",
            "[HttpMethods] names 'GIT'"
        },
        {
            "api/i.cs",
            """
            [HttpMethods("GET")]
            void GET(ApiResponse res) => res.End();
            """,
            "FRA2016 api/i.cs(2,6)",
            "[HttpMethods] belongs on 'Handler'"
        },
        {
            "api/j.cs",
            """
            using Microsoft.AspNetCore.Mvc;
            [HttpGet("/x")]
            void GET(ApiResponse res) => res.End();
            """,
            "FRA2016 api/j.cs(3,6)",
            "[HttpGet] has no effect here"
        },
        {
            "api/k.cs",
            """
            using Microsoft.AspNetCore.Mvc;
            [ResponseCache(Duration = 5)]
            void GET(ApiResponse res) => res.End();
            """,
            "FRA2016 api/k.cs(3,6)",
            "[ResponseCache] is a filter of MVC controllers"
        },
        {
            "api/l.cs",
            """
            using Microsoft.AspNetCore.Routing;
            [EndpointName("same")]
            void GET(ApiResponse res) => res.End();
            [EndpointName("same")]
            void POST(ApiResponse res) => res.End();
            """,
            "FRA2021 api/l.cs(5,6)",
            "A function of 'api/l.cs' already has the name 'same'"
        },
        {
            "api/m.cs",
            "void DELETE(ApiRequest<string> req, Stream body) { }",
            "FRA2016 api/m.cs(1,6)",
            "'ApiRequest<String>' reads the body, and another parameter does too"
        },
        {
            "api/m.cs",
            "void POST(ApiRequest<string> req, ApiRequest<int> other) { }",
            "FRA2016 api/m.cs(1,6)",
            "'ApiRequest<String>' reads the body, and another parameter does too"
        },
        {
            "api/m.cs",
            """
            void PUT(ApiRequest<string> req, Other other) { }
            record Other(int A);
            """,
            "FRA2016 api/m.cs(1,6)",
            "'ApiRequest<String>' reads the body, and another parameter does too"
        },
        {
            "api/m.cs",
            """
            void PATCH(ApiRequest<IThing> req) { }
            interface IThing;
            """,
            "FRA2016 api/m.cs(1,6)",
            "'IThing' is an interface"
        },
        {
            "api/o.cs",
            """
            using Microsoft.AspNetCore.Mvc;
            void POST([AsParameters] Outer outer) { }
            record Outer([FromForm] Inner text);
            record Inner(string A);
            """,
            "FRA2016 api/o.cs(2,6)",
            "'text' is a form and a member of a type with [AsParameters]"
        },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task An_error_stops_the_start_and_names_the_function(string path, string text, string place, string message)
    {
        using var folder = new TempFolder((path, text));

        var diagnostic = Assert.Single(await FindAsync(folder));

        Assert.Equal(place, PlaceOf(diagnostic));
        Assert.Contains(message, diagnostic.Message, StringComparison.Ordinal);
    }

    /// <summary>The text of a file of pages, the diagnostic with its place, and a part of the message.</summary>
    public static TheoryData<string, string, string, string> PageErrors { get; } = new()
    {
        { "app/page.cs", "string Page() => \"x\";", "FRA2016 app/page.cs(1,8)", "Html Page()" },
        { "app/page.cs", "Html Page(Html children) => children;", "FRA2016 app/page.cs(1,16)", "children" },
        { "app/page.cs", "Html Page(Exception exception) => $\"\";", "FRA2016 app/page.cs(1,21)", "exception" },
        { "app/page.cs", "Html Page(System.Text.Rune[][] what) => $\"\";", "FRA2016 app/page.cs(1,32)", "what" },
        { "app/page.cs", "string Metadata() => \"x\"; Html Page() => $\"\";", "FRA2016 app/page.cs(1,8)", "Return a 'PageMetadata'" },
        { "app/a/layout.cs", "Html Layout() => $\"\";", "FRA2016 app/a/layout.cs(1,6)", "Take the parameter 'Html children'" },
        { "app/a/layout.cs", "string Layout(Html children) => \"\";", "FRA2016 app/a/layout.cs(1,8)", "a layout returns 'Html'" },
        { "app/page.cs", "string[] StaticParams() => []; Html Page() => $\"\";", "FRA2033 app/page.cs(1,10)", "has no parameter" },
        { "app/[a]/page.cs", "string StaticParams() => \"x\"; Html Page() => $\"\";", "FRA2033 app/[a]/page.cs(1,8)", "returns 'String'" },
    };

    [Theory]
    [MemberData(nameof(PageErrors))]
    public async Task An_error_in_a_page_or_layout_stops_the_start(string path, string text, string place, string message)
    {
        using var folder = new TempFolder(
            ("api/x.cs", TempFolder.Handler),
            ("app/layout.cs", "Html Layout(Html children) => $\"<html><body>{children}</body></html>\";\n"),
            (path, text));

        var diagnostic = Assert.Single(await FindAsync(folder));

        Assert.Equal(place, PlaceOf(diagnostic));
        Assert.Contains(message, diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_errors_of_all_files_are_reported_together()
    {
        using var folder = new TempFolder(
            ("api/g.cs", "string GET(Missing missing) => \"\";\nclass Missing;\n"),
            ("api/m.cs", """
                void DELETE(ApiRequest<string> req, Stream body) { }
                void POST(ApiRequest<string> req, ApiRequest<int> other) { }
                """));

        Assert.Equal(
            ["FRA2016 api/g.cs(1,20)", "FRA2016 api/m.cs(1,6)", "FRA2016 api/m.cs(2,6)"],
            (await FindAsync(folder)).Select(PlaceOf));
    }

    private static async Task<IReadOnlyList<RouteDiagnostic>> FindAsync(TempFolder folder) =>
        (await Assert.ThrowsAsync<FileRoutesException>(() => TestApp.StartAsync(
            folder, compile: true, map: app => app.MapFileRoutes()))).Diagnostics;

    private static string PlaceOf(RouteDiagnostic diagnostic) =>
        $"{diagnostic.Id} {diagnostic.File}({diagnostic.Line},{diagnostic.Column})";
}
