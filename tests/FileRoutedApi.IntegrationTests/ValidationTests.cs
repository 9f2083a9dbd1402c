using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;

namespace FileRoutedApi.IntegrationTests;

/// <summary>Validators of route files and of shared code: what they run for, and what clients read.</summary>
public class ValidationTests(ValidationTests.Fixture fixture) : IClassFixture<ValidationTests.Fixture>
{
    private const string Types = """
        using System.Text.Json.Serialization;
        using FluentValidation;

        record Order(string Name, Address? Address, List<Item>? Items, [property: JsonPropertyName("e-mail")] string? Mail);
        record Address(string ZipCode);
        record Item(decimal Price, Address? From);

        class OrderValidator : AbstractValidator<Order>
        {
            public OrderValidator()
            {
                RuleFor(order => order.Name).NotEmpty();
                RuleFor(order => order.Address!.ZipCode).Length(5).When(order => order.Address is not null);
                RuleForEach(order => order.Items).SetValidator(new ItemValidator());
                RuleFor(order => order.Mail).EmailAddress();
            }
        }

        class ItemValidator : AbstractValidator<Item>
        {
            public ItemValidator()
            {
                RuleFor(item => item.Price).GreaterThan(0);
                RuleFor(item => item.From!.ZipCode).Length(5).When(item => item.From is not null);
            }
        }

        class Names { public HashSet<string> Taken { get; } = ["taken"]; }

        // Asks a service, and takes its time about it.
        class UniqueName : AbstractValidator<Order>
        {
            public UniqueName(Names names) => RuleFor(order => order.Name).MustAsync(async (name, stop) => { await Task.Yield(); return !names.Taken.Contains(name); }).WithMessage("Somebody has that name.");
        }
        """;

