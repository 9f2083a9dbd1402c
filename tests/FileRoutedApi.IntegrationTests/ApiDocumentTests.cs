using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.IntegrationTests;

/// <summary>How the OpenAPI document is served: generated once, with an entity tag, below the prefix of a proxy.</summary>
public class ApiDocumentTests
{
    private static readonly (string, string)[] _proxy = [("FileRoutes:ForwardedHeaders:KnownProxies:0", "127.0.0.1")];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_document_is_generated_once_for_all_requests_and_prefixes()
    {
        var generated = 0;
        using var app = Create(_proxy, services => services.Configure<OpenApiOptions>("v1", options => options.AddDocumentTransformer((_, _, _) =>
        {
            Interlocked.Increment(ref generated);
            return Task.CompletedTask;
        })));
        using var client = app.CreatePlainClient();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, $"/p{i}")).StatusCode);
        }

        Assert.Equal(1, generated);
    }

    [Fact]
    public async Task A_client_that_has_the_document_gets_a_304()
    {
        using var app = Create([]);
        using var client = app.CreatePlainClient();
        var first = await client.GetAsync("/openapi/v1.json", Stop);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json")
        {
            Headers = { IfNoneMatch = { first.Headers.ETag! } },
        };

        var second = await client.SendAsync(again, Stop);

        Assert.Equal(
            (HttpStatusCode.NotModified, first.Headers.ETag, true),
            (second.StatusCode, second.Headers.ETag, first.Headers.CacheControl?.NoCache));
        Assert.Equal("application/json", first.Content.Headers.ContentType?.MediaType);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(Stop));
    }

    [Theory]
    [InlineData(true, null, "/")]
    [InlineData(true, "/tools/api", "/tools/api")]
    [InlineData(true, "/a%20b", "/a%20b")]
    [InlineData(false, "/tools/api", "/")]
    public async Task The_server_of_the_document_is_the_prefix_of_a_trusted_proxy(bool isTrusted, string? prefix, string server)
    {
        using var app = Create(isTrusted ? _proxy : []);
        using var client = app.CreatePlainClient();

        var document = JsonDocument.Parse(await (await GetAsync(client, prefix)).Content.ReadAsStringAsync(Stop)).RootElement;

        Assert.Equal(server, document.GetProperty("servers")[0].GetProperty("url").GetString());
        Assert.Equal(1, document.GetProperty("servers").GetArrayLength());
        Assert.True(document.GetProperty("paths").TryGetProperty("/api/x", out _));
    }

    [Fact]
    public async Task Swagger_UI_finds_it_below_a_prefix()
    {
        using var app = Create([.. _proxy, ("FileRoutes:OpenApi:SwaggerUI", "true")]);
        using var client = app.CreatePlainClient();

        Assert.Contains("../openapi/v1.json", await client.GetStringAsync("/swagger/index.js", Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/openapi/v1.json")]
    [InlineData("/swagger/index.html")]
    public async Task The_document_can_be_turned_off(string path)
    {
        using var app = Create([("FileRoutes:OpenApi:Enabled", "false")]);
        using var client = app.CreatePlainClient();

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path, Stop)).StatusCode);
    }

    [Fact]
    public async Task An_unknown_name_is_a_404()
    {
        using var app = Create([]);
        using var client = app.CreatePlainClient();

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/openapi/v2.json", Stop)).StatusCode);
    }

    private static FolderApp Create((string, string)[] settings, Action<IServiceCollection>? services = null) =>
        new(new TempFolder(("api/x.cs", "int GET() => 1;\n")), settings, services, environment: "Production", kestrel: true);

    private static async Task<HttpResponseMessage> GetAsync(HttpClient client, string? prefix)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        if (prefix is not null)
        {
            request.Headers.Add("X-Forwarded-Prefix", prefix);
        }

        return await client.SendAsync(request, Stop);
    }
}
