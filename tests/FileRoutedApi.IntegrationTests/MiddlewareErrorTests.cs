using System.Net;
using Microsoft.AspNetCore.Builder;

namespace FileRoutedApi.IntegrationTests;

/// <summary>Invalid configurations of folders and files, and warnings and errors of middleware.</summary>
public class MiddlewareErrorTests
{
    private const string Mark = MiddlewareTests.Mark;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("api/_middleware.cs", "int x = 1;\n", "FRA2024")]
    [InlineData("api/_middleware.cs", "void Handler(ApiRequest req, ApiResponse res) { }\n", "FRA2003")]
    [InlineData("api/_middleware.cs", "void middleware(ApiRequest req, ApiResponse res) { }\n", "FRA2003")]
    [InlineData("api/_404.cs", "void GET() { }\n", "FRA2003")]
    [InlineData("api/_middleware.cs", "void Middleware(HttpContext context, RequestDelegate next) { }\n", "FRA2016")]
    [InlineData("api/_middleware.cs", "void Middleware(HttpContext context) { }\n", "FRA2016")]
    [InlineData("api/_middleware.cs", "int Middleware(ApiRequest req, ApiResponse res) => 1;\n", "FRA2016")]
    [InlineData("api/_middleware.cs", "void Middleware(ApiRequest req, ApiResponse res, Uri missing) { }\n", "FRA2016")]
    [InlineData("api/_middleware.cs", "async void Middleware(ApiRequest req, ApiResponse res) => await Task.Yield();\n", "FRA2004")]
    [InlineData("api/_middleware.cs", "var config = new MiddlewareConfig { Matcher = [\"api\"] };\n", "FRA2025")]
    [InlineData("api/_middleware.cs", "var config = new MiddlewareConfig { Matcher = [\"/api/(\"] };\n", "FRA2025")]
    [InlineData("api/_middleware.cs", "var config = new MiddlewareConfig { Matcher = [\"/api/admin/*\"] };\n", "FRA2025")]
    [InlineData("api/_middleware.cs", "var config = new MiddlewareConfig { Matcher = [\"/api/{a}\"] };\n", "FRA2025")]
    [InlineData("api/_middleware.cs", "var config = new MiddlewareConfig { Matcher = [\"/admin/:path*\"] };\n", "FRA2025")]
    [InlineData("api/a.cs", "var config = new RouteConfig { RateLimit = { Window = 1 } };\nint GET() => 1;\n", "FRA2025")]
    [InlineData("api/a.cs", "var config = new RouteConfig { RateLimit = { By = RateLimitBy.User } };\nint GET() => 1;\n", "FRA2025")]
    [InlineData("api/a.cs", "var config = new RouteConfig { Tags = [\"a\"] };\nint GET() => 1;\n", "FRA2025")]
    [InlineData("api/a.cs", "var config = new RouteConfig { Cache = { Authenticated = true } };\nint GET() => 1;\n", "FRA2025")]
    [InlineData("api/a.cs", """
        var config = new RouteConfig { Revalidate = 1 };
        [Filter] int GET() => 1;
        class FilterAttribute : Attribute, IEndpointFilter
        {
            public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) => next(context);
        }
        """, "FRA2016")]
    [InlineData("api/_middleware.cs", "var config = new MiddlewareConfig { Matcher = [\"/api/:\"] };\n", "FRA2025")]
    [InlineData("api/_middleware.cs", "var config = new MiddlewareConfig { Matcher = [new() { Methods = [\"get\"] }] };\n", "FRA2025")]
    [InlineData("api/_middleware.cs", """
        var config = new MiddlewareConfig { Matcher = [new() { Has = [MatcherCondition.Header("a", "(")] }] };
        """, "FRA2025")]
    [InlineData("api/_middleware.cs", "var config = new MiddlewareConfig { Matcher = [\"/api/:a(.)((?<=x).*)\"] };\n", "FRA2025")]
    [InlineData("api/_middleware.cs", """
        var config = new MiddlewareConfig { Matcher = [new() { Has = [MatcherCondition.Header("a", "(?>a+)b")] }] };
        """, "FRA2025")]
    [InlineData("api/_middleware.cs", """
        var config = new MiddlewareConfig { Matcher = [new() { Missing = [MatcherCondition.Query("a", "(.)\\1")] }] };
        """, "FRA2025")]
    [InlineData("api/_middleware.cs", """
        var config = new MiddlewareConfig { Cors = { Origins = ["*"], Credentials = true } };
        """, "FRA2025")]
    [InlineData("api/a.cs", """
        var config = new RouteConfig { Cors = { Origins = ["*"], Credentials = true } };
        int GET() => 1;
        """, "FRA2025")]
    [InlineData("api/a.cs", "var config = new RouteConfig { Cors = \"https://a.example/\" };\nint GET() => 1;\n", "FRA2025")]
    [InlineData("api/a.cs", "var config = new RouteConfig { Cors = { Credentials = true } };\nint GET() => 1;\n", "FRA2025")]
    [InlineData("api/a.cs", "var config = new RouteConfig { RateLimit = { Permits = 0 } };\nint GET() => 1;\n", "FRA2025")]
    [InlineData("api/a.cs", "var config = new RouteConfig { RateLimit = { Permits = 1, Window = 0 } };\nint GET() => 1;\n", "FRA2025")]
    [InlineData("api/a.cs", "var config = new RouteConfig { Revalidate = true };\nint GET() => 1;\n", "FRA2025")]
    [InlineData("api/a.cs", "var config = new RouteConfig { Revalidate = -1 };\nint GET() => 1;\n", "FRA2025")]
    [InlineData("api/a.cs", "var config = new RouteConfig { Revalidate = 60 };\nint POST() => 1;\n", "FRA2025")]
    [InlineData("api/a.cs", "var config = new RouteConfig { Revalidate = 1, Tags = [\"\"] };\nint GET() => 1;\n", "FRA2025")]
    [InlineData("api/a.cs", "var config = new RouteConfig { Revalidate = 1, Cache = { Statuses = [99] } };\nint GET() => 1;\n", "FRA2025")]
    [InlineData("api/(g)/_404.cs", "void Handler(ApiRequest req, ApiResponse res) { }\n", "FRA1022")]
    [InlineData("api/[...all]/_middleware.cs", Mark, "FRA1001")]
    [InlineData("api/_middleware.csx", Mark, "FRA1021")]
    public async Task Invalid_files_and_configurations_are_diagnostics(string file, string text, string id)
    {
        using var app = new FolderApp(new TempFolder(("api/x.cs", TempFolder.Handler), ("api/_middleware.cs", Mark), (file, text)));

        var exception = await Assert.ThrowsAsync<FileRoutesException>(() => app.CreatePlainClient().GetAsync("/api/x", Stop));

        var diagnostic = Assert.Single(exception.Diagnostics, diagnostic => diagnostic.Severity == RouteDiagnosticSeverity.Error);
        Assert.Equal((id, file), (diagnostic.Id, diagnostic.File));
    }

    [Theory]
    [InlineData("api/_middleware.cs", Mark)]
    [InlineData("api/x.cs", "var config = new RouteConfig { Cors = \"https://a.example\" };\nint GET() => 1;\n")]
    [InlineData("api/_middleware.cs", "var config = new MiddlewareConfig { RateLimit = { Permits = 1 } };\n")]
    public async Task FRA3028_middleware_is_missing_in_the_embedding_application(string file, string text)
    {
        using var folder = new TempFolder(("api/x.cs", TempFolder.Handler), (file, text));

        var exception = await Assert.ThrowsAsync<FileRoutesException>(() => TestApp.StartAsync(
            folder, compile: true, map: app => app.MapFileRoutes()));
        var grouped = await Assert.ThrowsAsync<FileRoutesException>(() => TestApp.StartAsync(folder, compile: true, map: app =>
        {
            app.UseFileRoutes();
            app.MapGroup("/v1").MapFileRoutes();
        }));

        Assert.Equal(["FRA3028", "FRA3028"], exception.Diagnostics.Concat(grouped.Diagnostics).Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public async Task A_response_after_a_stream_is_logged_and_discarded()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_middleware.cs", """
                async Task Middleware(ApiRequest req, ApiResponse res, Next next) { await next(); res.Json("second"); }
                """),
            ("api/x.cs", "async Task Handler(ApiRequest req, ApiResponse res) => await res.WriteAsync(\"first\");\n")));
        using var client = app.CreatePlainClient();

        Assert.Equal("first", await client.GetStringAsync("/api/x", Stop));
        await app.Logs.WaitForAsync("The middleware sent a response after another one had been sent");
    }

    [Fact]
    public async Task A_middleware_that_neither_responds_nor_calls_next_logs_a_warning()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_middleware.cs", "Task Middleware(ApiRequest req, ApiResponse res, Next next) => Task.CompletedTask;\n"),
            ("api/x.cs", TempFolder.Handler)));
        using var client = app.CreatePlainClient();

        Assert.Equal("", await client.GetStringAsync("/api/x", Stop));
        await app.Logs.WaitForAsync("without calling next");
    }

    [Fact]
    public async Task An_error_file_that_throws_results_in_the_default_response()
    {
        using var app = new FolderApp(
            new TempFolder(
                ("api/_error.cs", "void Handler(ApiRequest req, ApiResponse res) => throw new InvalidOperationException(\"second\");\n"),
                ("api/x.cs", "void Handler(ApiRequest req, ApiResponse res) => throw new InvalidOperationException(\"first\");\n")),
            environment: "Production");
        using var client = app.CreatePlainClient();

        var response = await client.GetAsync("/api/x", Stop);

        Assert.Equal(
            (HttpStatusCode.InternalServerError, "application/problem+json"),
            (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.DoesNotContain("first", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }
}
