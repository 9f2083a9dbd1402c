using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.IntegrationTests;

/// <summary>How an application sets the shape of its errors, and that the OpenAPI document matches.</summary>
public class ErrorShapeTests
{
    private const string Route = """
        using FluentValidation;
        using Microsoft.AspNetCore.Authorization;

        object POST(Item item) => "reached";
        object GET(int id) => throw new ApiException(409, "Taken");
        object DELETE() => throw new InvalidOperationException("a secret");
        record Item(string Name);
        class ItemValidator : AbstractValidator<Item> { public ItemValidator() => RuleFor(item => item.Name).NotEmpty(); }
        """;

    private const string Writer = """
        using System.Text.Json;
        using Microsoft.AspNetCore.Mvc;

        [Produces("application/json", Type = typeof(Failure))]
        public sealed class Failures : IProblemDetailsWriter
        {
            public bool CanWrite(ProblemDetailsContext context) => true;

            public async ValueTask WriteAsync(ProblemDetailsContext context) => await context.HttpContext.Response.WriteAsJsonAsync(
                new Failure(
                    (context.ProblemDetails as HttpValidationProblemDetails)?.Errors ?? new Dictionary<string, string[]>
                    {
                        ["body"] = [context.ProblemDetails.Title ?? ""],
                    }));
        }

        public sealed record Failure(IDictionary<string, string[]> Errors);
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POST", "/api/items", """{"name":""}""", 400, """{"errors":{"name":["'Name' must not be empty."]}}""")]
    [InlineData("POST", "/api/items", "{", 400, """{"errors":{"body":["Invalid JSON"]}}""")]
    [InlineData("GET", "/api/items?id=x", null, 400, """{"errors":{"body":["Bad Request"]}}""")]
    [InlineData("GET", "/api/items?id=1", null, 409, """{"errors":{"body":["Taken"]}}""")]
    [InlineData("DELETE", "/api/items", null, 500, """{"errors":{"body":["Internal Server Error"]}}""")]
    [InlineData("PUT", "/api/items", null, 405, """{"errors":{"body":["Method Not Allowed"]}}""")]
    [InlineData("GET", "/nothing", null, 404, """{"errors":{"body":["Not Found"]}}""")]
    public async Task A_writer_of_the_application_writes_every_error(string method, string path, string? body, int status, string expected)
    {
        using var app = new FolderApp(new TempFolder(
            ("api/items.cs", Route),
            ("api/_lib/failures.cs", Writer),
            ("api/_startup.cs", """
                void Services(IServiceCollection services, IConfiguration configuration) =>
                    services.AddSingleton<IProblemDetailsWriter, Failures>();
                """)),
            environment: "Production");

        Assert.Equal((status, expected), await SendAsync(app.CreatePlainClient(), method, path, body));
    }

    [Fact]
    public async Task The_document_follows_the_writer()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/items.cs", Route),
            ("api/_lib/failures.cs", Writer),
            ("api/_startup.cs", """
                void Services(IServiceCollection services, IConfiguration configuration) =>
                    services.AddSingleton<IProblemDetailsWriter, Failures>();
                """)));

        Assert.Equal("application/json #/components/schemas/Failure", await ErrorInDocumentAsync(app, 400));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_order_of_registration_does_not_matter_in_an_embedding_application(bool before)
    {
        using var folder = new TempFolder(("api/items.cs", Route));
        void Register(WebApplicationBuilder builder)
        {
            builder.Services.AddProblemDetails();
            builder.Services.AddSingleton<IProblemDetailsWriter, TextWriter>();
        }

        await using var app = await TestApp.StartAsync(
            folder, compile: true, map: app => app.MapFileRoutes(), services: before ? Register : null, after: before ? null : Register);

        Assert.Equal((409, "own"), await SendAsync(app.GetTestClient(), "GET", "/api/items?id=1", null));
    }

    [Theory]
    [InlineData("POST", """{"name":""}""", 422)]
    [InlineData("GET", null, 418)]
    public async Task CustomizeProblemDetails_changes_every_error(string method, string? body, int status)
    {
        using var app = new FolderApp(new TempFolder(("api/items.cs", Route), ("api/_startup.cs", """
            void Services(IServiceCollection services, IConfiguration configuration) =>
                services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
                {
                    var status = context.ProblemDetails is HttpValidationProblemDetails ? 422 : 418;
                    context.ProblemDetails.Extensions["service"] = "items";
                    context.ProblemDetails.Status = context.HttpContext.Response.StatusCode = status;
                });
            """)));
        using var client = app.CreatePlainClient();

        var (actual, text) = await SendAsync(client, method, "/api/items?id=1", body);

        Assert.Equal(
            (status, status, "items"),
            (actual, JsonElement.Parse(text).GetProperty("status").GetInt32(), JsonElement.Parse(text).GetProperty("service").GetString()));
    }

    [Fact]
    public async Task The_reason_phrase_matches_the_status()
    {
        using var app = new FolderApp(new TempFolder(("api/items.cs", Route), ("api/_startup.cs", """
            void Services(IServiceCollection services, IConfiguration configuration) =>
                services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
                    context.ProblemDetails.Status = context.HttpContext.Response.StatusCode = 422);
            """)), environment: "Production", kestrel: true);
        using var client = app.CreatePlainClient();

        var response = await client.PostAsync("/api/items", new StringContent("{", Encoding.UTF8, "application/json"), Stop);

        Assert.Equal((422, "Unprocessable Entity"), ((int)response.StatusCode, response.ReasonPhrase));
    }

    [Theory]
    [InlineData("422", 422)]
    [InlineData("400", 400)]
    public async Task The_status_of_failed_validation_is_a_setting(string setting, int status)
    {
        using var app = new FolderApp(new TempFolder(("api/items.cs", Route), ("api/thrown.cs", """
            using FluentValidation;
            object POST() => throw new ValidationException([new("Name", "no")]);
            """)), [("FileRoutes:ValidationStatus", setting)]);
        using var client = app.CreatePlainClient();

        Assert.Equal(status, (await SendAsync(client, "POST", "/api/items", """{"name":""}""")).Status);
        Assert.Equal(status, (await SendAsync(client, "POST", "/api/thrown", null)).Status);
        Assert.Equal(400, (await SendAsync(client, "POST", "/api/items", "{")).Status);
        Assert.Equal("application/problem+json #/components/schemas/HttpValidationProblemDetails", await ErrorInDocumentAsync(app, status));
        Assert.StartsWith("application/problem+json ", await ErrorInDocumentAsync(app, 400), StringComparison.Ordinal);
    }

    [Fact]
    public void FRA3002_the_status_of_failed_validation_is_one_of_two()
    {
        using var app = new FolderApp(new TempFolder(("api/items.cs", Route)), [("FileRoutes:ValidationStatus", "200")]);

        var found = Assert.Single(Assert.Throws<FileRoutesException>(() => app.CreatePlainClient()).Diagnostics);

        Assert.Equal("error FRA3002: The setting 'FileRoutes:ValidationStatus' is '200'. Write 400 or 422.", found.ToString());
    }

    [Theory]
    [InlineData("""
        Failure Handler(ApiException problem) => new(problem.Message);
        record Failure(string Error);
        """, "application/json #/components/schemas/Failure")]
    [InlineData(
        """
        using Microsoft.AspNetCore.Mvc;
        [ProducesResponseType<Failure>(400, "application/vnd.error+json")]
        IResult Handler(ApiException problem) => Results.Json(new Failure(problem.Message), contentType: "application/vnd.error+json");
        record Failure(string Error);
        """,
        "application/vnd.error+json #/components/schemas/Failure")]
    [InlineData("void Handler(ApiException problem, ApiResponse res) => res.End(problem.Message);\n", "text/plain string")]
    [InlineData(
        "string Handler(Exception exception) => \"failed\";\n",
        "application/problem+json #/components/schemas/HttpValidationProblemDetails")]
    public async Task The_document_follows_the_error_file(string error, string expected)
    {
        using var app = new FolderApp(new TempFolder(("api/items.cs", Route), ("api/_error.cs", error)));

        Assert.Equal(expected, await ErrorInDocumentAsync(app, 400));
    }

    [Theory]
    [InlineData("api/a.cs", "object GET(ApiException problem) => 1;\n")]
    [InlineData("api/_404.cs", "object Handler(ApiException problem) => 1;\n")]
    public void FRA2016_only_an_error_file_takes_an_ApiException(string file, string text)
    {
        using var app = new FolderApp(new TempFolder((file, text), ("api/b.cs", TempFolder.Handler)));

        var found = Assert.Single(Assert.Throws<FileRoutesException>(() => app.CreatePlainClient()).Diagnostics);

        Assert.Equal(("FRA2016", file), (found.Id, found.File));
        Assert.Contains(
            "'problem' is of type ApiException, which only the function in '_error.cs' or 'error.cs' receives",
            found.Message,
            StringComparison.Ordinal);
    }

    private static async Task<string> ErrorInDocumentAsync(FolderApp app, int status)
    {
        using var client = app.CreatePlainClient();
        var document = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json", Stop)).RootElement;
        var content = document.GetProperty("paths")
            .GetProperty("/api/items")
            .GetProperty("post")
            .GetProperty("responses")
            .GetProperty($"{status}")
            .GetProperty("content")
            .EnumerateObject()
            .Single();
        var schema = content.Value.GetProperty("schema");
        return $"{content.Name} {(schema.TryGetProperty("$ref", out var reference) ? reference : schema.GetProperty("type"))}";
    }

    private static async Task<(int Status, string Text)> SendAsync(HttpClient client, string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        var response = await client.SendAsync(request, Stop);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop));
    }

    private sealed class TextWriter : IProblemDetailsWriter
    {
        public bool CanWrite(ProblemDetailsContext context) => true;

        public async ValueTask WriteAsync(ProblemDetailsContext context) => await context.HttpContext.Response.WriteAsync("own");
    }
}
