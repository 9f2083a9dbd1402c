using FileRoutedApi.Host.Building;
using FileRoutedApi.Testing;
using Microsoft.AspNetCore.TestHost;

namespace FileRoutedApi.IntegrationTests;

/// <summary><c>.env</c> files and <c>_assets/</c> in every way of running a folder.</summary>
public class EverydayFileTests
{
    private const string Handler = """
        object GET(IHostEnvironment host, IConfiguration configuration) => new
        {
            texts = new[] { "api/_assets/a.txt", "/app/_assets/b/b.txt" }.Select(path =>
            {
                using var reader = new StreamReader(host.ContentRootFileProvider.GetFileInfo(path).CreateReadStream());
                return reader.ReadToEnd();
            }),
            count = host.ContentRootFileProvider.GetDirectoryContents("api/_assets").Count(),
            setting = configuration["From:Env"],
        };
        """;

    private const string Expected = """{"texts":["of api","of app"],"count":2,"setting":".env"}""";

    private static readonly Dictionary<string, Func<TempFolder, Task<string>>> _ways = new()
    {
        ["dev"] = async folder =>
        {
            await using var dev = await Development.Dev.StartAsync(folder, []);
            return await dev.GetAsync("/api/read");
        },
        ["WebApplicationFactory"] = async folder =>
        {
            await using var app = new FolderApp(folder);
            return await app.CreatePlainClient().GetStringAsync("/api/read", Stop);
        },
        ["RouteApp"] = async folder =>
        {
            await using var app = await RouteApp.StartAsync(folder.Root, cancellationToken: Stop);
            return await app.Client.GetStringAsync("/api/read", Stop);
        },
        ["build and start"] = async folder =>
        {
            await BuildAsync(folder);
            File.Delete(Path.Combine(folder.Root, "api", "_assets", "a.txt"));
            await using var host = HostProcess.Start(folder.Root, "start", "--urls", "http://127.0.0.1:0");
            using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
            return await client.GetStringAsync("/api/read", Stop);
        },
        ["embedded"] = folder => EmbeddedAsync(folder, "."),
        ["embedded with another root"] = async folder =>
        {
            using var other = new TempFolder((".env", "From__Env=.env"));
            return await EmbeddedAsync(other, folder.Root);
        },
        ["embedded build"] = async folder =>
        {
            await BuildAsync(folder);
            Directory.Delete(Path.Combine(folder.Root, "api"), recursive: true);
            return await EmbeddedAsync(folder, "out");
        },
    };

    public static TheoryData<string> Ways => [.. _ways.Keys];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Assets_and_env_files_are_read_in_every_way_of_running(string way)
    {
        using var folder = CreateFolder();

        Assert.Equal(Expected, await _ways[way](folder));
    }

    [Fact]
    public async Task Assets_are_not_served_and_env_files_are_not_copied()
    {
        using var folder = CreateFolder();
        var output = await BuildAsync(folder);

        await using var app = await RouteApp.StartAsync(output, cancellationToken: Stop);

        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await app.Client.GetAsync("/api/_assets/a.txt", Stop)).StatusCode);
        Assert.Empty(Directory.GetFiles(output, ".env*"));
        Assert.Empty(BuiltFiles.FindOtherFiles(output));
        Assert.Equal(
            ["a.txt", "data.cs"], Directory.GetFiles(Path.Combine(output, "api", "_assets")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_build_replaces_its_assets_but_not_edited_ones()
    {
        using var folder = CreateFolder();
        var output = await BuildAsync(folder);
        File.Delete(Path.Combine(folder.Root, "app", "_assets", "b", "b.txt"));
        await BuildAsync(folder);
        Assert.False(Directory.Exists(Path.Combine(output, "app")));

        await File.WriteAllTextAsync(Path.Combine(output, "api", "_assets", "a.txt"), "edited", Stop);

        var (exitCode, errors) = await HostCommands.TryBuildAsync(folder.Root, output, check: false);
        Assert.Equal(1, exitCode);
        Assert.Contains("api/_assets/a.txt", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Env_files_are_between_settings_files_and_environment_variables()
    {
        using var folder = new TempFolder(
            ("api/a.cs", """string GET(IConfiguration configuration) => $"{configuration["A"]} {configuration["B"]} {configuration["URLS"]}";"""),
            ("appsettings.Production.json", """{ "A": "settings", "B": "settings" }"""),
            (".env.production", "A=file\nB=file\nASPNETCORE_URLS=http://127.0.0.1:0"));
        await using var host = HostProcess.Start(
            folder.Root, new Dictionary<string, string?> { ["B"] = "process", ["ASPNETCORE_ENVIRONMENT"] = "Production" }, "dev");
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };

        Assert.Equal("file process http://127.0.0.1:0", await client.GetStringAsync("/api/a", Stop));
    }

    [Fact]
    public async Task FRA3081_a_malformed_line_stops_the_start()
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler), (".env", "A=1\nwrong"));

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, "routes");

        Assert.Equal(1, exitCode);
        Assert.Contains(".env(2,1): error FRA3081", errors, StringComparison.Ordinal);
    }

    private static TempFolder CreateFolder() => new(
        ("api/read.cs", Handler),
        ("api/_assets/a.txt", "of api"),
        ("api/_assets/data.cs", "not code"),
        ("app/_assets/b/b.txt", "of app"),
        (".env", "From__Env=.env"));

    private static Task<string> BuildAsync(TempFolder folder) => HostCommands.BuildAsync(folder.Root, check: false);

    private static async Task<string> EmbeddedAsync(TempFolder contentRoot, string root)
    {
        await using var app = await TestApp.StartAsync(
            contentRoot,
            compile: !root.EndsWith("out", StringComparison.Ordinal),
            app =>
            {
                app.UseFileRoutes();
                app.MapFileRoutes();
            },
            options => options.Root = root,
            builder => builder.AddDotEnvFiles());
        return await app.GetTestClient().GetStringAsync("/api/read", Stop);
    }
}
