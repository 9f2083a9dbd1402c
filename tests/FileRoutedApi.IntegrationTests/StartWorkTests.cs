using Microsoft.AspNetCore.TestHost;

namespace FileRoutedApi.IntegrationTests;

/// <summary>The function <c>Start</c> of a start-up file: which commands run it, when, and its errors.</summary>
public class StartWorkTests
{
    // Each step appends its name to a file.
    private const string Recording = """
        var log = Path.Combine(Path.GetTempPath(), "set by the test");
        void Services(IServiceCollection services, IConfiguration configuration)
        {
            log = configuration["Log"]!;
            File.AppendAllText(log, "Services ");
            services.AddScoped<Db>().AddHostedService(_ => new Hosted(log));
            services.AddOptions<Checked>().Validate(_ => { File.AppendAllText(log, "ValidateOnStart "); return true; }).ValidateOnStart();
        }

        void App(WebApplication app) => File.AppendAllText(log, "App ");

        async Task Start(IServiceProvider services, CancellationToken stop)
        {
            await Task.Yield();
            File.AppendAllText(log, $"Start({services.GetRequiredService<Db>().Name}) ");
        }

        class Db { public string Name => "scoped"; }
        class Checked;
        class Hosted(string log) : IHostedService
        {
            public async Task StartAsync(CancellationToken stop) => await File.AppendAllTextAsync(log, "Hosted ", stop);
            public Task StopAsync(CancellationToken stop) => Task.CompletedTask;
        }
        """;

    private const string Hello = "string GET() => \"hello\";\n";

    private const string Inspected = "Services App ValidateOnStart";

