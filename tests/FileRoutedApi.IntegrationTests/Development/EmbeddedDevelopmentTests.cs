using System.Net;
using FileRoutedApi.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>Route files of an application that calls <c>AddDevelopment</c>.</summary>
public sealed class EmbeddedDevelopmentTests : IDisposable
{
    private readonly TempFolder _folder = new(
        ("api/hello.cs", "string GET(ILogger log) { log.LogWarning(\"in the handler\"); return \"hello\"; }"),
        ("api/boom.cs", "string GET() => throw new InvalidOperationException(\"from the file\");"),
        ("api/_lib/shared.cs", "public static class Shared { public const string Text = \"shared\"; }"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_next_request_after_a_save_is_handled_by_the_new_file(bool compilationFirst)
    {
        await using var app = await StartAsync(
            routes => _ = compilationFirst ? routes.AddCompilation().AddDevelopment() : routes.AddDevelopment().AddCompilation());
        using var client = app.GetTestClient();
        Assert.Equal("hello", await client.GetStringAsync("/api/hello", Stop));

        Write("api/hello.cs", "string GET() => \"changed\";");
        Assert.Equal("changed", await client.GetStringAsync("/api/hello", Stop));

        Write("api/new.cs", "string GET() => Shared.Text;");
        Assert.Equal("shared", await client.GetStringAsync("/api/new", Stop));

        Write("api/new.cs", "string GET() => 5;");
        using var broken = await client.GetAsync("/api/new", Stop);
        Assert.Contains("CS0029", await broken.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal("changed", await client.GetStringAsync("/api/hello", Stop));

        File.Delete(Path.Combine(_folder.Root, "api/new.cs"));
        using var gone = await client.GetAsync("/api/new", Stop);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Routes_of_a_group_are_reloaded_too()
    {
        await using var app = await StartAsync(map: app => app.MapGroup("/v1").MapFileRoutes());
        using var client = app.GetTestClient();
        Assert.Equal("hello", await client.GetStringAsync("/v1/api/hello", Stop));

        Write("api/hello.cs", "string GET() => \"changed\";");

        Assert.Equal("changed", await client.GetStringAsync("/v1/api/hello", Stop));
    }

    [Fact]
    public async Task The_dashboard_shows_requests_with_their_log()
    {
        await using var app = await StartAsync();
        using var client = app.GetTestClient();
        await client.GetStringAsync("/api/hello", Stop);
        await client.GetStringAsync("/own", Stop);

        var page = await client.GetStringAsync("/_dev", Stop);
        var id = page.Split("data-text=\"get /api/hello 200")[0].Split("data-id=\"")[^1].Split('"')[0];
        var details = await client.GetStringAsync($"/_dev/requests/{id}", Stop);

        Assert.Contains("api/hello.cs", page, StringComparison.Ordinal);
        Assert.Contains("/own", page, StringComparison.Ordinal);
        Assert.Contains("in the handler", details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exceptions_of_route_files_have_the_error_page_and_others_that_of_ASP_NET_Core()
    {
        await using var app = await StartAsync();
        using var client = app.GetTestClient();

        var own = await GetPageAsync(client, "/api/boom");
        var other = await GetPageAsync(client, "/own-boom");
        var welcome = await GetPageAsync(client, "/nope");

        Assert.Contains("<h1>from the file</h1>", own, StringComparison.Ordinal);
        Assert.Contains("api/boom.cs", own, StringComparison.Ordinal);
        Assert.DoesNotContain("<h1>from the application</h1>", other, StringComparison.Ordinal);
        Assert.Contains("from the application", other, StringComparison.Ordinal);
        Assert.Contains("No file handles /nope", welcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FRA3120_a_change_of_shared_code_needs_a_restart()
    {
        await using var app = await StartAsync();
        using var client = app.GetTestClient();

        Write("api/_lib/shared.cs", "public static class Shared { public const string Text = \"other\"; }");

        await Dev.WaitAsync(async () => (await client.GetStringAsync("/_dev", Stop)).Contains("FRA3120", StringComparison.Ordinal));
        Assert.Equal("hello", await client.GetStringAsync("/api/hello", Stop));
    }

    // The second is an application in the process of a test: the process has another name.
    [Theory]
    [InlineData("Production", null)]
    [InlineData("Development", "FileRoutedApi.Redis")]
    public async Task Nothing_of_it_exists_in_Production_and_in_tests(string environment, string? application)
    {
        await using var app = await StartAsync(environment: environment, application: application);
        using var client = app.GetTestClient();

        Write("api/hello.cs", "string GET() => \"changed\";");

        Assert.Equal("hello", await client.GetStringAsync("/api/hello", Stop));
        Assert.Null(app.Services.GetService<LiveRoutes>());
        Assert.DoesNotContain(
            app.Services.GetServices<IHostedService>(), service => service.GetType().Namespace!.EndsWith("Development", StringComparison.Ordinal));
        foreach (var path in new[] { "/", "/nope", "/_dev", "/_dev/events" })
        {
            using var response = await client.GetAsync(path, Stop);
            Assert.Equal((path, HttpStatusCode.NotFound, ""), (path, response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
        }
    }

    [Fact]
    public async Task Only_requests_from_this_machine_see_it()
    {
        await using var app = await StartAsync();
        using var client = app.GetTestClient();
        client.BaseAddress = new Uri("http://example.com");

        using var dashboard = await client.GetAsync("/_dev", Stop);
        var page = await GetPageAsync(client, "/nope");

        Assert.Equal(HttpStatusCode.NotFound, dashboard.StatusCode);
        Assert.Equal("", page);
    }

    private void Write(string path, string text) => File.WriteAllText(Path.Combine(_folder.Root, path), text);

    private static async Task<string> GetPageAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        using var response = await client.SendAsync(request, Stop);
        return await response.Content.ReadAsStringAsync(Stop);
    }

    private async Task<WebApplication> StartAsync(
        Action<IFileRoutesBuilder>? add = null, Action<WebApplication>? map = null, string environment = "Development", string? application = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = _folder.Root,
            EnvironmentName = environment,
            ApplicationName = application,
        });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        (add ?? (routes => routes.AddCompilation().AddDevelopment()))(builder.AddFileRoutes(options => options.CompileCache = "false"));
        var app = builder.Build();
        if (map is null)
        {
            app.UseFileRoutes();
            app.MapGet("/own", () => "own");
            app.MapGet("/own-boom", string () => throw new InvalidOperationException("from the application"));
        }

        (map ?? (routes => routes.MapFileRoutes()))(app);
        await app.StartAsync(Stop);
        return app;
    }
}
