using FileRoutedApi.IntegrationTests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.IntegrationTests;

/// <summary>The start-up file: services, middleware, endpoints, and errors.</summary>
public class StartupTests
{
    private const string Counter = """
        class Counter { public int Count; }
        class Scoped(Counter counter) { public int Number { get; } = ++counter.Count; }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handlers_get_its_services_and_scoped_ones_live_one_request()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_lib/counter.cs", Counter),
            ("api/_startup.cs", """
                void Services(IServiceCollection services, IConfiguration configuration) =>
                    services.AddSingleton<Counter>().AddScoped<Scoped>();
                """),
            ("api/a.cs", "string GET(Scoped first, Scoped second) => $\"{first.Number} {second.Number}\";\n")));
        using var client = app.CreatePlainClient();

        Assert.Equal("1 1", await client.GetStringAsync("/api/a", Stop));
        Assert.Equal("2 2", await client.GetStringAsync("/api/a", Stop));
    }

    [Fact]
    public async Task The_start_up_file_reads_the_configuration_and_adds_middleware_and_endpoints()
    {
        using var app = new FolderApp(
            new TempFolder(
                ("api/_startup.cs", """
                    var header = "";
                    void Services(IServiceCollection services, IConfiguration configuration) =>
                        header = configuration["My:Header"] ?? "none";
                    void App(WebApplication app)
                    {
                        app.Use((context, next) => { context.Response.Headers["X-Startup"] = header; return next(context); });
                        app.MapGet("/own", () => "own");
                    }
                    """),
                ("api/a.cs", TempFolder.Handler)),
            [("My:Header", "from a setting")]);
        using var client = app.CreatePlainClient();

        Assert.Equal("own", await client.GetStringAsync("/own", Stop));
        Assert.Equal("from a setting", (await client.GetAsync("/api/a", Stop)).Headers.GetValues("X-Startup").Single());
    }

    [Fact]
    public async Task The_exception_handler_of_the_start_up_file_runs_before_ours()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", """
                using Microsoft.AspNetCore.Diagnostics;
                void Services(IServiceCollection services, IConfiguration configuration) => services.AddExceptionHandler<Teapot>();
                class Teapot : IExceptionHandler
                {
                    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken stop)
                    {
                        if (exception is not ArithmeticException) return false;
                        context.Response.StatusCode = 418;
                        await context.Response.WriteAsync("short and stout", stop);
                        return true;
                    }
                }
                """),
            ("api/a.cs", "void GET() => throw new ArithmeticException();\nvoid POST() => throw new IOException();\n")));
        using var client = app.CreatePlainClient();

        Assert.Equal("short and stout", await (await client.GetAsync("/api/a", Stop)).Content.ReadAsStringAsync(Stop));
        Assert.Equal("application/problem+json", (await client.PostAsync("/api/a", null, Stop)).Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task An_embedding_application_runs_the_start_up_file_too()
    {
        using var folder = new TempFolder(
            ("api/_startup.cs", """
                void Services(IServiceCollection services, IConfiguration configuration) => services.AddSingleton(new Site("a"));
                void App(WebApplication app) => app.MapGet("/own", (Site site) => site.Host);
                """),
            ("api/_lib/site.cs", "record Site(string Host);\n"),
            ("api/a.cs", "string GET(Site site) => site.Host;\n"));
        await using var app = await TestApp.StartAsync(folder, compile: true, map: app => app.MapFileRoutes());

        Assert.Equal("a", await app.GetTestClient().GetStringAsync("/api/a", Stop));
        Assert.Equal("a", await app.GetTestClient().GetStringAsync("/own", Stop));
    }

    [Theory]
    [InlineData("FRA2019", 1, 1, "var x = 1;\n")]
    [InlineData("FRA2020", 1, 12, """
        async Task Services(IServiceCollection services, IConfiguration configuration) => await Task.Yield();
        """)]
    [InlineData("FRA2020", 2, 6, "\nvoid App(IApplicationBuilder app, int x) { }\n")]
    [InlineData("FRA2013", 2, 1, "var x = 1;\nthrow new IOException();\nvoid App(WebApplication app) { }\n")]
    [InlineData("FRA3007", 3, 1, """
        void Services(IServiceCollection services, IConfiguration configuration)
        {
            throw new IOException("not today");
        }
        """)]
    [InlineData("FRA3007", 2, 1, "void App(WebApplication app) =>\n    throw new IOException(\"not today\");\n")]
    [InlineData("CS0103", 1, 33, "void App(WebApplication app) => Missing();\n")]
    [InlineData("CS1513", 1, 37, "void App(WebApplication app) { oops;")]
    [InlineData("FRA2022", 1, 1, "await Task.Yield();\nvoid App(WebApplication app) { }\n")]
    [InlineData("FRA2003", 2, 6, "void App(WebApplication app) { }\nvoid services(IServiceCollection services) { }\n")]
    [InlineData("FRA2003", 2, 8, "void App(WebApplication app) { }\nstring GET() => \"\";\n")]
    public void Errors_of_the_start_up_file_stop_the_start_with_file_and_line(string id, int line, int column, string text)
    {
        using var app = new FolderApp(new TempFolder(("api/_startup.cs", text), ("api/a.cs", TempFolder.Handler)));

        var exception = Assert.Throws<FileRoutesException>(() => app.CreatePlainClient());

        Assert.Equal(
            [(id, "api/_startup.cs", line, column)],
            exception.Diagnostics.Where(found => found.Severity == RouteDiagnosticSeverity.Error)
                .Select(found => (found.Id, found.File!, found.Line, found.Column)));
    }

    [Fact]
    public void Errors_of_the_start_up_file_are_reported_with_those_of_the_route_files()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", "void App(WebApplication app) => Missing();\n"),
            ("api/a.cs", "void GET() => Absent();\n"),
            ("api/b.cs", "var x = 1;\n")));

        var exception = Assert.Throws<FileRoutesException>(() => app.CreatePlainClient());

        Assert.Equal(
            ["CS0103 api/_startup.cs", "CS0103 api/a.cs", "FRA2001 api/b.cs"],
            exception.Diagnostics.Select(found => $"{found.Id} {found.File}"));
    }

    [Theory]
    [InlineData(
        "services.AddSingleton<Store>();",
        "class Store(IMailer mailer) { public IMailer Mailer => mailer; }\ninterface IMailer;",
        "api/_startup.cs(3,14): error FRA3106: No service of type 'IMailer' is registered, and the constructor of 'Store' needs one. "
            + "Register it in 'Services' of '_startup.cs': services.AddScoped<IMailer, Mailer>();")]
    [InlineData(
        "services.AddScoped<Store>();",
        "class Store(IEnumerable<string[]> a, Lazy<Dictionary<string, int>> b) { public object Of => (a, b); }",
        "api/_startup.cs(3,14): error FRA3106: No service of type 'Lazy<Dictionary<String, Int32>>' is registered, and the constructor "
            + "of 'Store' needs one. Register it in 'Services' of '_startup.cs': services.AddScoped<Lazy<Dictionary<String, Int32>>>();")]
    [InlineData(
        "services.AddTransient(typeof(Store));",
        "class Store(string path) { public string Path => path; }",
        "api/_startup.cs(3,14): error FRA3106: No service of type 'String' is registered, and the constructor of 'Store' needs one. "
            + "Register it in 'Services' of '_startup.cs': services.AddSingleton(_ => new Store(...));")]
    [InlineData(
        "services.AddTransient<Store>();",
        "class Store(ILogger log) { public ILogger Log => log; }",
        "api/_startup.cs(3,14): error FRA3106: No service of type 'ILogger' is registered, and the constructor of 'Store' needs one. "
            + "Take an ILogger<Store> instead, which is always registered.")]
    [InlineData(
        "services.AddTransient<Store>();",
        "class Store(IHttpContextAccessor context) { public object Context => context; }",
        "api/_startup.cs(3,14): error FRA3106: No service of type 'IHttpContextAccessor' is registered, and the constructor of 'Store' "
            + "needs one. Register it in 'Services' of '_startup.cs': services.AddHttpContextAccessor();")]
    [InlineData(
        "services.AddHttpClient(); services.AddSingleton<Store>(); services.AddScoped<Db>();",
        "class Store(Db db) { public Db Db => db; }\nclass Db;",
        "api/_startup.cs(3,40): error FRA3107: The singleton 'Store' needs the scoped service 'Db', so all requests would share "
            + "one instance of that service. Register 'Store' with AddScoped too, or 'Db' with AddSingleton, or take an IServiceScopeFactory in the "
            + "constructor.")]
    [InlineData(
        "services.AddScoped<IStore, Store>(); services.AddScoped<Db>();",
        "interface IStore;\nclass Store(Db db) : IStore { public Db Db => db; }\nclass Db(IStore store) { public IStore Store => store; }",
        "api/_startup.cs(3,14): error FRA3108: The constructors of these services need each other, so none can be created first: "
            + "Store -> Db -> Store. Move what both need into a third service, or take an IServiceProvider in one of them and get the "
            + "other service later.")]
    [InlineData(
        "services.AddSingleton<IStore>(new Store()); services.AddSingleton(typeof(Db), typeof(Other));",
        "interface IStore;\nclass Store : IStore;\nabstract class Db;\nabstract class Other : Db;",
        "error FRA3016: The container cannot create a service: Cannot instantiate implementation type 'Other' for service type 'Db'. "
            + "Fix its registration in 'Services' of '_startup.cs'.")]
    public async Task A_service_that_cannot_be_created_is_explained_once_at_the_line_that_registers_it(
        string registration, string types, string expected)
    {
        using var folder = new TempFolder(
            ("api/_startup.cs", $"void Services(IServiceCollection services, IConfiguration configuration)\n{{\n    {registration}\n}}\n{types}\n"),
            ("api/a.cs", TempFolder.Handler));

        var (exitCode, _, errors) = await HostCommands.OpenApiAsync(folder.Root);

        Assert.Equal((1, expected), (exitCode, errors.Trim()));
    }

    [Fact]
    public async Task A_service_that_shared_code_registers_is_found_there()
    {
        using var folder = new TempFolder(
            ("api/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) => services.AddStores();\n"),
            ("api/_lib/Stores.cs", """
                static class Stores
                {
                    public static void AddStores(this IServiceCollection services) => services.TryAddScoped<Store>();
                }

                class Store(Db db) { public Db Db => db; }
                class Db;
                """.Replace("static class", "using Microsoft.Extensions.DependencyInjection.Extensions;\nstatic class", StringComparison.Ordinal)),
            ("api/a.cs", TempFolder.Handler));

        var (_, _, errors) = await HostCommands.OpenApiAsync(folder.Root);

        Assert.StartsWith("api/_lib/Stores.cs(4,80): error FRA3106: No service of type 'Db'", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FRA3018_names_a_hosted_service_that_does_not_start()
    {
        using var folder = new TempFolder(
            ("api/_startup.cs", """
                void Services(IServiceCollection services, IConfiguration configuration) => services.AddHostedService<Broken>();
                class Broken : IHostedService { public Task StartAsync(CancellationToken stop) => throw new IOException("cannot open");
                    public Task StopAsync(CancellationToken stop) => Task.CompletedTask; }
                """),
            ("api/a.cs", TempFolder.Handler));

        await using var host = HostProcess.Start(folder.Root, "--urls=http://127.0.0.1:0");
        var line = await host.LineAsync(line => line.Contains("FRA3018", StringComparison.Ordinal));

        Assert.StartsWith("api/_startup.cs(2,1): error FRA3018: ", line, StringComparison.Ordinal);
        Assert.Contains("cannot open", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FRA3017_settings_of_the_log_are_checked()
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, "--Serilog:MinimumLevel=Bogus");

        Assert.Equal((1, true), (exitCode, errors.StartsWith("error FRA3017: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task FRA3009_App_needs_the_application()
    {
        using var folder = new TempFolder(("api/_startup.cs", "void App(WebApplication app) { }\n"), ("api/a.cs", TempFolder.Handler));

        var exception = await Assert.ThrowsAsync<FileRoutesException>(
            () => TestApp.StartAsync(folder, compile: true, map: app => app.MapGroup("/v1").MapFileRoutes()));

        Assert.Equal(("FRA3009", "api/_startup.cs"), (Assert.Single(exception.Diagnostics).Id, exception.Diagnostics[0].File));
    }

    [Fact]
    public async Task A_test_can_replace_a_service_whose_type_is_shared_code()
    {
        using var real = new SharedApp(null);
        using var faked = new SharedApp(services => services.AddSingleton<IClock>(new FakeClock()));

        Assert.Equal("real", await real.CreatePlainClient().GetStringAsync("/api/now", Stop));
        Assert.Equal("fake", await faked.CreatePlainClient().GetStringAsync("/api/now", Stop));
    }

    [Theory]
    [InlineData("FileRoutes:SharedAssembly", "Not.There")]
    [InlineData("FileRoutes:References:0", "missing.dll")]
    public void FRA3010_an_assembly_that_is_named_can_be_loaded(string key, string value)
    {
        using var app = new FolderApp(new TempFolder(("api/a.cs", TempFolder.Handler)), [(key, value)]);

        var exception = Assert.Throws<FileRoutesException>(() => app.CreatePlainClient());

        Assert.Equal("FRA3010", Assert.Single(exception.Diagnostics).Id);
        Assert.Contains(
            $"'{key.Replace(":0", "", StringComparison.Ordinal)}' names the assembly '{value}'",
            exception.Diagnostics[0].Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configured_assembly_is_referenced_by_route_files()
    {
        using var app = new FolderApp(
            new TempFolder(("api/a.cs", "string GET() => FileRoutedApi.IntegrationTests.Greeting.Text;\n")),
            [("FileRoutes:References:0", typeof(Greeting).Assembly.Location)]);

        Assert.Equal("from the application", await app.CreatePlainClient().GetStringAsync("/api/a", Stop));
    }

    private sealed class SharedApp(Action<IServiceCollection>? replace) : App(FolderOf("shared"), "Development", kestrel: false)
    {
        protected override void ConfigureWebHost(Microsoft.AspNetCore.Hosting.IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("FileRoutes:SharedAssembly", typeof(IClock).Assembly.GetName().Name);
            builder.ConfigureTestServices(services => replace?.Invoke(services));
        }
    }

    private sealed class FakeClock : IClock
    {
        public string Now => "fake";
    }
}
