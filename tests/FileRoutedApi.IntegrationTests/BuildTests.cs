using System.Text.Json;
using FileRoutedApi.Built;
using FileRoutedApi.Host.Building;
using FileRoutedApi.Host.Commands;
using FileRoutedApi.Host.Serving;
using Microsoft.AspNetCore.TestHost;

[assembly: AssemblyFixture(typeof(FileRoutedApi.IntegrationTests.BuiltApp))]

namespace FileRoutedApi.IntegrationTests;

/// <summary>The host with a built folder.</summary>
public sealed class BuiltApp : App, IAsyncLifetime
{
    private static readonly string _output = Path.Combine(Path.GetTempPath(), $"fra-built-{Guid.NewGuid():N}");

    public BuiltApp()
        : base(_output, "Production", kestrel: true) => UseKestrel();

    public async ValueTask InitializeAsync()
    {
        var folder = ServedFolder.Open(FolderOf("behaviour"), [], "Production");
        Assert.Equal(0, await BuildCommand.RunAsync(folder, _output, check: true, readyToRun: false, default));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_output, recursive: true);
    }
}

public sealed class BuiltBehaviourTests(BuiltApp app) : BehaviourTests(app);

/// <summary>The commands <c>build</c> and <c>start</c>: output, errors, and files that are not touched.</summary>
public class BuildTests
{
    private const string Hello = "void Handler(ApiRequest req, ApiResponse res) => res.Json(new { message = \"hello\" });\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_built_folder_runs_by_itself_without_sources_and_without_a_compiler()
    {
        using var folder = new TempFolder(
            ("api/hello.cs", Hello),
            ("api/typed/[id].cs", """
                /// <summary>One item.</summary>
                Item GET(int id, Names names) => new(id * names.Factor);

                record Item(int Id);
                """),
            ("api/_lib/Names.cs", "class Names { public int Factor => 3; }\n"),
            ("api/_startup.cs", """
                void Services(IServiceCollection services, IConfiguration configuration) => services.AddSingleton<Names>();
                """),
            ("appsettings.json", "{ \"FileRoutes\": { \"OpenApi\": { \"Title\": \"Items\" } } }"));
        var output = await BuildAsync(folder);
        Assert.DoesNotContain(
            Directory.GetFiles(output),
            file => file.EndsWith(".cs", StringComparison.Ordinal)
                || Path.GetFileName(file).Contains("CodeAnalysis", StringComparison.Ordinal)
                || Path.GetFileName(file).Contains("Compilation", StringComparison.Ordinal));
        const string runtimeSettings = "FileRoutedApi.Host.runtimeconfig.json";
        Assert.Contains("TieredPGO", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, runtimeSettings)), StringComparison.Ordinal);
        Assert.DoesNotContain("TieredPGO", File.ReadAllText(Path.Combine(output, runtimeSettings)), StringComparison.Ordinal);
        Directory.Delete(Path.Combine(folder.Root, "api"), recursive: true);

        await using var host = HostProcess.StartBuilt(output);
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };

        Assert.Equal("""{"message":"hello"}""", await client.GetStringAsync("/api/hello", Stop));
        Assert.Equal("""{"id":21}""", await client.GetStringAsync("/api/typed/7", Stop));
        var document = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json", Stop)).RootElement;
        Assert.Equal("Items", document.GetProperty("info").GetProperty("title").GetString());
        Assert.Equal(
            "One item.",
            document.GetProperty("paths").GetProperty("/api/typed/{id}").GetProperty("get").GetProperty("summary").GetString());
        Assert.Equal(404, (int)(await client.GetAsync("/swagger", Stop)).StatusCode);
        Assert.Equal(404, (int)(await client.GetAsync("/_dev", Stop)).StatusCode);
        host.Terminate();
        Assert.Equal(0, await host.WaitForExitAsync());
    }

    [Fact]
    public async Task A_stack_trace_names_the_file_by_its_path_in_the_folder()
    {
        using var folder = new TempFolder(("api/throws.cs", """
            void Handler(ApiRequest req, ApiResponse res)
            {
                throw new InvalidOperationException("on purpose");
            }
            """));
        var output = await BuildAsync(folder);

        await using var host = HostProcess.StartBuilt(output);
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        using var response = await client.GetAsync("/api/throws", Stop);

        Assert.DoesNotContain("on purpose", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Contains(
            "api/throws.cs:line 3",
            await host.LineAsync(line => line.Contains("on purpose", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Root, host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_folder_builds_to_the_same_bytes_at_any_location()
    {
        (string, string)[] files =
        [
            ("api/hello.cs", Hello),
            ("api/post/[...slug].cs", "/// <summary>Texts.</summary>\nstring[] GET(string[] slug) => slug;\n"),
            ("api/_lib/Shared.cs", "namespace Mine; public class Shared { public string? Text { get; set; } }\n"),
        ];
        using var first = new TempFolder(files);
        using var second = new TempFolder(files);

        var (one, other) = (await BuildAsync(first), await BuildAsync(second));

        Assert.Equal(ContentOf(one), ContentOf(other));
    }

    [Fact]
    public async Task The_manifest_lists_the_routes_in_match_order_with_the_hashes_of_their_files()
    {
        using var folder = new TempFolder(
            ("api/[id].cs", "void Handler(ApiRequest req, ApiResponse res) { }\n"),
            ("api/hello.cs", "string GET() => \"\";\nvoid POST() { }\n"));
        var manifest = BuildManifest.TryRead(await File.ReadAllBytesAsync(
            Path.Combine(await BuildAsync(folder), BuildManifest.FileName), Stop))!;

        Assert.Equal(
            ["/api/hello GET,POST", "/api/[id] *"],
            manifest.Routes.Select(route => $"{route.Pattern} {string.Join(',', route.Methods)}"));
        Assert.All(manifest.Routes, route => Assert.Equal(
            Convert.ToHexStringLower(
                System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(folder.Root, route.File)))),
            route.Hash));
    }

    [Theory]
    [InlineData("api/broken.cs", "void Handler(ApiRequest req, ApiResponse res) => res.Json(oops);\n", "CS0103")]
    [InlineData("api/Hello.cs", Hello, "FRA1012")]
    [InlineData("api/loads.cs", """
        throw new InvalidOperationException("no");
        void Handler(ApiRequest req, ApiResponse res) { }
        """, "FRA2013")]
    [InlineData("api/size.cs", """
        var config = new RouteConfig { Api = { BodyParser = { SizeLimit = "large" } } };
        void Handler(ApiRequest req, ApiResponse res) { }
        """, "FRA2011")]
    public async Task Any_error_fails_the_build_and_leaves_the_previous_output(string file, string text, string id)
    {
        using var folder = new TempFolder(("api/hello.cs", Hello));
        var output = await BuildAsync(folder);
        var before = ContentOf(output);
        await File.WriteAllTextAsync(Path.Combine(folder.Root, file), text, Stop);

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, "build", "--output", output);

        Assert.Equal(1, exitCode);
        Assert.Contains($"error {id}", errors, StringComparison.Ordinal);
        Assert.Equal(before, ContentOf(output));
        Assert.Equal(["api", "out"], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Native_code_is_added_on_request()
    {
        using var folder = new TempFolder(("api/hello.cs", Hello));
        Assert.Equal(0, (await HostProcess.RunAsync(folder.Root, "build", "--ready-to-run")).ExitCode);
        var output = Path.Combine(folder.Root, "out");

        Assert.All(Directory.GetFiles(output, "*.dll"), file => Assert.True(ReadyToRunCompiler.IsNative(file), file));
        Assert.Equal(System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier, BuiltFolder.Open(output).Manifest.System);
        await using var host = HostProcess.StartBuilt(output);
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        Assert.Equal("""{"message":"hello"}""", await client.GetStringAsync("/api/hello", Stop));
    }

    [Fact]
    public async Task A_build_replaces_the_previous_one()
    {
        using var folder = new TempFolder(("api/hello.cs", Hello), ("api/deleted.cs", Hello));
        var output = await BuildAsync(folder);
        File.Delete(Path.Combine(folder.Root, "api/deleted.cs"));

        await BuildAsync(folder);

        Assert.Equal(["api/hello.cs"], BuiltFolder.Open(output).Manifest.Routes.Select(route => route.File));
    }

    [Fact]
    public async Task Without_a_check_no_code_of_the_folder_runs()
    {
        using var folder = new TempFolder(("api/loads.cs", """
            throw new InvalidOperationException("no");
            void Handler(ApiRequest req, ApiResponse res) { }
            """));

        await HostCommands.BuildAsync(folder.Root, check: false);
        var (started, _, errors) = await HostProcess.RunAsync(folder.Root, "start", "--urls=http://127.0.0.1:0");

        Assert.Equal(1, started);
        Assert.Contains("api/loads.cs(1,1): error FRA2013", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FRA3020_a_start_without_a_build_is_refused()
    {
        using var folder = new TempFolder(("api/hello.cs", Hello));

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, "start", folder.Root);

        Assert.Equal(1, exitCode);
        Assert.Contains(
            $"FRA3020: The folder '{folder.Root}' has sources and no build output. Run '", errors, StringComparison.Ordinal);
        Assert.Contains($"build {folder.Root} --output out', then '", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FileRoutedApi.Routes.dll", "")]
    [InlineData("FileRoutedApi.Routes.Shared.dll", "MZ")]
    [InlineData(BuildManifest.FileName, "{ \"version\": ")]
    [InlineData(BuildManifest.FileName, "{}")]
    public async Task FRA3021_a_damaged_folder_is_refused(string file, string text)
    {
        using var folder = new TempFolder(("api/hello.cs", Hello), ("api/_lib/Shared.cs", "class Shared;\n"));
        var output = await BuildAsync(folder);
        await File.WriteAllTextAsync(Path.Combine(output, file), text, Stop);

        Assert.Equal("FRA3021", Assert.Single(Assert.Throws<FileRoutesException>(() => BuiltFolder.Open(output)).Diagnostics).Id);
    }

    [Fact]
    public async Task FRA3021_a_folder_without_its_assembly_is_refused()
    {
        using var folder = new TempFolder(("api/hello.cs", Hello), ("api/_lib/Shared.cs", "class Shared;\n"));
        var output = await BuildAsync(folder);
        File.Delete(Path.Combine(output, "FileRoutedApi.Routes.dll"));

        Assert.Equal("FRA3021", Assert.Single(Assert.Throws<FileRoutesException>(() => BuiltFolder.Open(output)).Diagnostics).Id);
    }

    [Fact]
    public async Task FRA3022_a_folder_of_another_version_is_refused()
    {
        using var folder = new TempFolder(("api/hello.cs", Hello));
        var output = await BuildAsync(folder);
        Change(output, manifest => manifest with { Version = "0.0.1" });

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, "start", output, "--urls=http://127.0.0.1:0");

        Assert.Equal(1, exitCode);
        Assert.Contains("error FRA3022", errors, StringComparison.Ordinal);
        Assert.Contains("0.0.1", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FRA3023_a_folder_for_another_system_is_refused()
    {
        using var folder = new TempFolder(("api/hello.cs", Hello));
        var output = await BuildAsync(folder);
        Change(output, manifest => manifest with { System = "plan9-mips" });

        Assert.Equal("FRA3023", Assert.Single(Assert.Throws<FileRoutesException>(() => BuiltFolder.Open(output)).Diagnostics).Id);
    }

    [Fact]
    public async Task FRA3024_a_folder_that_no_build_wrote_is_not_replaced()
    {
        using var folder = new TempFolder(("api/hello.cs", Hello), ("out/precious.txt", "mine"));

        var (exitCode, errors) = await HostCommands.TryBuildAsync(folder.Root, Path.Combine(folder.Root, "out"));

        Assert.Equal(1, exitCode);
        Assert.Contains("error FRA3024", errors, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(folder.Root, "out/precious.txt"), Stop));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("api/out")]
    public async Task FRA3025_the_sources_are_not_replaced(string output)
    {
        using var folder = new TempFolder(("api/hello.cs", Hello));

        var (exitCode, errors) = await HostCommands.TryBuildAsync(folder.Root, Path.Combine(folder.Root, output));

        Assert.Equal(1, exitCode);
        Assert.Contains("error FRA3025", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FRA3026_an_output_that_cannot_be_written_is_named()
    {
        using var folder = new TempFolder(("api/hello.cs", Hello), ("file", ""));

        var (exitCode, errors) = await HostCommands.TryBuildAsync(folder.Root, Path.Combine(folder.Root, "file/out"));

        Assert.Equal(1, exitCode);
        Assert.Contains("error FRA3026", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_embedding_application_serves_a_built_folder()
    {
        using var folder = new TempFolder(
            ("api/hello.cs", "string GET(Greeting greeting) => greeting.Text;\n"),
            ("api/_lib/Greeting.cs", "record Greeting(string Text);\n"),
            ("api/_startup.cs", """
                void Services(IServiceCollection services, IConfiguration configuration) => services.AddSingleton(new Greeting("built"));
                """));
        var output = await BuildAsync(folder);

        await using var app = await TestApp.StartAsync(
            folder, compile: false, app => app.MapFileRoutes(), options => options.Root = output);

        Assert.Equal("built", await app.GetTestClient().GetStringAsync("/api/hello", Stop));
    }

    private static async Task<string> BuildAsync(TempFolder folder)
    {
        var output = Path.Combine(folder.Root, "out");
        Assert.Equal(
            0,
            await BuildCommand.RunAsync(ServedFolder.Open(folder.Root, [], "Production"), output, check: true, readyToRun: false, Stop));
        return output;
    }

    private static void Change(string output, Func<BuildManifest, BuildManifest> change)
    {
        var file = Path.Combine(output, BuildManifest.FileName);
        File.WriteAllBytes(file, change(BuildManifest.TryRead(File.ReadAllBytes(file))!).Write());
    }

    private static IReadOnlyList<(string, string)> ContentOf(string folder) =>
        [
            .. Directory.GetFiles(folder)
                .Order(StringComparer.Ordinal)
                .Select(file => (Path.GetFileName(file), BuiltFolder.HashOf(File.ReadAllBytes(file))))
        ];
}
