using System.Net;

namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>Errors and failed restarts of the development server do not affect anything else.</summary>
public class DevErrorTests
{
    private const string Hello = "void Handler(ApiRequest req, ApiResponse res) => res.Json(\"hello\");\n";
    private const string Broken = "void Handler(ApiRequest req, ApiResponse res)\n{\n    res.End(oops);\n}\n";

    private const string Services = "void Services(IServiceCollection services, IConfiguration configuration)";
    private const string Start = "Task Start(IServiceProvider services, CancellationToken stop)";
    private const string BadStart = $"async {Start}\n{{\n    await Task.Yield();\n    throw new IOException(\"no table\");\n}}\n";
    private const string BadService = """
        class Bad : IHostedService
        {
            public Task StartAsync(CancellationToken stop) => throw new IOException("no port");
            public Task StopAsync(CancellationToken stop) => Task.CompletedTask;
        }

        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_with_errors_at_the_start_affects_only_itself_and_works_when_fixed()
    {
        await using var dev = await Dev.StartAsync(
            ("api/a.cs", Hello),
            ("api/b.cs", Broken),
            ("api/c.cs", "throw new InvalidOperationException(\"at load\");\nvoid Handler(ApiRequest req, ApiResponse res) { }\n"));

        await dev.SeeAsync("/api/a", "\"hello\"");
        await dev.SeeAsync("/api/b", "CS0103", HttpStatusCode.InternalServerError);
        await dev.SeeAsync("/api/c", "FRA2013", HttpStatusCode.InternalServerError);
        dev.Write("api/b.cs", Hello);
        await dev.SeeAsync("/api/b", "\"hello\"");
        await dev.SeeAsync("/api/c", "at load", HttpStatusCode.InternalServerError);
    }

    [Theory]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("while (true) { }")]
    public async Task FRA2023_a_file_that_never_loads_does_not_block_other_files(string endless)
    {
        await using var dev = await Dev.StartProcessAsync([], ("api/a.cs", Hello), ("api/b.cs", Hello));
        await dev.SeeAsync("/api/b", "\"hello\"");

        dev.Write("api/b.cs", $"{endless}\n#pragma warning disable CS0162\n{Hello}");
        await dev.SeeAsync("/api/b", "FRA2023", HttpStatusCode.InternalServerError);
        await dev.SeeAsync("/api/a", "\"hello\"");
        dev.Write("api/b.cs", Hello);
        await dev.SeeAsync("/api/b", "\"hello\"");
    }

    [Fact]
    public async Task Errors_of_names_do_not_affect_other_files()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", Hello), ("api/post/[id].cs", Hello), ("api/post/[slug].cs", Hello));

        await dev.SeeAsync("/api/a", "\"hello\"");
        await dev.SeeAsync("/api/post/1", "\"hello\"");
        await dev.LineAsync("error FRA1005");
        dev.Delete("api/post/[slug].cs");
        await dev.SeeAsync("/api/post/1", "\"hello\"");
    }

    [Theory]
    [InlineData("api/_startup.cs", $"{Services} => services.AddSingleton(oops);\n", "CS0103", $"{Services} {{ }}\n")]
    [InlineData("api/_startup.cs", $"{Services} => throw new IOException(\"no disk\");\n", "no disk", $"{Services} {{ }}\n")]
    [InlineData("api/_startup.cs", $"{Services} => services.AddHostedService<Bad>();\n{BadService}", "FRA3018", $"{Services} {{ }}\n")]
    [InlineData("api/_startup.cs", BadStart, "no table", $"{Start} => Task.CompletedTask;\n")]
    [InlineData(
        "api/_lib/Shared.cs",
        "static class Shared { public const int One = oops; }\n",
        "CS0103",
        "static class Shared { public const int One = 1; }\n")]
    public async Task Shared_code_with_errors_can_be_fixed_while_the_server_runs(
        string path, string broken, string message, string corrected)
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", Hello), (path, broken));

        await dev.SeeAsync("/api/a", message, HttpStatusCode.InternalServerError);
        await dev.SeeAsync("/anything", message, HttpStatusCode.InternalServerError);
        dev.Write(path, corrected);
        await dev.SeeAsync("/api/a", "\"hello\"");
    }

    [Fact]
    public async Task If_a_restart_fails_the_previous_application_still_runs()
    {
        await using var dev = await Dev.StartAsync(
            ("api/a.cs", "void Handler(ApiRequest req, ApiResponse res) => res.Json(Shared.Value);\n"),
            ("api/_lib/Shared.cs", "static class Shared { public const int Value = 1; }\n"));
        await dev.SeeAsync("/api/a", "1");

        dev.Write("api/_lib/Shared.cs", "static class Shared { public const int Value = two; }\n");
        await dev.LineAsync("api/_lib/Shared.cs(1,48): error CS0103");
        await dev.SeeAsync("/api/a", "1");
        dev.Write("api/_lib/Shared.cs", "static class Shared { public const int Value = 3; }\n");
        await dev.SeeAsync("/api/a", "3");
    }

    [Fact]
    public async Task A_change_that_is_saved_during_a_restart_is_not_lost()
    {
        await using var dev = await Dev.StartProcessAsync(
            [],
            ("api/a.cs", "void Handler(ApiRequest req, ApiResponse res) => res.Json(Shared.Value);\n"),
            ("api/_lib/Shared.cs", "static class Shared { public const int Value = 1; }\n"),
            ("api/_startup.cs", "if (File.Exists(\"slow\")) { Console.WriteLine(\"starts slowly\"); "
                + "while (File.Exists(\"slow\")) Thread.Sleep(10); }\n"
                + "void Services(IServiceCollection services, IConfiguration configuration) { }\n"));
        await dev.SeeAsync("/api/a", "1");

        dev.Write("slow", "");
        dev.Write("api/_lib/Shared.cs", "static class Shared { public const int Value = 2; }\n");
        await dev.LineAsync("starts slowly");
        dev.Write("api/_lib/Shared.cs", "static class Shared { public const int Value = 3; }\n");
        dev.Delete("slow");

        await dev.SeeAsync("/api/a", "3");
    }

    [Fact]
    public async Task A_failed_start_is_retried_when_a_file_is_saved_unchanged()
    {
        const string startup = "void Services(IServiceCollection services, IConfiguration configuration) { "
            + "if (!File.Exists(\"database\")) throw new IOException(\"no database\"); }\n";
        await using var dev = await Dev.StartProcessAsync([], ("api/a.cs", Hello), ("api/_startup.cs", startup));
        await dev.SeeAsync("/api/a", "no database", HttpStatusCode.InternalServerError);

        dev.Write("database", "");
        dev.Write("api/_startup.cs", startup);

        await dev.SeeAsync("/api/a", "\"hello\"");
    }

    [Theory]
    [InlineData("{ \"A\": ", "FRA3006")]
    [InlineData("{ \"FileRoutes\": { \"BodySizeLimit\": \"large\" } }", "FRA3002")]
    public async Task Invalid_settings_are_an_error_until_they_are_fixed(string settings, string id)
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", Hello), ("appsettings.json", "{ }"));
        await dev.SeeAsync("/api/a", "\"hello\"");

        dev.Write("appsettings.json", settings);
        await dev.LineAsync(id);
        dev.Write("api/a.cs", Hello + "\n");
        await dev.LineAsync("compiled api/a.cs");
        Assert.Contains(id, await dev.GetAsync("/_dev"), StringComparison.Ordinal);
        dev.Write("appsettings.json", "{ \"B\": 1 }");
        await dev.LineAsync("restarted 1 route");
        Assert.DoesNotContain(id, await dev.GetAsync("/_dev"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"A\": ", "appsettings.json(1,8): error FRA3006")]
    [InlineData("{ \"FileRoutes\": { \"BodySizLimit\": \"1mb\" } }", "appsettings.json(1,19): error FRA3003")]
    [InlineData("{ \"Kestrel\": { \"Limits\": { \"Max\": 1 } } }", "appsettings.json(1,28): error FRA3003")]
    public async Task Invalid_settings_at_the_start_are_an_error_until_they_are_fixed(string settings, string expected)
    {
        using var folder = new TempFolder(("api/a.cs", Hello), ("appsettings.json", settings));
        await using var host = HostProcess.Start(folder.Root, "dev", "--urls=http://127.0.0.1:0");
        await host.LineAsync(line => line.StartsWith(expected, StringComparison.Ordinal));

        await File.WriteAllTextAsync(Path.Combine(folder.Root, "appsettings.json"), "{ \"Fixed\": 1 }", Stop);

        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        Assert.Equal("\"hello\"", await client.GetStringAsync("/api/a", Stop));
    }

    [Fact]
    public async Task Dev_can_be_stopped_while_it_waits_for_settings_to_be_fixed()
    {
        using var folder = new TempFolder(("api/a.cs", Hello), ("appsettings.json", "{ \"A\": "));
        await using var host = HostProcess.Start(folder.Root, "dev");
        await host.LineAsync(line => line.Contains("FRA3006", StringComparison.Ordinal));

        host.Terminate();

        Assert.Equal(0, await host.WaitForExitAsync());
    }

    [Fact]
    public async Task If_Start_fails_after_an_edit_the_previous_application_still_runs()
    {
        await using var dev = await Dev.StartAsync(
            ("api/a.cs", Hello), ("api/_startup.cs", $"{Start} => Task.CompletedTask;\n"));
        await dev.SeeAsync("/api/a", "\"hello\"");

        dev.Write(
            "api/_startup.cs",
            "Task Start(IServiceProvider services, CancellationToken stop) =>\n    throw new IOException(\"no table\");\n");
        await dev.LineAsync("api/_startup.cs(2,1): error FRA3007");
        await dev.SeeAsync("/api/a", "\"hello\"");
    }

    [Fact]
    public async Task A_background_service_that_fails_does_not_stop_the_server()
    {
        await using var dev = await Dev.StartAsync(
            ("api/a.cs", Hello),
            ("api/_startup.cs", $"{Services} => services.AddHostedService<Job>();\n"
                + "class Job : BackgroundService { protected override async Task ExecuteAsync(CancellationToken stop) { "
                + "await Task.Delay(1, stop); throw new InvalidOperationException(\"job failed\"); } }\n"));

        await Dev.WaitAsync(() => Task.FromResult(dev.Output.Contains("job failed", StringComparison.Ordinal)));
        await dev.SeeAsync("/api/a", "\"hello\"");
    }
}