    private const string Served = "Services App ValidateOnStart Start(scoped) Hosted";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("routes", "")]
    [InlineData("openapi", Inspected)]
    [InlineData("build --no-check", "")]
    [InlineData("build", Inspected)]
    public async Task A_command_that_only_inspects_the_application_does_not_run_Start(string command, string expected)
    {
        using var folder = Folder(out var log);

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, command.Split(' '));

        Assert.Equal((0, ""), (exitCode, errors.Trim()));
        Assert.Equal(expected, Read(log));
    }

    [Fact]
    public async Task A_built_folder_is_checked_without_it_and_served_with_it()
    {
        using var folder = Folder(out var log);
        await HostCommands.BuildAsync(folder.Root, check: false);

        Assert.Equal(0, (await HostProcess.RunAsync(folder.Root, "check")).ExitCode);
        Assert.Equal(Inspected, Read(log));

        File.Delete(log);
        var (exitCode, times, errors) = await HostProcess.RunAsync(folder.Root, "check", "--timing");
        Assert.Equal((0, ""), (exitCode, errors.Trim()));
        Assert.Equal(Inspected, Read(log));
        Assert.Equal(
            ["stage", "runtime", "builder", "settings and log", "start-up file", "container", "pipeline", "listening", "first response"],
            times.Trim().Split('\n').Select(line => line.Split("  ")[0]));

        File.Delete(log);
        await using var host = HostProcess.StartBuilt(Path.Combine(folder.Root, "out"));
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        Assert.Equal("hello", await client.GetStringAsync("/api/a", Stop));
        Assert.Equal(Served, Read(log));
    }

    [Fact]
    public async Task Dev_runs_Start_and_a_restart_after_an_edit_runs_it_again()
    {
        using var folder = Folder(out var log);
        await using var host = HostProcess.Start(folder.Root, "dev", "--urls=http://127.0.0.1:0");
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        Assert.Equal("hello", await client.GetStringAsync("/api/a", Stop));
        Assert.Equal(Served, Read(log));

        await File.AppendAllTextAsync(Path.Combine(folder.Root, "api/_startup.cs"), "\n// Another start.\n", Stop);
        await host.LineAsync(line => line.Contains("restarted", StringComparison.OrdinalIgnoreCase));

        Assert.Equal(
            ["Start(scoped)", "Start(scoped)"],
            Read(log).Split(' ').Where(part => part.StartsWith("Start(", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_test_runs_it()
    {
        using var folder = Folder(out var log);
        using var app = new FolderApp(folder);

        Assert.Equal("hello", await app.CreatePlainClient().GetStringAsync("/api/a", Stop));
        Assert.Equal(Served, Read(log));
    }

    [Fact]
    public async Task In_an_embedding_application_Start_runs_before_the_server_starts()
    {
        using var folder = Folder(out var log);
        await using var app = await TestApp.StartAsync(folder, compile: true, map: app => app.MapFileRoutes());

        Assert.Equal("hello", await app.GetTestClient().GetStringAsync("/api/a", Stop));
        Assert.Equal(Served, Read(log));
    }

    [Theory]
    [InlineData("""
        async Task Start(IServiceProvider services, CancellationToken stop)
        {
            await Task.Yield();
            Flag.IsSet = services is not null && !stop.IsCancellationRequested;
        }
        """)]
    [InlineData("async Task Start(IServiceProvider services) { await Task.Yield(); Flag.IsSet = services is not null; }")]
    [InlineData("""
        async ValueTask Start(IServiceProvider services, CancellationToken stop)
        {
            await Task.Yield();
            Flag.IsSet = services is not null;
        }
        """)]
    [InlineData("async ValueTask Start(IServiceProvider services) { await Task.Yield(); Flag.IsSet = services is not null; }")]
    [InlineData("void Start(IServiceProvider services, CancellationToken stop) => Flag.IsSet = services is not null;")]
    [InlineData("static void Start(IServiceProvider services) => Flag.IsSet = services is not null;")]
    public async Task Start_may_be_synchronous_or_asynchronous(string start)
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", $"{start}\n"),
            ("api/_lib/Flag.cs", "static class Flag { public static bool IsSet; }\n"),
            ("api/a.cs", "bool GET() => Flag.IsSet;\n")));

        Assert.Equal("true", await app.CreatePlainClient().GetStringAsync("/api/a", Stop));
    }

    [Theory]
    [InlineData("FRA3007", 3, 1, """
        Task Start(IServiceProvider services, CancellationToken stop)
        {
            throw new IOException("no database");
        }
        """)]
    [InlineData("FRA3007", 4, 1, """
        async Task Start(IServiceProvider services, CancellationToken stop)
        {
            await Task.Yield();
            throw new IOException("no database");
        }
        """)]
    [InlineData("FRA3007", 2, 1, "void Start(IServiceProvider services) =>\n    services.GetRequiredService<Missing>();\nclass Missing;\n")]
    [InlineData("FRA3007", 4, 1, """
        async Task Start(IServiceProvider services, CancellationToken stop)
        {
            await Task.Yield();
            throw new TaskCanceledException("the timeout of a client, not the end of the application");
        }
        """)]
    [InlineData("FRA2020", 1, 6, "Task Start(string[] args) => Task.CompletedTask;\n")]
    [InlineData("FRA2020", 1, 11, "Task<int> Start(IServiceProvider services, CancellationToken stop, int more) => Task.FromResult(1);\n")]
    [InlineData("FRA2020", 1, 8, "string Start(IServiceProvider services) => \"\";\n")]
    [InlineData("FRA2004", 1, 12, "async void Start(IServiceProvider services) => await Task.Yield();\n")]
    [InlineData("FRA2003", 2, 6, """
        void App(WebApplication app) { }
        Task start(IServiceProvider services, CancellationToken stop) => Task.CompletedTask;
        """)]
    public void Errors_of_Start_stop_the_start_with_file_and_line(string id, int line, int column, string text)
    {
        using var app = new FolderApp(new TempFolder(("api/_startup.cs", text), ("api/a.cs", Hello)));

        var exception = Assert.Throws<FileRoutesException>(() => app.CreatePlainClient());

        Assert.Equal(
            [(id, "api/_startup.cs", line, column)],
            exception.Diagnostics.Where(found => found.Severity == RouteDiagnosticSeverity.Error)
                .Select(found => (found.Id, found.File!, found.Line, found.Column)));
    }

    [Fact]
    public async Task An_error_in_Start_ends_a_built_application_with_1_and_does_not_fail_a_build()
    {
        using var folder = new TempFolder(
            ("api/_startup.cs", """
                Task Start(IServiceProvider services, CancellationToken stop) =>
                    throw new IOException("no database");
                """),
            ("api/a.cs", Hello));
        await HostCommands.BuildAsync(folder.Root);

        var (exitCode, output, errors) = await HostProcess.RunAsync(folder.Root, "start", "--urls=http://127.0.0.1:0");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("api/_startup.cs(2,1): error FRA3007: 'Start' threw IOException: no database.", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Listening", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_cancels_Start_and_the_process_exits_with_0()
    {
        using var folder = new TempFolder(
            ("api/_startup.cs", """
                async Task Start(IServiceProvider services, CancellationToken stop)
                {
                    Console.WriteLine("waiting for a database");
                    await Task.Delay(Timeout.Infinite, stop);
                }
                """),
            ("api/a.cs", Hello));
        await HostCommands.BuildAsync(folder.Root, check: false);
        await using var host = HostProcess.StartBuilt(Path.Combine(folder.Root, "out"));
        await host.LineAsync(line => line.Contains("waiting", StringComparison.Ordinal));

        host.Terminate();

        Assert.Equal(0, await host.WaitForExitAsync());
    }

    private static TempFolder Folder(out string log)
    {
        var folder = new TempFolder(("api/_startup.cs", Recording), ("api/a.cs", Hello));
        log = Path.Combine(folder.Root, "log");
        File.WriteAllText(Path.Combine(folder.Root, "appsettings.json"), $$"""{ "Log": "{{log}}" }""");
        return folder;
    }

    private static string Read(string log) => File.Exists(log) ? File.ReadAllText(log).Trim() : "";
}
