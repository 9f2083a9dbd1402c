using System.Net;
using System.Text.Json;
using FileRoutedApi.Host.Settings;

[assembly: AssemblyFixture(typeof(FileRoutedApi.IntegrationTests.OpenApiTests.DocumentedApp))]

namespace FileRoutedApi.IntegrationTests;

/// <summary>The OpenAPI document: details for a folder of test cases, and the whole document for the samples.</summary>
public class OpenApiTests(OpenApiTests.DocumentedApp app) : IAsyncLifetime
{
    private JsonElement _document;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        using var client = app.CreatePlainClient();
        _document = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json", Stop)).RootElement;
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Every_route_is_in_the_document_with_its_methods_and_a_unique_name() => Assert.Equal(
        [
            "delete /api/chosen deleteChosen",
            "delete /api/items/{id} removeItem",
            "get /api/first getFirst",
            "get /api/guessed getGuessed",
            "get /api/items/{id} getItemsById",
            "get /api/items/{path}/{path2} getItemsByPathByPath2",
            "get /api/page getPage",
            "get /api/secret getSecret",
            "get /api/shop getShop",
            "get /api/shop/{slug} getShopBySlug",
            "get /api/size-limit getSizeLimit_*",
            "get /api/sizeLimit getSizeLimit_*",
            "get /api/{tenant}/users getByTenantUsers",
            "patch /api/guessed patchGuessed",
            "post /api/guessed postGuessed",
            "post /api/second postSecond",
            "post /api/secret postSecret",
            "post /api/upload postUpload",
            "put /api/chosen putChosen",
            "put /api/items/{id} putItemsById",
            "put /api/secret putSecret",
        ],
        Operations()
            .Select(operation =>
                $"{operation.Method} {operation.Path} {Stable(operation.Value.GetProperty("operationId").GetString()!)}")
            .Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("/api/secret", "get", "admin")]
    [InlineData("/api/{tenant}/users", "get", "users")]
    [InlineData("/api/items/{id}", "get", "items")]
    [InlineData("/api/items/{id}", "delete", "old")]
    [InlineData("/api/first", "get", "first")]
    public void The_first_folder_or_the_file_is_the_tag(string path, string method, string tag) =>
        Assert.Equal(tag, Operation(path, method).GetProperty("tags")[0].GetString());

    [Theory]
    [InlineData("/api/items/{id}", "get", "summary", "Finds an Item by its id.")]
    [InlineData("/api/items/{id}", "get", "description", "It is looked for once.")]
    [InlineData("/api/items/{id}", "get", "parameters.0.description", "Which one.")]
    [InlineData("/api/items/{id}", "get", "parameters.1.description", "What of it.")]
    [InlineData("/api/items/{id}", "get", "responses.200.description", "The item.")]
    [InlineData("/api/items/{id}", "get", "responses.404.description", "It is gone.")]
    [InlineData("/api/items/{id}", "put", "requestBody.description", "What it is now.")]
    [InlineData("/api/items/{id}", "delete", "summary", "Removes it.")]
    [InlineData("/api/items/{id}", "delete", "description", "For good.")]
    [InlineData("/api/second", "post", "summary", "Says who you are.")]
    [InlineData("/api/sizeLimit", "get", "summary", "GET /api/sizeLimit")]
    public void Comments_and_attributes_are_the_texts_of_the_document(string path, string method, string place, string text) =>
        Assert.Equal(text, At(Operation(path, method), place).GetString());

    [Theory]
    [InlineData("/api/items/{id}", "get", "200 400 404")]
    [InlineData("/api/items/{id}", "put", "200 400 413 415")]
    [InlineData("/api/items/{id}", "delete", "200 400 409")]
    [InlineData("/api/items/{path}/{path2}", "get", "200")]
    [InlineData("/api/secret", "get", "200 401 429")]
    [InlineData("/api/secret", "put", "200")]
    [InlineData("/api/second", "post", "201 400 413 415")]
    [InlineData("/api/guessed", "patch", "200 202 400 413")]
    [InlineData("/api/first", "get", "200")]
    public void The_document_lists_the_possible_responses(string path, string method, string statuses) =>
        Assert.Equal(
            statuses,
            string.Join(' ', Operation(path, method).GetProperty("responses").EnumerateObject().Select(response => response.Name)));

    [Theory]
    [InlineData("/api/items/{id}", "get", "id path true string uuid|fields query false string ")]
    [InlineData("/api/items/{path}/{path2}", "get", "path path true string |path2 path true string ")]
    [InlineData("/api/shop/{slug}", "get", "slug path true string ")]
    [InlineData("/api/{tenant}/users", "get", "tenant path true string ")]
    [InlineData("/api/page", "get", "page query false integer int32|sort query false  |X-Trace header false string ")]
    public void Parameters_have_a_place_and_a_type(string path, string method, string expected) =>
        Assert.Equal(
            expected,
            string.Join('|', Operation(path, method).GetProperty("parameters").EnumerateArray().Select(parameter => string.Join(
                ' ',
                parameter.GetProperty("name"),
                parameter.GetProperty("in"),
                parameter.TryGetProperty("required", out var required) && required.GetBoolean() ? "true" : "false",
                Text(parameter.GetProperty("schema"), "type"),
                Text(parameter.GetProperty("schema"), "format")))));