    private readonly HttpClient _client = fixture.App.CreatePlainClient();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/bound")]
    [InlineData("/api/typed")]
    [InlineData("/api/parts?page=1")]
    public async Task All_failures_come_at_once_under_the_names_that_the_client_sent(string path)
    {
        var response = await _client.PostAsync(path, Json("""{"name":"","address":{"zipCode":"1"},"items":[{"price":1},{"price":-1,"from":{"zipCode":"2"}}],"e-mail":"nowhere"}"""), Stop);

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal((400, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal("One or more validation errors occurred.", problem.GetProperty("title").GetString());
        Assert.NotEqual("", problem.GetProperty("traceId").GetString());
        Assert.Equal(
            ["address.zipCode", "e-mail", "items[1].from.zipCode", "items[1].price", "name"],
            problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/api/bound")]
    [InlineData("/api/typed")]
    [InlineData("/api/parts?page=1")]
    public async Task What_is_valid_reaches_the_function(string path) =>
        Assert.Equal("Ada", await (await _client.PostAsync(path, Json("""{"name":"Ada","items":[{"price":1}]}"""), Stop)).Content.ReadAsStringAsync(Stop));

    [Fact]
    public async Task A_typed_request_among_parameters_is_validated() =>
        Assert.Equal(400, (int)(await _client.PutAsync("/api/parts?page=1", Json("""{"name":"taken"}"""), Stop)).StatusCode);

    [Theory]
    [InlineData("/api/list", """[{"sku":"ok"},{"sku":""}]""", "[1].sku")]
    [InlineData("/api/text?q=toolong", null, "q")]
    public async Task Failures_of_lists_and_plain_values_have_a_name(string path, string? body, string name)
    {
        var response = body is null ? await _client.GetAsync(path, Stop) : await _client.PostAsync(path, Json(body), Stop);

        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal(name, problem.GetProperty("errors").EnumerateObject().Single().Name);
    }

    [Fact]
    public async Task A_validator_of_a_route_file_is_that_files_own() =>
        Assert.Equal("long enough", await _client.GetStringAsync("/api/other-text?q=long%20enough", Stop));

    [Fact]
    public async Task A_form_without_any_field_of_the_type_is_a_400()
    {
        using var form = new FormUrlEncodedContent([new("nothing", "here")]);

        Assert.Equal(400, (int)(await _client.PostAsync("/api/form", form, Stop)).StatusCode);
    }

    [Fact]
    public async Task A_validator_with_a_default_runs() =>
        Assert.Equal(400, (int)(await _client.PostAsync("/api/default", Json("""{"price":4}"""), Stop)).StatusCode);

    [Fact]
    public async Task A_validator_asks_its_services_asynchronously()
    {
        var problem = await (await _client.PostAsync("/api/bound", Json("""{"name":"taken"}"""), Stop)).Content.ReadFromJsonAsync<JsonElement>(Stop);

        Assert.Equal("Somebody has that name.", problem.GetProperty("errors").GetProperty("name")[0].GetString());
    }

    [Fact]
    public async Task A_form_is_validated()
    {
        using var form = new FormUrlEncodedContent([new("name", "taken")]);

        Assert.Equal(400, (int)(await _client.PostAsync("/api/form", form, Stop)).StatusCode);
        Assert.Equal(400, (int)(await _client.PostAsync("/api/typed", form, Stop)).StatusCode);
    }

    [Theory]
    [InlineData("/api/query?size=100", 200)]
    [InlineData("/api/query?size=101", 400)]
    public async Task Parameters_of_a_type_are_validated(string path, int status) =>
        Assert.Equal(status, (int)(await _client.GetAsync(path, Stop)).StatusCode);

    [Fact]
    public async Task A_body_that_may_be_missing_is_not_validated_when_it_is() =>
        Assert.Equal("none", await (await _client.PutAsync("/api/bound", null, Stop)).Content.ReadAsStringAsync(Stop));

    [Fact]
    public async Task A_type_of_the_same_name_has_its_own_validators() =>
        Assert.Equal("unvalidated", await (await _client.PostAsync("/api/plain", Json("""{"name":"","price":-1}"""), Stop)).Content.ReadAsStringAsync(Stop));

    [Theory]
    [InlineData("class V : AbstractValidator<Order> { public V(Order order) => _ = order; }", "needs 'Order order'")]
    [InlineData("class V : AbstractValidator<Order> { public V(IValidator<string> other) => _ = other; }", "Create that one in the constructor with 'new'")]
    [InlineData("class V : AbstractValidator<Order> { public V() => throw new IOException(\"not today\"); }", "not today")]
    public void FRA2018_a_validator_can_be_made(string validator, string reason)
    {
        using var app = new FolderApp(new TempFolder(("api/a.cs", $"using FluentValidation;\nvoid POST(Order order) {{ }}\nrecord Order;\n{validator}\n")));

        var found = Assert.Single(Assert.Throws<FileRoutesException>(() => app.CreatePlainClient()).Diagnostics);

        Assert.Equal("FRA2018", found.Id);
        Assert.Contains(reason, found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddValidation_changes_nothing_for_route_files()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) => services.AddValidation();\n"),
            ("api/a.cs", "using System.ComponentModel.DataAnnotations;\nobject GET([Range(1, 9)] int take) => take;\n")));
        using var client = app.CreatePlainClient();

        var problem = await (await client.GetAsync("/api/a?take=10", Stop)).Content.ReadFromJsonAsync<JsonElement>(Stop);

        Assert.Equal("""{"take":["The field take must be between 1 and 9."]}""", problem.GetProperty("errors").GetRawText());
        Assert.Equal("9", await client.GetStringAsync("/api/a?take=9", Stop));
    }

    [Fact]
    public async Task Objects_that_refer_to_each_other_are_validated_once()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", "using System.Text.Json.Serialization;\nvoid Services(IServiceCollection services, IConfiguration configuration) => services.ConfigureHttpJsonOptions(options => options.SerializerOptions.ReferenceHandler = ReferenceHandler.Preserve);\n"),
            ("api/a.cs", "using System.ComponentModel.DataAnnotations;\nobject POST(Node node) => \"reached\";\nclass Node { [Required] public string? Name { get; set; } public Node? Left { get; set; } public Node? Right { get; set; } }\n")));
        using var client = app.CreatePlainClient();
        const string body = """{"$id":"1","name":"a","left":{"$id":"2","name":"","left":{"$ref":"1"},"right":{"$ref":"2"}},"right":{"$ref":"2"}}""";

