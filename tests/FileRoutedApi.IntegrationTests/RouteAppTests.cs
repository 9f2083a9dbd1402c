using System.Net;
using FileRoutedApi.Testing;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FileRoutedApi.IntegrationTests;

/// <summary>The package <c>FileRoutedApi.Testing</c>, used as in a test of a user.</summary>
public class RouteAppTests
{
    private const string Clock = """
        DateTimeOffset GET(TimeProvider time) => time.GetUtcNow();
        """;

    private const string Startup = """
        void Services(IServiceCollection services, IConfiguration configuration)
        {
            services.AddSingleton<IComparer<string>>(StringComparer.Ordinal);
            services.AddSingleton<IFormatProvider>(System.Globalization.CultureInfo.InvariantCulture);
        }

        void App(WebApplication app) => app.Use(async (context, next) =>
        {
            context.Response.Headers["X-App"] = "added";
            await next(context);
        });
        """;

    private static readonly string[] _added = ["X-App", "X-Folder", "X-Content-Type-Options"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_starts_what_the_host_starts()
    {
        using var folder = new TempFolder(
            ("api/_startup.cs", Startup),
            ("api/_middleware.cs", """
                async Task Middleware(ApiRequest req, ApiResponse res, Next next)
                {
                    res.SetHeader("X-Folder", "added");
                    await next();
                }
                """),
            ("api/setting.cs", """string? GET(IConfiguration configuration) => configuration["Greeting"];"""),
            ("app/layout.cs", """Html Layout(Html children) => $"<html><body>{children}</body></html>";"""),
            ("app/page.cs", """Html Page() => $"<h1>Home</h1>";"""),
            ("public/robots.txt", "User-agent: *"),
            ("appsettings.json", """{ "Greeting": "of the folder" }"""));
        await using var app = await RouteApp.StartAsync(folder.Root, cancellationToken: Stop);

        using var response = await app.Client.GetAsync("/api/setting", Stop);

        Assert.Equal("of the folder", await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal(
            ["added", "added", "nosniff"],
            _added.Select(name => Assert.Single(response.Headers.GetValues(name))));
        Assert.Contains("<h1>Home</h1>", await app.Client.GetStringAsync("/", Stop), StringComparison.Ordinal);
        Assert.Equal("User-agent: *", await app.Client.GetStringAsync("/robots.txt", Stop));
        Assert.Contains("/api/setting", await app.Client.GetStringAsync("/openapi/v1.json", Stop), StringComparison.Ordinal);
        Assert.Equal("Healthy", await app.Client.GetStringAsync("/healthz/ready", Stop));
    }

    [Fact]
    public async Task A_service_of_the_start_up_file_is_replaced()
    {
        using var folder = new TempFolder(
            ("api/_startup.cs", Startup),
            ("api/a.cs", """
                object GET(IEnumerable<IComparer<string>> comparers, IServiceProvider services) => new
                {
                    compared = comparers.Single().Compare("a", "A") == 0,
                    removed = services.GetService<IFormatProvider>() is null,
                };
                """));
        await using var app = await RouteApp.StartAsync(
            folder.Root,
            options => options.Services.Replace<IComparer<string>>(StringComparer.OrdinalIgnoreCase).Remove<IFormatProvider>(),
            Stop);

        Assert.Equal("""{"compared":true,"removed":true}""", await app.Client.GetStringAsync("/api/a", Stop));
        Assert.Same(StringComparer.OrdinalIgnoreCase, app.Services.GetRequiredService<IComparer<string>>());
    }

    [Fact]
    public async Task A_factory_has_the_lifetime_of_what_it_replaces()
    {
        using var folder = new TempFolder(
            ("api/_startup.cs", """
                void Services(IServiceCollection services, IConfiguration configuration) => services.AddScoped<object>(_ => "own");
                """),
            ("api/a.cs", """bool GET(object first, IServiceProvider services) => first == services.GetRequiredService<object>();"""));
        await using var app = await RouteApp.StartAsync(
            folder.Root, options => options.Services.Replace<object>(_ => new TempFile()), Stop);

        using var one = app.Services.CreateScope();
        using var other = app.Services.CreateScope();

        Assert.NotSame(one.ServiceProvider.GetRequiredService<object>(), other.ServiceProvider.GetRequiredService<object>());
        Assert.IsType<TempFile>(one.ServiceProvider.GetRequiredService<object>());
    }

    [Fact]
    public async Task Settings_and_the_environment_take_precedence_over_files()
    {
        using var folder = new TempFolder(
            ("api/a.cs", """
                string GET(IConfiguration configuration, IWebHostEnvironment environment) =>
                    $"{environment.EnvironmentName} {configuration["First"]} {configuration["Second"]} {configuration["Third"]}";
                """),
            ("appsettings.json", """{ "First": "1", "Second": "1", "Third": "1" }"""),
            ("appsettings.Test.json", """{ "Second": "2", "Third": "2" }"""),
            ("appsettings.Staging.json", """{ "Second": "of Staging" }"""));
        await using var test = await RouteApp.StartAsync(folder.Root, options => options.Settings["Third"] = "3=3", Stop);
        await using var staging = await RouteApp.StartAsync(folder.Root, options => options.Environment = "Staging", Stop);

        Assert.Equal("Test 1 2 3=3", await test.Client.GetStringAsync("/api/a", Stop));
        Assert.Equal("Staging 1 of Staging 1", await staging.Client.GetStringAsync("/api/a", Stop));
    }

    [Fact]
    public async Task The_clock_is_the_one_of_the_test()
    {
        using var folder = new TempFolder(("api/a.cs", Clock));
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var app = await RouteApp.StartAsync(folder.Root, options => options.TimeProvider = time, Stop);

        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("\"1970-01-01T01:00:00+00:00\"", await app.Client.GetStringAsync("/api/a", Stop));
    }

    [Fact]
    public async Task Logs_are_captured_with_their_values()
    {
        using var folder = new TempFolder(("api/a.cs", """
            string GET(ILogger<object> log)
            {
                log.LogWarning(new EventId(7, "Seventh"), new InvalidOperationException("inner"), "{Count} of {Names}", 2, new[] { "a", "b" });
                return "";
            }
            """));
        var written = new List<string>();
        await using var app = await RouteApp.StartAsync(folder.Root, options => options.WriteLog = written.Add, Stop);
        await app.Client.GetAsync("/api/a", Stop);

        var log = await app.Logs.WaitForAsync(log => log.Level == LogLevel.Warning, Stop);

        Assert.Equal(
            ("object", new EventId(7, "Seventh"), "2 of [\"a\",\"b\"]", "inner"),
            (log.Category, log.EventId, log.Message, log.Exception?.Message));
        Assert.Equal(2, log.Properties["Count"]);
        Assert.Equal(["a", "b"], Assert.IsType<object?[]>(log.Properties["Names"]));
        Assert.Contains("Warning object: 2 of", written.Single(line => line.StartsWith("Warning", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains(app.Logs, log => log.Category == "api/a.cs" && log.Message.StartsWith("GET /api/a 200", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_test_waits_for_a_log_entry_that_comes_later()
    {
        using var folder = new TempFolder(("api/a.cs", """
            string GET(ILogger<object> log, HttpContext context)
            {
                context.Response.OnCompleted(() =>
                {
                    log.LogInformation("after the response");
                    return Task.CompletedTask;
                });
                return "";
            }
            """));
        await using var app = await RouteApp.StartAsync(folder.Root, cancellationToken: Stop);
        app.Logs.Clear();
        var waiting = app.Logs.WaitForAsync(log => log.Message == "after the response", Stop);

        await app.Client.GetAsync("/api/a", Stop);

        Assert.Equal(LogLevel.Information, (await waiting).Level);
    }

    [Fact]
    public async Task Clients_follow_redirects_and_keep_cookies_unless_told_otherwise()
    {
        using var folder = new TempFolder(
            ("api/in.cs", """
                void GET(ApiResponse res)
                {
                    res.SetHeader("Set-Cookie", "user=ada");
                    res.Redirect("/api/me");
                }
                """),
            ("api/me.cs", """string? GET(ApiRequest req) => req.Cookies.GetValueOrDefault("user", "none");"""));
        await using var app = await RouteApp.StartAsync(folder.Root, cancellationToken: Stop);
        using var plain = app.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false });

        Assert.Equal("ada", await app.Client.GetStringAsync("/api/in", Stop));
        Assert.Equal(HttpStatusCode.TemporaryRedirect, (await plain.GetAsync("/api/in", Stop)).StatusCode);
        Assert.Equal("none", await plain.GetStringAsync("/api/me", Stop));
    }

    [Fact]
    public async Task It_listens_on_a_port_if_asked()
    {
        using var folder = new TempFolder(("api/a.cs", """string GET(HttpContext context) => context.Connection.LocalPort.ToString();"""));
        await using var app = await RouteApp.StartAsync(folder.Root, options => options.UseKestrel = true, Stop);

        Assert.Equal($"{app.Client.BaseAddress!.Port}", await app.Client.GetStringAsync("/api/a", Stop));
        Assert.Throws<InvalidOperationException>(() => app.Server);
    }

    [Fact]
    public async Task A_relative_path_is_searched_from_the_tests_upwards()
    {
        await using var app = await RouteApp.StartAsync("samples/blog", cancellationToken: Stop);

        Assert.Equal(Path.Combine(ExampleApp.Repository, "samples", "blog"), app.Root);
    }

    [Fact]
    public async Task FRA3080_a_folder_that_does_not_exist_is_named()
    {
        var missing = await Assert.ThrowsAsync<FileRoutesException>(() => RouteApp.StartAsync("no/such/folder", cancellationToken: Stop));
        var unnamed = await Assert.ThrowsAsync<FileRoutesException>(() => RouteApp.StartAsync(cancellationToken: Stop));

        Assert.Equal("FRA3080", Assert.Single(missing.Diagnostics).Id);
        Assert.Contains("no/such/folder", missing.Message, StringComparison.Ordinal);
        Assert.Equal("FRA3080", Assert.Single(unnamed.Diagnostics).Id);
        Assert.Contains("FileRoutesFolder", unnamed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_in_a_file_is_thrown_with_its_diagnostics()
    {
        using var folder = new TempFolder(("api/a.cs", "int GET() => \"\";"));

        var exception = await Assert.ThrowsAsync<FileRoutesException>(() => RouteApp.StartAsync(folder.Root, cancellationToken: Stop));

        Assert.Equal(("api/a.cs", 1), exception.Diagnostics.Select(found => (found.File, found.Line)).Single());
    }

    [Fact]
    public void It_needs_no_test_framework()
    {
        var references = typeof(RouteApp).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

        Assert.DoesNotContain(references, name =>
            name.StartsWith("xunit", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("nunit", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("Microsoft.VisualStudio.TestPlatform", StringComparison.OrdinalIgnoreCase));
    }

    private sealed class TempFile;
}
