using System.Net;
using System.Text;
using System.Text.Json;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace FileRoutedApi.IntegrationTests;

/// <summary>The JSON options of route files and of the embedding application, and how the OpenAPI document reflects them.</summary>
public class JsonOptionsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":null,"tags":[null],"weight":1e400}""")]
    public async Task The_endpoints_of_an_application_keep_its_own_options(string body)
    {
        using var folder = new TempFolder(("api/a.cs", """
            object POST(Row row) => row;
            record Row(string Name, List<string> Tags, double Weight);
            """));
        await using var app = await TestApp.StartAsync(folder, compile: true, map: app =>
        {
            app.MapPost("/own", (Row row) => row.Name is null);
            app.MapFileRoutes();
        });
        using var client = app.GetTestClient();

        var own = await client.PostAsync("/own", new StringContent(body, Encoding.UTF8, "application/json"), Stop);
        var routed = await client.PostAsync("/api/a", new StringContent(body, Encoding.UTF8, "application/json"), Stop);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (own.StatusCode, routed.StatusCode));
    }

    [Fact]
    public void Every_JSON_option_of_the_application_is_copied()
    {
        var application = new JsonOptions();
        var json = application.SerializerOptions;
        json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        json.MaxDepth = 7;
        json.WriteIndented = true;
        json.AllowTrailingCommas = true;
        json.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter());

        var route = new RouteJson(Options.Create(application)).Options;

        Assert.Equal(
            (JsonNamingPolicy.SnakeCaseLower, 7, true, true, json.Encoder, json.NumberHandling, json.DefaultIgnoreCondition),
            (
                route.PropertyNamingPolicy, route.MaxDepth, route.WriteIndented, route.AllowTrailingCommas, route.Encoder,
                route.NumberHandling, route.DefaultIgnoreCondition));
        Assert.Contains(json.Converters.Single(), route.Converters);
        Assert.False(json.RespectNullableAnnotations);
    }

    [Fact]
    public async Task The_document_requires_the_members_that_the_deserializer_requires()
    {
        using var folder = new TempFolder(
            ("api/_startup.cs", """
                void Services(IServiceCollection services, IConfiguration configuration) => services.AddOpenApi();
                void App(WebApplication app) => app.MapOpenApi();
                """),
            ("api/a.cs", """
                object POST(Item item) => item;
                record Item(string Name, string? Note, int Age, Part Part, string Plan = "free");
                class Part
                {
                    public string Sku { get; set; } = null!;
                    public string Tag { get; set; } = "";
                    public required string? Code { get; set; }
                }
                """));
        await using var app = await TestApp.StartAsync(folder, compile: true, map: app => app.MapFileRoutes());
        using var client = app.GetTestClient();

        var schemas = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json", Stop)).RootElement
            .GetProperty("components")
            .GetProperty("schemas");

        Assert.Equal(["age", "name", "part"], RequiredOf("Item"));
        Assert.Equal(["code", "sku"], RequiredOf("Part"));

        string[] RequiredOf(string name) =>
            [
                .. schemas.GetProperty(name)
                    .GetProperty("required")
                    .EnumerateArray()
                    .Select(item => item.GetString()!)
                    .Order(StringComparer.Ordinal)
            ];
    }

    [Fact]
    public async Task FRA2035_a_tuple_that_is_sent_is_a_warning()
    {
        using var folder = new TempFolder(("api/a.cs", "\n(int, string) GET() => (1, \"a\");\n"));
        var log = new Recorder();
        await using var app = await TestApp.StartAsync(
            folder, compile: true, map: app => app.MapFileRoutes(), services: builder => builder.Logging.AddProvider(log));
        using var client = app.GetTestClient();

        Assert.Equal("{}", await client.GetStringAsync("/api/a", Stop));
        Assert.Contains(
            log.Lines,
            line => line.Contains("FRA2035", StringComparison.Ordinal) && line.Contains("api/a.cs(2,", StringComparison.Ordinal));
    }

    private sealed record Row(string Name, List<string> Tags, double Weight);

    private sealed class Recorder : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines)
            {
                Lines.Add(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