    [Theory]
    [InlineData("/api/first", "get", "responses.200", "FirstResponseData")]
    [InlineData("/api/second", "post", "responses.201", "SecondResponseData")]
    [InlineData("/api/second", "post", "requestBody", "RequestData")]
    [InlineData("/api/items/{id}", "put", "requestBody", "Item")]
    [InlineData("/api/page", "get", "responses.200", "PageOfRow")]
    [InlineData("/api/items/{id}", "put", "responses.400", "HttpValidationProblemDetails")]
    [InlineData("/api/items/{id}", "get", "responses.400", "ProblemDetails")]
    public void Types_with_the_same_name_have_separate_schemas(string path, string method, string place, string schema) => Assert.Equal(
        "#/components/schemas/" + schema,
        At(Operation(path, method), place).GetProperty("content")
            .EnumerateObject()
            .First().Value
            .GetProperty("schema")
            .GetProperty("$ref")
            .GetString());

    [Theory]
    [InlineData("description", "\"Something with a price.\"")]
    [InlineData("required", """["name","mail","tags"]""")]
    [InlineData(
        "properties.name", """{"maxLength":20,"minLength":2,"pattern":"^[A-Z]","type":"string","description":"What it is called."}""")]
    [InlineData("properties.price", """{"maximum":1000,"exclusiveMinimum":0,"type":"number","format":"double"}""")]
    [InlineData("properties.count", """{"maximum":10,"minimum":1,"type":"integer","format":"int32"}""")]
    [InlineData("properties.mail", """{"type":"string","format":"email"}""")]
    [InlineData("properties.tags", """{"minItems":1,"type":"array","items":{"minLength":2,"type":"string"}}""")]
    [InlineData("properties.conditional", """{"type":["null","string"]}""")]
    public void Rules_of_validators_are_keywords_of_the_schema(string place, string expected)
    {
        var actual = At(_document.GetProperty("components").GetProperty("schemas").GetProperty("Item"), place);

        Assert.Equal(Sorted(JsonDocument.Parse(expected).RootElement), Sorted(actual));
    }

    [Theory]
    [InlineData("/api/secret", "get", """[{"ApiKey":[]}]""")]
    [InlineData("/api/secret", "post", """[{"Session":[]},{"Bearer":[]}]""")]
    [InlineData("/api/secret", "put", "[]")]
    [InlineData("/api/first", "get", "[]")]
    public void The_document_lists_the_security_requirements(string path, string method, string expected) =>
        Assert.Equal(expected, JsonSerializer.Serialize(Operation(path, method).GetProperty("security")));

    [Theory]
    [InlineData("ApiKey", """{"type":"apiKey","name":"Authorization","in":"header"}""")]
    [InlineData("Session", """{"type":"apiKey","name":"sid","in":"cookie"}""")]
    [InlineData("Bearer", """{"type":"http","scheme":"bearer"}""")]
    public void The_document_has_the_authentication_schemes(string name, string expected) =>
        Assert.Equal(
            expected,
            JsonSerializer.Serialize(_document.GetProperty("components").GetProperty("securitySchemes").GetProperty(name)));

    [Fact]
    public void The_document_names_no_address_and_an_obsolete_function_is_deprecated()
    {
        Assert.Equal("""[{"url":"/"}]""", JsonSerializer.Serialize(_document.GetProperty("servers")));
        Assert.True(Operation("/api/items/{id}", "delete").GetProperty("deprecated").GetBoolean());
        Assert.Equal(
            "multipart/form-data",
            Operation("/api/upload", "post").GetProperty("requestBody").GetProperty("content").EnumerateObject().Single().Name);
        Assert.Equal("3.1.1", _document.GetProperty("openapi").GetString());
    }