        var problem = await (await client.PostAsync("/api/a", Json(body), Stop)).Content.ReadFromJsonAsync<JsonElement>(Stop);

        Assert.Equal("left.name", problem.GetProperty("errors").EnumerateObject().Last().Name);
    }

    [Fact]
    public async Task A_filter_of_the_application_sees_what_is_wrong_and_may_replace_it()
    {
        using var folder = new TempFolder(("api/a.cs", "using System.ComponentModel.DataAnnotations;\nobject GET([Range(1, 9)] int take) => take;\n"));
        await using var app = await TestApp.StartAsync(folder, compile: true, map: app => app.MapFileRoutes().AddEndpointFilter(async (context, next) =>
            await next(context) is IValueHttpResult { Value: HttpValidationProblemDetails problem } and IStatusCodeHttpResult { StatusCode: 400 }
                ? Results.Text(string.Join(',', problem.Errors.Keys), statusCode: 418)
                : Results.Text("fine")));
        using var client = app.GetTestClient();

        var response = await client.GetAsync("/api/a?take=10", Stop);

        Assert.Equal((418, "take"), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public sealed class Fixture : IDisposable
    {
        internal FolderApp App { get; } = new(new TempFolder(
            ("api/_lib/orders.cs", Types),
            ("api/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) => services.AddScoped<Names>();\n"),
            ("api/bound.cs", "string POST(Order order) => order.Name;\nstring PUT(Order? order) => order?.Name ?? \"none\";\n"),
            ("api/typed.cs", "void Handler(ApiRequest<Order> req, ApiResponse res) => res.End(req.Body.Name);\n"),
            ("api/form.cs", "using Microsoft.AspNetCore.Mvc;\nstring POST([FromForm] Order order) => order.Name;\n"),
            ("api/parts.cs", "using Microsoft.AspNetCore.Mvc;\nstring POST([AsParameters] Parts parts) => parts.Order.Name;\nstring PUT([AsParameters] Whole whole) => whole.Req.Body.Name;\nrecord Parts(int Page, [property: FromBody] Order Order);\nrecord Whole(int Page, ApiRequest<Order> Req);\n"),
            ("api/query.cs", """
            using FluentValidation;
            int GET([AsParameters] Page page) => page.Size;
            record Page(int Size);
            class PageValidator : AbstractValidator<Page> { public PageValidator() => RuleFor(page => page.Size).InclusiveBetween(1, 100); }
            """),
            ("api/list.cs", """
                using FluentValidation;
                int POST(List<Line> lines) => lines.Count;
                record Line(string Sku);
                class LineValidator(int least) : AbstractValidator<Line> { public LineValidator(int least, string unused) : this(least) { } protected override bool PreValidate(ValidationContext<Line> context, FluentValidation.Results.ValidationResult result) { if (context.InstanceToValidate.Sku.Length < least) result.Errors.Add(new("Sku", "too short")); return true; } }
                class LinesValidator : AbstractValidator<List<Line>> { public LinesValidator() => RuleForEach(lines => lines).ChildRules(line => line.RuleFor(each => each.Sku).NotEmpty()); }
                """),
            ("api/text.cs", "using FluentValidation;\nstring GET(string q) => q;\nclass Short : AbstractValidator<string> { public Short() => RuleFor(text => text).MaximumLength(3); }\n"),
            ("api/default.cs", "using FluentValidation;\nstring POST(Sum sum) => \"fine\";\nrecord Sum(decimal Price);\nclass SumValidator : AbstractValidator<Sum> { public SumValidator(int least = 5) => RuleFor(sum => sum.Price).GreaterThan(least); }\nclass Part : AbstractValidator<Sum> { public Part(decimal least) => RuleFor(sum => sum.Price).GreaterThan(least); }\n"),
            ("api/other-text.cs", "string GET(string q) => q;\n"),
            ("api/plain.cs", "string POST(Item item) => \"unvalidated\";\nrecord Item(string Name);\n")));

        public void Dispose() => App.Dispose();
    }
}
