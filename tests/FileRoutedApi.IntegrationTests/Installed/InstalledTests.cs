using System.Text.RegularExpressions;
using FileRoutedApi.Host.Building;
using FileRoutedApi.Host.Templates;

namespace FileRoutedApi.IntegrationTests.Installed;

/// <summary>What a user does who has only the SDK and the packages.</summary>
public partial class InstalledTests(LocalFeed feed) : IClassFixture<LocalFeed>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_tool_has_the_version_of_the_packages_and_calls_itself_fra()
    {
        var folder = feed.CreateFolder("empty");

        Assert.StartsWith(LocalFeed.Version, await feed.FraAsync(folder, "--version"), StringComparison.Ordinal);
        Assert.Contains("fra build [<DIR>] [options]", await feed.FraAsync(folder, "build", "--help"), StringComparison.Ordinal);
        Assert.Equal("build", (await feed.FraAsync(folder, "[suggest:2]", "bu")).Trim());
    }

    [Fact]
    public async Task FRA3001_an_empty_folder_gets_the_command_that_creates_one()
    {
        var folder = feed.CreateFolder("nothing");

        var (exitCode, _, errors) = await Sdk.TryRunAsync(feed.Prepare(folder, feed.Fra), Stop);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"error FRA3001: There is no folder 'api' or 'app' in '{folder}'. Run 'fra new NAME'", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_folder_is_served_in_development_without_a_command()
    {
        var folder = await NewAsync("served", "minimal");
        await using var host = HostProcess.Start(feed.Prepare(folder, feed.Fra, "--urls", "http://127.0.0.1:0"));
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };

        Assert.Equal("""{"message":"Hello from served!"}""", await client.GetStringAsync("/api/hello", Stop));
    }

    [Fact]
    public async Task The_stages_of_the_image_build_a_new_folder_and_start_it_without_the_SDK()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The image is Linux.");
        var folder = await feed.SiteAsync();
        var output = Path.Combine(feed.CreateFolder("image"), "out");

        // The tool is installed already. The native code of --ready-to-run takes a minute, and BuildOutputTests cover it.
        foreach (Match run in RunLine().Matches(await File.ReadAllTextAsync(Path.Combine(folder, "Dockerfile"), Stop)))
        {
            var command = run.Groups["command"].Value
                .Replace(" --ready-to-run", "", StringComparison.Ordinal)
                .Replace("/tools", feed.Tools, StringComparison.Ordinal)
                .Replace("/out", output, StringComparison.Ordinal);
            await Sdk.RunAsync(feed.Prepare(folder, "sh", "-c", command), Stop);
        }

        await using var host = HostProcess.StartProgram(
            "env", "-i", "ASPNETCORE_URLS=http://127.0.0.1:0", "DOTNET_EnableDiagnostics=0", DotnetProgram.Path, Path.Combine(output, HostFiles.Host));
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        Assert.Equal("""{"message":"Hello from site!"}""", await client.GetStringAsync("/api/hello", Stop));
        Assert.Contains("<h1>Hello, world</h1>", await client.GetStringAsync("/blog/hello", Stop), StringComparison.Ordinal);
        Assert.Contains("max-width", await client.GetStringAsync("/style.css", Stop), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(output), file => file.Contains("CodeAnalysis", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_built_folder_is_started_by_the_tool()
    {
        var folder = await NewAsync("started", "api");

        await feed.FraAsync(folder, "build", "--no-check");

        await using var host = HostProcess.Start(feed.Prepare(folder, feed.Fra, "start", "--urls", "http://127.0.0.1:0"));
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        Assert.Equal(
            """{"id":"hello","title":"Hello, world","text":"The first post."}""", await client.GetStringAsync("/api/post/hello", Stop));
    }

    [Theory]
    [InlineData("api/post/[pid].cs")]
    [InlineData("app/blog/[slug]/page.cs")]
    public async Task A_route_file_builds_alone(string file) =>
        Assert.DoesNotContain("warning", await feed.DotnetAsync(await feed.SiteAsync(), "build", file), StringComparison.Ordinal);

    [Fact]
    public async Task The_tests_of_a_new_folder_pass() =>
        Assert.Matches(@"Passed!\s+- Failed:\s+0, Passed:\s+5,", await feed.DotnetAsync(await feed.SiteAsync(), "test", "tests"));

    [Theory]
    [InlineData("api", "--tests")]
    [InlineData("site", "--tests")]
    [InlineData("minimal")]
    public async Task The_templates_of_dotnet_new_write_the_same_files(string template, params string[] options)
    {
        var root = Path.Combine(feed.CreateFolder($"dotnet-new-{template}"), "todo");

        await feed.DotnetAsync(
            feed.Packages, ["new", $"fra-{template}", "-n", "todo", "-o", root, .. options, "--debug:custom-hive", await feed.TemplatesAsync()]);

        var expected = NewFolder.FilesOf("todo", template, options.Length > 0, LocalFeed.Version);
        Assert.Equal(
            expected.Select(file => file.Path).Order(StringComparer.Ordinal),
            Directory.GetFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
                .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal));
        Assert.All(expected, file => Assert.Equal(file.Content, File.ReadAllBytes(Path.Combine(root, file.Path))));
    }

    [Fact]
    public async Task FRA3072_after_an_upgrade_the_folder_names_its_older_packages_until_they_are_changed()
    {
        var folder = await NewAsync("upgraded", "minimal");
        var props = Path.Combine(folder, "Directory.Build.props");
        var current = await File.ReadAllTextAsync(props, Stop);
        await File.WriteAllTextAsync(props, current.Replace(LocalFeed.Version, LocalFeed.OlderVersion, StringComparison.Ordinal), Stop);
        await feed.InstallAsync(LocalFeed.OlderVersion);
        await feed.DotnetAsync(folder, "build", "api/hello.cs");

        await feed.InstallAsync(LocalFeed.Version);
        var before = await Sdk.TryRunAsync(feed.Prepare(folder, feed.Fra, "build", "--no-check"), Stop);
        await File.WriteAllTextAsync(props, current, Stop);
        var after = await Sdk.TryRunAsync(feed.Prepare(folder, feed.Fra, "build", "--no-check"), Stop);
        await feed.DotnetAsync(folder, "build", "api/hello.cs");

        Assert.Equal((0, 0), (before.ExitCode, after.ExitCode));
        Assert.StartsWith(
            $"api/Directory.Build.props(8,1): warning FRA3072: The version of the package 'FileRoutedApi' is {LocalFeed.OlderVersion}",
            before.Errors,
            StringComparison.Ordinal);
        Assert.Equal("", after.Errors);
    }

    [Fact]
    public async Task An_existing_application_gets_route_files_by_its_packages_and_three_calls()
    {
        var folder = await NewAsync("existing", "site");
        await File.WriteAllTextAsync(Path.Combine(folder, "existing.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="FileRoutedApi" Version="{LocalFeed.Version}" />
                <PackageReference Include="FileRoutedApi.Compilation" Version="{LocalFeed.Version}" />
              </ItemGroup>
            </Project>
            """, Stop);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), """
            using FileRoutedApi;

            var builder = WebApplication.CreateBuilder(args);
            builder.AddFileRoutes().AddCompilation();

            var app = builder.Build();
            app.UseFileRoutes();
            app.MapFileRoutes();
            app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Listening on {app.Urls.First()}"));
            app.Run();
            """, Stop);

        await feed.DotnetAsync(folder, "publish", "-o", "published");

        var published = Path.Combine(folder, "published");
        await using var host = HostProcess.Start(
            feed.Prepare(published, "dotnet", "existing.dll", "--urls", "http://127.0.0.1:0"));
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        Assert.Equal("""{"message":"Hello from existing!"}""", await client.GetStringAsync("/api/hello", Stop));
        Assert.Contains("<h1>existing</h1>", await client.GetStringAsync("/", Stop), StringComparison.Ordinal);
        Assert.Contains("max-width", await client.GetStringAsync("/style.css", Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_existing_application_compiles_its_route_files_with_the_project_and_runs_without_the_compiler()
    {
        var folder = feed.CreateFolder("compiled");
        Directory.CreateDirectory(Path.Combine(folder, "api"));
        await File.WriteAllTextAsync(Path.Combine(folder, "api/greeting.cs"), "string GET(Greeter greeter) => greeter.Text;\n", Stop);
        await File.WriteAllTextAsync(Path.Combine(folder, "compiled.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="FileRoutedApi" Version="{LocalFeed.Version}" />
              </ItemGroup>
              {Documented("<Target Name=\"BuildRouteFiles\"", "</Target>").Replace("\"fra ", $"\"{feed.Fra} ", StringComparison.Ordinal)}
            </Project>
            """, Stop);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), $$"""
            using FileRoutedApi;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSingleton<Greeter>();
            {{Documented("builder.AddFileRoutes(options => options.Root", ";")}}

            var app = builder.Build();
            app.UseFileRoutes();
            app.MapFileRoutes();
            app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Listening on {app.Urls.First()}"));
            app.Run();

            public class Greeter { public string Text => "from the application"; }
            """, Stop);

        await feed.DotnetAsync(folder, "build");

        var output = Path.Combine(folder, "bin", "Debug", "net10.0");
        Assert.DoesNotContain(Directory.GetFiles(output), file => file.Contains("CodeAnalysis", StringComparison.Ordinal));
        await using var host = HostProcess.Start(feed.Prepare(output, "dotnet", "compiled.dll", "--urls", "http://127.0.0.1:0"));
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        Assert.Equal("from the application", await client.GetStringAsync("/api/greeting", Stop));
    }

    /// <summary>Returns a part of the documentation, from a text up to the end of another.</summary>
    private static string Documented(string start, string end)
    {
        var text = File.ReadAllText(Path.Combine(ExampleApp.Repository, "docs/embedding.md"));
        var from = text.IndexOf(start, StringComparison.Ordinal);
        return text[from..(text.IndexOf(end, from, StringComparison.Ordinal) + end.Length)];
    }

    private Task<string> NewAsync(string name, string template) => feed.NewAsync(name, template);

    [GeneratedRegex("^RUN (?<command>.+)$", RegexOptions.Multiline)]
    private static partial Regex RunLine();
}
