namespace FileRoutedApi.IntegrationTests;

/// <summary>The status of a result that a <c>_404.cs</c> or <c>_error.cs</c> returns, with and without a middleware function above it.</summary>
public class ErrorStatusTests
{
    private const string Conflict = "void Handler(ApiRequest req, ApiResponse res) => throw new ApiException(409, \"Taken\");\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("_404", "IResult Handler() => Results.Json(new { a = 1 });", 404, """{"a":1}""")]
    [InlineData("_404", "object Handler() => new { a = 1 };", 404, """{"a":1}""")]
    [InlineData("_404", "IResult Handler() => Results.Content(\"home\", \"text/html\", statusCode: 200);", 200, "home")]
    [InlineData("_404", "IResult Handler() => Results.Text(\"gone\", statusCode: 410);", 410, "gone")]
    [InlineData("_404", "async Task<IResult> Handler() { await Task.Yield(); return Results.Ok(1); }", 200, "1")]
    [InlineData("_error", "IResult Handler(ApiException problem) => Results.Json(new { a = 1 });", 409, """{"a":1}""")]
    [InlineData("_error", "object Handler(ApiException problem) => new { a = 1 };", 409, """{"a":1}""")]
    [InlineData("_error", "IResult Handler(ApiException problem) => Results.Ok(1);", 200, "1")]
    public async Task A_result_has_the_status_of_the_error_unless_it_sets_another(string name, string source, int status, string text)
    {
        foreach (var middleware in new[] { null, "Task Middleware(ApiRequest req, Next next) => next();\n" })
        {
            var files = new List<(string, string)> { ("api/a.cs", Conflict), ($"api/{name}.cs", source) };
            if (middleware is not null)
            {
                files.Add(("api/_middleware.cs", middleware));
            }

            using var app = new FolderApp(new TempFolder([.. files]));
            using var client = app.CreatePlainClient();
            using var response = await client.GetAsync(name == "_404" ? "/api/none" : "/api/a", Stop);

            Assert.Equal((status, text), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
        }
    }

    [Theory]
    [InlineData("_404", "IResult Handler(HttpContext context) => Results.Text($\"{context.Response.StatusCode}\");", 404)]
    [InlineData("_error", "IResult Handler(HttpContext context, ApiException problem) => Results.Text($\"{context.Response.StatusCode}\");", 409)]
    public async Task The_function_sees_the_status_of_the_error(string name, string source, int status)
    {
        using var app = new FolderApp(new TempFolder(("api/a.cs", Conflict), ($"api/{name}.cs", source)));
        using var client = app.CreatePlainClient();
        using var response = await client.GetAsync(name == "_404" ? "/api/none" : "/api/a", Stop);

        Assert.Equal((status, $"{status}"), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
    }

    [Theory]
    [InlineData("IResult GET() => null!;", 500)]
    [InlineData("Task<IResult> GET() => Task.FromResult<IResult>(null!);", 500)]
    [InlineData("object? GET() => null;", 200)]
    public async Task A_missing_result_is_an_error_and_a_missing_value_is_not(string source, int status)
    {
        foreach (var isBelow in new[] { false, true })
        {
            using var app = new FolderApp(new TempFolder(
                ("api/a.cs", source),
                (isBelow ? "api/_middleware.cs" : "api/b.cs", isBelow ? "Task Middleware(ApiRequest req, Next next) => next();\n" : TempFolder.Handler)));
            using var client = app.CreatePlainClient();

            Assert.Equal(status, (int)(await client.GetAsync("/api/a", Stop)).StatusCode);
        }
    }
}