    [Theory]
    [InlineData("examples", "")]
    [InlineData("todo", "samples/todo")]
    [InlineData("awkward", "tests/FileRoutedApi.IntegrationTests/Folders/awkward")]
    public async Task The_whole_document_is_the_approved_one(string name, string folder)
    {
        var approved = Path.Combine(ExampleApp.Repository, "tests/FileRoutedApi.IntegrationTests/Golden", $"{name}.openapi.json");

        var (exitCode, output, errors) = await HostCommands.OpenApiAsync(Path.Combine(ExampleApp.Repository, folder));

        // To approve a change, review it and replace the approved file with this one.
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, $"{name}.openapi.json"), output, Stop);
        Assert.Equal((0, ""), (exitCode, errors.Trim()));
        Assert.Equal((await File.ReadAllTextAsync(approved, Stop)).TrimEnd('\n'), output.TrimEnd('\n'));
    }

    [Fact]
    public async Task The_command_prints_the_bytes_that_a_server_sends()
    {
        await using var host = HostProcess.Start(ExampleApp.Repository, "dev", App.FolderOf("documented"), "--urls", "http://127.0.0.1:0");
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        var served = await client.GetStringAsync("/openapi/v1.json", Stop);

        var (_, printed, _) = await HostProcess.RunAsync(ExampleApp.Repository, "openapi", App.FolderOf("documented"));

        Assert.Equal(served, printed.TrimEnd('\n'));
    }

    [Theory]
    [InlineData("Development", null, 200, 200, 404)]
    [InlineData("Production", null, 200, 404, 404)]
    [InlineData("Production", "FileRoutes:OpenApi:SwaggerUI=true", 200, 200, 404)]
    [InlineData("Production", "FileRoutes:OpenApi:Scalar=true", 200, 404, 200)]
    [InlineData("Development", "FileRoutes:OpenApi:Scalar=true", 200, 200, 200)]
    [InlineData("Development", "FileRoutes:OpenApi:SwaggerUI=false", 200, 404, 404)]
    [InlineData("Development", "FileRoutes:OpenApi:Enabled=false", 404, 404, 404)]
    public async Task The_document_and_its_pages_can_be_turned_off(string environment, string? setting, int document, int swagger, int scalar)
    {
        using var app = new FolderApp(
            new TempFolder(("api/a.cs", TempFolder.Handler)),
            setting?.Split('=') is [var key, var value] ? [(key, value)] : [],
            environment: environment);
        using var client = app.CreatePlainClient();

        Assert.Equal((HttpStatusCode)document, (await client.GetAsync("/openapi/v1.json", Stop)).StatusCode);
        Assert.Equal((HttpStatusCode)swagger, (await client.GetAsync("/swagger/index.html", Stop)).StatusCode);
        Assert.Equal((HttpStatusCode)scalar, (await client.GetAsync("/scalar/", Stop)).StatusCode);
    }

    [Fact]
    public async Task The_pages_have_a_viewport_and_the_name_of_the_folder_as_their_title()
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));
        using var app = new FolderApp(folder, [("FileRoutes:OpenApi:Scalar", "true")], environment: "Development");
        using var client = app.CreatePlainClient();

        foreach (var path in new[] { "/swagger/index.html", "/scalar/" })
        {
            var page = await client.GetStringAsync(path, Stop);

            Assert.Contains($"<title>{Path.GetFileName(folder.Root)}</title>", page, StringComparison.Ordinal);
            Assert.Contains("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Scalar_loads_nothing_from_other_servers_whatever_the_policy_of_the_application_is()
    {
        using var app = new FolderApp(
            new TempFolder(
                ("api/a.cs", TempFolder.Handler),
                ("app/_middleware.cs", "var config = new MiddlewareConfig { Headers = { [\"Content-Security-Policy\"] = \"default-src 'self'\" } };")),
            [("FileRoutes:OpenApi:Scalar", "true")],
            environment: "Production");
        using var client = app.CreatePlainClient();

        var response = await client.GetAsync("/scalar/", Stop);

        var page = await response.Content.ReadAsStringAsync(Stop);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        var nonce = policy.Split("'nonce-")[1].Split('\'')[0];
        Assert.StartsWith("default-src 'self'; script-src 'self' 'nonce-", policy, StringComparison.Ordinal);
        Assert.Contains($"nonce=\"{nonce}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_without_its_document_is_an_error()
    {
        var settings = new HostSettings { OpenApi = { Enabled = false, Scalar = true, SwaggerUI = true } };

        Assert.Equal(["FRA3002", "FRA3002"], settings.FindMistakes().Select(mistake => mistake.Id));
    }

    [Fact]
    public async Task FRA3003_a_setting_of_the_document_is_known()
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));

        var (exitCode, _, errors) = await HostCommands.OpenApiAsync(folder.Root, "--FileRoutes:OpenApi:Titel=x");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("error FRA3003: The setting 'FileRoutes:OpenApi:Titel' is unknown.", errors, StringComparison.Ordinal);
    }

    private IEnumerable<(string Path, string Method, JsonElement Value)> Operations() => _document.GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject().Select(operation => (path.Name, operation.Name, operation.Value)));

    private JsonElement Operation(string path, string method) => _document.GetProperty("paths").GetProperty(path).GetProperty(method);

    private static JsonElement At(JsonElement element, string place) => place.Split('.').Aggregate(
        element,
        (current, name) => current.ValueKind == JsonValueKind.Array
            ? current[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)]
            : current.GetProperty(name));

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static string Stable(string operationId) =>
        operationId.Contains('_', StringComparison.Ordinal) ? operationId.Split('_')[0] + "_*" : operationId;

    private static string Sorted(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? "{" + string.Join(
            ',',
            element.EnumerateObject()
                .OrderBy(property => property.Name, StringComparer.Ordinal)
                .Select(property => $"{property.Name}:{Sorted(property.Value)}")) + "}"
        : element.GetRawText().Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);

    public sealed class DocumentedApp() : App(FolderOf("documented"), "Development", kestrel: false);
}
