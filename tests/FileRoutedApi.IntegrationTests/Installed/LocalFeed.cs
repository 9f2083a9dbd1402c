using System.Diagnostics;
using System.IO.Compression;

namespace FileRoutedApi.IntegrationTests.Installed;

/// <summary>
/// The packages of the repository in a feed of their own, and the tool installed from it, in a folder outside of the repository. The
/// assemblies are those that the build of these tests has made. Packages of others come from the user's package folder or the configured
/// sources.
/// </summary>
public sealed class LocalFeed : IAsyncLifetime
{
    /// <summary>The version of the second set of packages, which is older than the current one.</summary>
    public const string OlderVersion = "0.0.9";

    private readonly string _root = Directory.CreateTempSubdirectory("fra-feed-").FullName;
    private string? _site;
    private string? _templates;
    private readonly string _configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>Gets the version of the packages.</summary>
    public static string Version { get; } = Built.BuiltFolder.PackageVersion;

    /// <summary>Gets the folder with the packages.</summary>
    public string Packages => Path.Combine(_root, "feed");

    /// <summary>Gets the package folder of the user.</summary>
    internal static string UserPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>Gets the folder of the installed tool.</summary>
    public string Tools => Path.Combine(_root, "tools");

    /// <summary>Gets the path of the command.</summary>
    public string Fra => Path.Combine(Tools, OperatingSystem.IsWindows() ? "fra.exe" : "fra");

    /// <summary>Gets the projects of <c>src/</c> that are packages, in the order of their references.</summary>
    private static IEnumerable<string> Projects => Directory.GetFiles(Path.Combine(ExampleApp.Repository, "src"), "*.csproj", SearchOption.AllDirectories)
        .Where(file => File.ReadAllText(file).Contains("<IsPackable>true</IsPackable>", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await PackAsync();
        AddOlder("FileRoutedApi");
        AddOlder("FileRoutedApi.Tool");
        await File.WriteAllTextAsync(
            Path.Combine(_root, "nuget.config"),
            $"""
            <configuration>
              <packageSources>
                <add key="feed" value="{Packages}" />
                <add key="downloaded" value="{UserPackages}" />
              </packageSources>
            </configuration>
            """,
            Stop);
        await InstallAsync(Version);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Creates a folder that uses the feed.</summary>
    public string CreateFolder(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;

    /// <summary>Creates a folder with <c>fra new</c>.</summary>
    public async Task<string> NewAsync(string name, params string[] options)
    {
        var parent = CreateFolder("new");
        await FraAsync(parent, ["new", name, "--template", .. options]);
        return Path.Combine(parent, name);
    }

    /// <summary>Returns a new folder with everything that a template has. The tests that use it do not change its files.</summary>
    public async Task<string> SiteAsync() => _site ??= await NewAsync("site", "site", "--tests");

    /// <summary>Installs the templates, and returns the folder in which <c>dotnet new</c> finds them.</summary>
    public async Task<string> TemplatesAsync()
    {
        if (_templates is null)
        {
            var folder = Path.Combine(_root, "hive");
            await DotnetAsync(
                _root, "new", "install", Path.Combine(Packages, $"FileRoutedApi.Templates.{Version}.nupkg"), "--debug:custom-hive", folder);
            _templates = folder;
        }

        return _templates;
    }

    /// <summary>Installs or updates the tool.</summary>
    public Task InstallAsync(string version) => DotnetAsync(
        _root, "tool", "update", "FileRoutedApi.Tool", "--version", version, "--tool-path", Tools, "--allow-downgrade", "--configfile", ConfigFile);

    /// <summary>Runs <c>dotnet</c> and returns its output. Fails if its exit code is not 0.</summary>
    public Task<string> DotnetAsync(string directory, params string[] arguments) =>
        Sdk.RunAsync(Prepare(directory, "dotnet", arguments), Stop);

    /// <summary>Runs the installed tool and returns its output. Fails if its exit code is not 0.</summary>
    public Task<string> FraAsync(string directory, params string[] arguments) => Sdk.RunAsync(Prepare(directory, Fra, arguments), Stop);

    /// <summary>Prepares a process that uses the feed.</summary>
    public ProcessStartInfo Prepare(string directory, string program, params string[] arguments) =>
        Sdk.Prepare(directory, Path.Combine(_root, "packages"), program, arguments);

    private string ConfigFile => Path.Combine(_root, "nuget.config");

    // One process for all projects. The outputs of their builds are not changed, because other tests use them.
    private async Task PackAsync()
    {
        var file = Path.Combine(_root, "pack.proj");
        var projects = string.Concat(Projects.Select(project => $"""<Packed Include="{project}" />"""));
        await File.WriteAllTextAsync(
            file,
            $"""
            <Project>
              <ItemGroup>{projects}</ItemGroup>
              <Target Name="Pack">
                <MSBuild
                  Projects="@(Packed)"
                  Targets="Pack"
                  BuildInParallel="true"
                  Properties="Configuration={_configuration};NoBuild=true;PackageOutputPath={Packages};NuspecOutputPath={_root}/nuspec;PublishDir={_root}/publish/%(Filename)/" />
              </Target>
            </Project>
            """,
            Stop);
        await Sdk.RunAsync(
            Sdk.Prepare(ExampleApp.Repository, UserPackages, "dotnet", "msbuild", file, "-t:Pack", "-m", "-nologo", "-v:quiet"), Stop);
    }

    /// <summary>Adds a copy of a package with an older version.</summary>
    private void AddOlder(string id)
    {
        var older = Path.Combine(Packages, $"{id}.{OlderVersion}.nupkg");
        File.Copy(Path.Combine(Packages, $"{id}.{Version}.nupkg"), older);
        using var archive = ZipFile.Open(older, ZipArchiveMode.Update);
        var nuspec = archive.GetEntry($"{id}.nuspec")!;
        string text;
        using (var reader = new StreamReader(nuspec.Open()))
        {
            text = reader.ReadToEnd();
        }

        nuspec.Delete();
        using var writer = new StreamWriter(archive.CreateEntry($"{id}.nuspec").Open());
        writer.Write(text.Replace($"<version>{Version}</version>", $"<version>{OlderVersion}</version>", StringComparison.Ordinal));
    }
}
