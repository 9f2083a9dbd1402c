using System.Runtime.Versioning;
using FileRoutedApi.Built;
using FileRoutedApi.Host.Building;
using FileRoutedApi.Host.Commands;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.Routing;

namespace FileRoutedApi.IntegrationTests;

/// <summary>Which files a build replaces and reads, and the permissions of the files that it writes.</summary>
public class BuildOutputTests
{
    private const string Hello = "string GET() => \"hello\";\n";

    private const UnixFileMode OfAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Writable = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => new(Foreign.Keys);

    // A change to an output, and the name that the message must contain.
    private static Dictionary<string, (Action<string> Change, string Name)> Foreign { get; } = new()
    {
        ["a database"] = (output => File.WriteAllText(Path.Combine(output, "todos.db"), "mine"), "todos.db"),
        ["a hidden file"] = (output => File.WriteAllText(Path.Combine(output, ".env"), "mine"), ".env"),
        ["an assembly"] = (output => File.WriteAllText(Path.Combine(output, "Plugin.dll"), "mine"), "Plugin.dll"),
        ["a folder"] = (output => Directory.CreateDirectory(Path.Combine(output, "uploads")), "uploads"),
        ["a file in a folder"] = (
            output => File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(output, "uploads")).FullName, "a.txt"), "mine"),
            "uploads"),
        ["a link"] = (output => File.CreateSymbolicLink(Path.Combine(output, "data"), "../api"), "data"),
        ["a link to nothing"] = (output => File.CreateSymbolicLink(Path.Combine(output, "data"), "nowhere"), "data"),
        ["settings that a build never wrote"] = (
            output => File.WriteAllText(Path.Combine(output, "appsettings.Production.json"), "{}"), "appsettings.Production.json"),
        ["settings that were changed"] = (
            output => File.WriteAllText(Path.Combine(output, "appsettings.json"), "{ \"a\": 1 }"), "appsettings.json"),
        ["settings that are a link now"] = (output => Relink(Path.Combine(output, "appsettings.json")), "appsettings.json"),
        ["options of the runtime that were changed"] = (
            output => File.AppendAllText(Path.Combine(output, "FileRoutedApi.Host.runtimeconfig.json"), " "),
            "FileRoutedApi.Host.runtimeconfig.json"),
        ["a folder in the place of a file"] = (output => Replace(Path.Combine(output, "Serilog.dll")), "Serilog.dll"),
        ["a manifest of a version without a list"] = (output => Unlist(output), "FileRoutedApi.Host.dll"),
        ["a damaged manifest"] = (output => File.WriteAllText(Path.Combine(output, BuildManifest.FileName), "{"), "FileRoutedApi.Host.dll"),
        ["no manifest"] = (output => File.Delete(Path.Combine(output, BuildManifest.FileName)), "FileRoutedApi.Host.dll"),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task FRA3024_a_file_that_no_build_wrote_stops_the_next_build_and_is_not_deleted(string kind)
    {
        using var folder = new TempFolder(("api/a.cs", Hello), ("appsettings.json", "{}"));
        var output = await BuildAsync(folder);
        var (change, name) = Foreign[kind];
        change(output);
        var before = ContentOf(output);

        var exception = await Assert.ThrowsAsync<FileRoutesException>(() => BuildAsync(folder));

        Assert.Equal("FRA3024", Assert.Single(exception.Diagnostics).Id);
        Assert.Contains($"'{name}'", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, ContentOf(output));
        Assert.Equal(["api", "appsettings.json", "out"], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName).Order());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task FRA3024_a_file_written_during_the_build_stops_it(string kind)
    {
        using var folder = new TempFolder(("api/a.cs", Hello), ("appsettings.json", "{}"));
        var output = await BuildAsync(folder);
        using var target = OutputFolder.Open(output, new RouteFolder(folder.Root));
        Copy(output, target.StagingPath);
        target.WriteManifest(BuiltFolder.Open(output).Manifest);
        Foreign[kind].Change(output);
        var before = ContentOf(output);

        var exception = Assert.Throws<FileRoutesException>(() => target.Publish());

        Assert.Equal("FRA3024", Assert.Single(exception.Diagnostics).Id);
        Assert.Equal(before, ContentOf(output));
    }

    [Fact]
    public async Task FRA3035_a_file_written_at_the_last_moment_is_not_deleted()
    {
        using var folder = new TempFolder(("api/a.cs", Hello));
        var output = await BuildAsync(folder);
        await File.WriteAllTextAsync(Path.Combine(output, "todos.db"), "mine", Stop);

        Assert.Equal(["todos.db"], BuiltFiles.Delete(output));
        Assert.Equal(["todos.db"], Directory.GetFileSystemEntries(output).Select(Path.GetFileName));
    }

    [Fact]
    public async Task An_output_with_an_empty_assembly_is_built_again()
    {
        using var folder = new TempFolder(("api/a.cs", Hello));
        var output = await BuildAsync(folder);
        var before = ContentOf(output);
        await File.WriteAllTextAsync(Path.Combine(output, "FileRoutedApi.Routes.dll"), "", Stop);

        await BuildAsync(folder);

        Assert.Equal(before, ContentOf(output));
    }

    [Theory]
    [InlineData("FileRoutedApi.Routes.dll")]
    [InlineData("FileRoutedApi.Host.runtimeconfig.json")]
    public async Task An_output_with_a_missing_file_is_built_again(string file)
    {
        using var folder = new TempFolder(("api/a.cs", Hello));
        var output = await BuildAsync(folder);
        var before = ContentOf(output);
        File.Delete(Path.Combine(output, file));

        await BuildAsync(folder);

        Assert.Equal(before, ContentOf(output));
    }

    [Fact]
    public async Task A_link_to_an_output_stays_a_link()
    {
        using var folder = new TempFolder(("api/a.cs", Hello), ("releases/readme", ""));
        var (link, real) = (Path.Combine(folder.Root, "out"), Path.Combine(folder.Root, "releases/1"));
        File.CreateSymbolicLink(link, "releases/1");

        await BuildAsync(folder);
        await BuildAsync(folder);

        Assert.Equal("releases/1", new FileInfo(link).LinkTarget);
        Assert.True(BuiltFolder.Exists(real));
        Assert.Equal(
            ["1", "readme"],
            Directory.GetFileSystemEntries(Path.Combine(folder.Root, "releases")).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("api")]
    [InlineData(".")]
    public async Task FRA3025_a_link_to_the_sources_is_not_replaced(string target)
    {
        using var folder = new TempFolder(("api/a.cs", Hello));
        using var elsewhere = new TempFolder();
        var link = Path.Combine(elsewhere.Root, "out");
        File.CreateSymbolicLink(link, Path.GetFullPath(target, folder.Root));

        var exception = await Assert.ThrowsAsync<FileRoutesException>(() => BuildAsync(folder, output: link));

        Assert.Equal("FRA3025", Assert.Single(exception.Diagnostics).Id);
        Assert.True(File.Exists(Path.Combine(folder.Root, "api/a.cs")));
    }

    [Fact]
    public async Task FRA3034_files_that_the_check_wrote_are_not_part_of_the_output()
    {
        using var folder = new TempFolder(
            ("api/a.cs", Hello),
            ("api/_startup.cs", """
                void App(WebApplication app)
                {
                    Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "data/more"));
                    File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "empty.db"), "");
                }
                """));

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, "build");

        Assert.Equal(0, exitCode);
        Assert.Equal(2, errors.Split('\n').Count(line => line.StartsWith("warning FRA3034: ", StringComparison.Ordinal)));
        Assert.Empty(BuiltFiles.FindOtherFiles(Path.Combine(folder.Root, "out")));
    }

    [Fact]
    public async Task Data_that_a_built_application_wrote_survives_the_next_build_and_the_server_keeps_running()
    {
        using var folder = new TempFolder(
            ("api/a.cs", """
                string File(IHostEnvironment host) => Path.Combine(host.ContentRootPath, "data.txt");
                string GET(IHostEnvironment host) => System.IO.File.ReadAllText(File(host));
                void POST(IHostEnvironment host, IConfiguration configuration) =>
                    System.IO.File.AppendAllText(File(host), configuration["Mine"] + System.IO.File.ReadAllText("relative.txt"));
                """),
            ("appsettings.json", "{ \"Mine\": \"setting \" }"));
        using var work = new TempFolder(("relative.txt", "relative"), ("appsettings.json", "{ \"Mine\": \"of another folder\" }"));
        var output = await BuildAsync(folder);
        await using (var host = StartIn(work.Root, output))
        {
            using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
            using var posted = await client.PostAsync("/api/a", null, Stop);

            await BuildAsync(folder);

            Assert.Equal("setting relative", await client.GetStringAsync("/api/a", Stop));
        }

        await using var next = StartIn(work.Root, output);
        using var another = new HttpClient { BaseAddress = await next.ListeningAsync() };
        Assert.Equal("setting relative", await another.GetStringAsync("/api/a", Stop));
        Assert.Empty(BuiltFiles.FindOtherFiles(output));
    }

    [Fact]
    public async Task The_content_root_and_the_web_root_are_relative_to_the_working_directory()
    {
        using var folder = new TempFolder(
            ("api/a.cs", """
                string GET(IHostEnvironment host, Microsoft.AspNetCore.Hosting.IWebHostEnvironment web) =>
                    $"{host.ContentRootPath} {web.ContentRootPath} {web.WebRootPath}";
                """),
            ("api/_startup.cs", "void App(WebApplication app) => app.UseStaticFiles();\n"));
        using var work = new TempFolder(("wwwroot/x.txt", "static"));
        var output = await BuildAsync(folder);
        await using var host = StartIn(work.Root, output);
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };

        Assert.Equal($"{work.Root} {work.Root} {work.Root}/wwwroot", await client.GetStringAsync("/api/a", Stop));
        Assert.Equal("static", await client.GetStringAsync("/x.txt", Stop));
    }

    [Fact]
    public async Task Only_settings_that_a_server_reads_are_copied()
    {
        using var folder = new TempFolder(
            ("api/a.cs", Hello),
            ("appsettings.json", "{}"),
            ("appsettings.Production.json", "{}"),
            ("appsettings.Staging.json", "{}"),
            ("appsettings.Development.json", "{ \"Secret\": \"of a developer\" }"),
            ("appsettings.development.json", "{}"),
            ("appsettings-old.json", "{}"),
            ("appsettings.json.bak", "{}"),
            ("secrets.json", "{}"));
        File.CreateSymbolicLink(Path.Combine(folder.Root, "appsettings.Gone.json"), "nowhere.json");

        var output = await BuildAsync(folder);

        Assert.Equal(
            ["appsettings.Production.json", "appsettings.Staging.json", "appsettings.json"],
            Directory.GetFiles(output)
                .Select(file => Path.GetFileName(file))
                .Where(name => name.StartsWith("app", StringComparison.Ordinal) || name.StartsWith("secret", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("relative")]
    [InlineData("folder on the way")]
    [InlineData("link to a link")]
    public async Task FRA3032_settings_outside_of_the_folder_are_not_copied(string kind)
    {
        using var folder = new TempFolder(("api/a.cs", Hello));
        using var elsewhere = new TempFolder(("secret.json", "{ \"Password\": \"x\" }"));
        var (settings, secret) = (Path.Combine(folder.Root, "appsettings.json"), Path.Combine(elsewhere.Root, "secret.json"));
        var name = new DirectoryInfo(elsewhere.Root).Name;
        File.CreateSymbolicLink(Path.Combine(folder.Root, "inner"), kind == "link to a link" ? secret : elsewhere.Root);
        File.CreateSymbolicLink(settings, kind switch
        {
            "file" => secret,
            "relative" => $"../{name}/secret.json",
            "folder on the way" => "inner/secret.json",
            _ => "inner",
        });

        var exception = await Assert.ThrowsAsync<FileRoutesException>(() => BuildAsync(folder));

        Assert.Equal("FRA3032", Assert.Single(exception.Diagnostics).Id);
        Assert.False(Directory.Exists(Path.Combine(folder.Root, "out")));
    }

    [Fact]
    public async Task A_link_within_the_folder_is_copied_as_its_target()
    {
        using var folder = new TempFolder(("api/a.cs", Hello), ("..data/appsettings.json", "{ \"a\": 1 }"));
        File.CreateSymbolicLink(Path.Combine(folder.Root, "appsettings.json"), "..data/appsettings.json");

        var copy = new FileInfo(Path.Combine(await BuildAsync(folder), "appsettings.json"));

        Assert.Equal((null, "{ \"a\": 1 }"), (copy.LinkTarget, await File.ReadAllTextAsync(copy.FullName, Stop)));
    }

    [Theory]
    [UnsupportedOSPlatform("windows")]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite, UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead, UnixFileMode.UserRead)]
    [InlineData(
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead,
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead)]
    [InlineData(OfAll | Writable | UnixFileMode.OtherExecute, OfAll)]
    public async Task Settings_can_be_read_by_no_more_users_than_before(UnixFileMode mode, UnixFileMode expected)
    {
        using var folder = new TempFolder(("api/a.cs", Hello), ("appsettings.json", "{}"), ("appsettings.Production.json", "{}"));
        Array.ForEach(Directory.GetFiles(folder.Root), file => File.SetUnixFileMode(file, mode));

        var output = await BuildAsync(folder);

        Assert.All(Directory.GetFiles(output, "appsettings*"), file => Assert.Equal(expected, File.GetUnixFileMode(file)));
    }

    [Theory]
    [UnsupportedOSPlatform("windows")]
    [InlineData("000", true)]
    [InlineData("002", true)]
    [InlineData("077", false)]
    public async Task Only_its_owner_can_change_an_output_whatever_the_umask(string umask, bool others)
    {
        using var folder = new TempFolder(("api/a.cs", Hello));
        await using (var build = HostProcess.StartProgram(
            "sh",
            "-c",
            $"umask {umask}; exec dotnet '{Path.Combine(AppContext.BaseDirectory, HostFiles.Host)}' "
            + $"build '{folder.Root}' --output '{folder.Root}/a/out' --no-check"))
        {
            Assert.Equal(0, await build.WaitForExitAsync());
        }

        var output = Path.Combine(folder.Root, "a/out");
        Assert.All(
            [Path.Combine(folder.Root, "a"), output, .. Directory.GetFiles(output)],
            path => Assert.Equal((UnixFileMode)0, File.GetUnixFileMode(path) & Writable));
        Assert.Equal(others, File.GetUnixFileMode(output).HasFlag(UnixFileMode.OtherExecute));
    }

    private static async Task<string> BuildAsync(TempFolder folder, string? output = null)
    {
        output ??= Path.Combine(folder.Root, "out");
        Assert.Equal(
            0,
            await BuildCommand.RunAsync(ServedFolder.Open(folder.Root, [], "Production"), output, check: false, readyToRun: false, Stop));
        return output;
    }

    private static HostProcess StartIn(string workingDirectory, string output) =>
        HostProcess.Start(workingDirectory, "start", output, "--urls=http://127.0.0.1:0");

    private static void Relink(string file)
    {
        File.Delete(file);
        File.CreateSymbolicLink(file, "../appsettings.json");
    }

    private static void Replace(string file)
    {
        File.Delete(file);
        Directory.CreateDirectory(file);
    }

    private static void Unlist(string output)
    {
        var file = Path.Combine(output, BuildManifest.FileName);
        File.WriteAllBytes(file, (BuildManifest.TryRead(File.ReadAllBytes(file))! with { Files = null }).Write());
    }

    private static void Copy(string from, string to) =>
        Array.ForEach(Directory.GetFiles(from), file => File.Copy(file, Path.Combine(to, Path.GetFileName(file))));

    private static IReadOnlyList<(string, string)> ContentOf(string folder) =>
    [
        .. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .OrderBy(entry => entry.FullName, StringComparer.Ordinal)
            .Select(entry => (
                Path.GetRelativePath(folder, entry.FullName),
                entry.LinkTarget ?? (entry is FileInfo ? BuiltFolder.HashOf(File.ReadAllBytes(entry.FullName)) : ""))),
    ];
}
