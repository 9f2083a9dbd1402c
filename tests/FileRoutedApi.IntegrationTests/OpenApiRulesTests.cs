using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(FileRoutedApi.IntegrationTests.OpenApiRulesTests.AwkwardApp))]

namespace FileRoutedApi.IntegrationTests;

/// <summary>Rules, names and error responses in the OpenAPI document, and that the document is valid for unusual types.</summary>
public partial class OpenApiRulesTests(OpenApiRulesTests.AwkwardApp app) : IAsyncLifetime
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
    public void Every_component_has_a_valid_unique_name_and_every_reference_resolves()
    {
        var components = _document.GetProperty("components")
            .EnumerateObject()
            .SelectMany(kind => kind.Value.EnumerateObject().Select(component => $"#/components/{kind.Name}/{component.Name}"))
            .ToList();
        var references = References(_document).Distinct().ToList();

        Assert.All(components, component => Assert.Matches(@"^#/components/[a-zA-Z]+/[a-zA-Z0-9._-]+$", component));
        Assert.Equal(components.Count, components.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Empty(references.Except(components));
    }

    [Theory]
    [InlineData(
        "/api/envelopes", "get", "responses.200", """{"data":{"type":["null","array"],"items":{"$ref":"#/components/schemas/Row"}}}""")]
    [InlineData("/api/envelopes", "patch", "requestBody", """{"text":{"type":"string"}}""")]
    [InlineData("/api/file-types", "get", "responses.200", """{"name":{"type":"string"},"state":{"$ref":"#/components/schemas/State"}}""")]
    [InlineData("/api/other/file-types", "post", "responses.200", """{"number":{"type":"integer","format":"int32"}}""")]
    [InlineData("/api/{tenant}/nested", "post", "responses.200", """{"name":{"type":"string"}}""")]
    [InlineData("/api/{tenant}/nested", "post", "requestBody", """{"number":{"type":"integer","format":"int32"}}""")]
    public void Types_with_similar_names_have_separate_schemas(string path, string method, string place, string expected)
    {
        var reference = At(Operation(path, method), place).GetProperty("content")
            .EnumerateObject()
            .First().Value
            .GetProperty("schema")
            .GetProperty("$ref")
            .GetString()!;

        Assert.Equal(
            expected,
            Compact(
                _document.GetProperty("components")
                    .GetProperty("schemas")
                    .GetProperty(reference["#/components/schemas/".Length..])
                    .GetProperty("properties")));
    }

    [Theory]
    [InlineData(
        "properties.customer",
        """{"allOf":[{"$ref":"#/components/schemas/Customer"},{"required":["name"],"properties":{"name":{"maxLength":50,"minLength":1},"mail":{"format":"email"},"address":{"properties":{"city":{"maxLength":30,"minLength":2}}}}}]}""")]
    [InlineData(
        "properties.payer",
        """{"oneOf":[{"type":"null"},{"allOf":[{"$ref":"#/components/schemas/Customer"},{"required":["mail"],"properties":{"mail":{"minLength":1}}}]}]}""")]
    [InlineData(
        "properties.lines",
        """{"type":"array","items":{"allOf":[{"$ref":"#/components/schemas/Line"},{"properties":{"count":{"exclusiveMinimum":0}}}]}}""")]
    [InlineData("properties.tags", """{"type":"array","items":{"maxLength":10,"minLength":1,"type":"string"}}""")]
    [InlineData("properties.priority", """{"maximum":9,"minimum":1,"type":"integer","format":"int32"}""")]
    public void Rules_for_the_members_of_a_property_are_in_an_allOf_beside_its_schema(string place, string expected) =>
        Assert.Equal(expected, Compact(At(_document.GetProperty("components").GetProperty("schemas").GetProperty("Order"), place)));

    [Theory]
    [InlineData("limit", false, """{"maximum":100,"minimum":1,"type":"integer","format":"int32","default":20}""", "How many, at most.")]
    [InlineData("from", false, """{"minimum":0,"type":"integer","format":"int32"}""", null)]
    [InlineData("sort", true, """{"maxLength":10,"minLength":1,"type":"string"}""", null)]
    [InlineData("X-Trace", false, """{"type":"string"}""", null)]
    public void Members_of_a_type_with_AsParameters_have_its_rules_texts_and_the_names_of_the_client(
        string name, bool isRequired, string schema, string? text)
    {
        var parameter = Operation("/api/orders", "get").GetProperty("parameters")
            .EnumerateArray()
            .Single(parameter => parameter.GetProperty("name").GetString() == name);

        Assert.Equal(
            (isRequired, schema, text),
            (parameter.TryGetProperty("required", out var required) && required.GetBoolean(), Compact(parameter.GetProperty("schema")),
                parameter.TryGetProperty("description", out var description) ? description.GetString() : null));
    }

    [Theory]
    [InlineData("/api/orders?limit=x", "The value 'x' of parameter 'limit'", null)]
    [InlineData("/api/orders?limit=0&sort=a", null, "limit")]
    public async Task Errors_of_binding_and_of_validation_use_the_name_in_the_document(string path, string? detail, string? name)
    {
        using var client = app.CreatePlainClient();

        var problem = JsonDocument.Parse(await (await client.GetAsync(path, Stop)).Content.ReadAsStringAsync(Stop)).RootElement;

        Assert.StartsWith(detail ?? "", problem.TryGetProperty("detail", out var found) ? found.GetString() : "", StringComparison.Ordinal);
        Assert.Equal(name, problem.TryGetProperty("errors", out var errors) ? errors.EnumerateObject().Single().Name : null);
    }

    [Theory]
    [InlineData("/api/orders", "get", "200 400 403 404")]
    [InlineData("/api/secret", "get", "200 401")]
    [InlineData("/api/secret", "post", "200 401 403")]
    [InlineData("/api/secret", "put", "200 401 403")]
    public void Statuses_of_helpers_and_possible_refusals_are_documented(string path, string method, string statuses) =>
        Assert.Equal(
            statuses,
            string.Join(' ', Operation(path, method).GetProperty("responses").EnumerateObject().Select(response => response.Name)));

    [Theory]
    [InlineData("/api/orders", "get", "orders")]
    [InlineData("/api/{tenant}/nested", "get", "nested")]
    [InlineData("/api/other/file-types", "get", "other")]
    public void A_file_outside_every_folder_is_its_own_tag(string path, string method, string tag) =>
        Assert.Equal(tag, Operation(path, method).GetProperty("tags")[0].GetString());

    [Fact]
    public void An_application_documents_its_own_authentication_scheme() => Assert.Equal(
        """{"type":"apiKey","description":"Send `Authorization: Token <jwt>`.","name":"Authorization","in":"header"}""",
        Compact(_document.GetProperty("components").GetProperty("securitySchemes").GetProperty("Token")));

    [Fact]
    public async Task FRA2045_a_validator_that_needs_a_request_is_omitted_from_the_document()
    {
        using var folder = new TempFolder(
            ("api/a.cs", "object POST(Item item) => item;\n"),
            ("api/_lib/items.cs", """
                using FluentValidation;
                public record Item(string Name, string Other);
                public class ItemValidator : AbstractValidator<Item>
                {
                    public ItemValidator(IHttpContextAccessor accessor)
                    {
                        var user = accessor.HttpContext!.User;
                        RuleFor(item => item.Name).NotEmpty();
                    }
                }
                public class OtherValidator : AbstractValidator<Item>
                {
                    public OtherValidator() => RuleFor(item => item.Other).MaximumLength(3);
                }
                """),
            ("api/_startup.cs", """
                void Services(IServiceCollection services, IConfiguration configuration) => services.AddHttpContextAccessor();
                """));
        using var app = new FolderApp(folder);
        using var client = app.CreatePlainClient();

        var served = await client.GetStringAsync("/openapi/v1.json", Stop);
        var (exitCode, printed, errors) = await HostProcess.RunAsync(folder.Root, "openapi");

        const string warning =
            "api/_lib/items.cs(7,1): warning FRA2045: The rules of the validator 'ItemValidator' are not in the OpenAPI document, "
            + "because it cannot be created without a request: NullReferenceException: ";
        Assert.Equal((0, served), (exitCode, printed.TrimEnd('\n')));
        Assert.Contains(warning, errors, StringComparison.Ordinal);
        Assert.Contains(app.Logs.Messages, message => message.Contains(warning, StringComparison.Ordinal));
        Assert.Contains("\"maxLength\": 3", served, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await client.PostAsync(
                "/api/a",
                new StringContent("""{"name":"","other":"a"}""", System.Text.Encoding.UTF8, "application/json"),
                Stop)).StatusCode);
    }

    private JsonElement Operation(string path, string method) => _document.GetProperty("paths").GetProperty(path).GetProperty(method);

    private static JsonElement At(JsonElement element, string place) =>
        place.Split('.').Aggregate(element, (current, name) => current.GetProperty(name));

    private static string Compact(JsonElement element) => Spaces().Replace(element.GetRawText(), "");

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(
            property => property.Name == "$ref" ? [property.Value.GetString()!] : References(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };

    [GeneratedRegex(@"\n\s*|(?<="":) ")]
    private static partial Regex Spaces();

    public sealed class AwkwardApp() : App(FolderOf("awkward"), "Development", kestrel: false);
}
