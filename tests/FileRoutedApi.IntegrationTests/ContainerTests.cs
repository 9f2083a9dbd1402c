using System.Text.RegularExpressions;
using System.Xml.Linq;
using FileRoutedApi.Host.Building;
using FileRoutedApi.Host.Commands;
using FileRoutedApi.Host.Serving;
using Microsoft.Extensions.FileSystemGlobbing;

namespace FileRoutedApi.IntegrationTests;

/// <summary>What the image does, without an engine: its files, its user and its environment, and nothing else.</summary>
public class ContainerTests
{
    // What the base image sets, and the Dockerfile. The address is a test's own.
    private static readonly string[] _environment =
    [
        "ASPNETCORE_HTTP_PORTS=8080", "ASPNETCORE_URLS=http://127.0.0.1:0", "DOTNET_EnableDiagnostics=0",
        "DOTNET_RUNNING_IN_CONTAINER=true", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_built_folder_runs_for_another_user_on_a_tree_that_nobody_can_write()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The image is Linux.");
        using var folder = new TempFolder(
            ("api/hello.cs", "void Handler(ApiRequest req, ApiResponse res) => res.Json(new { message = \"hello\" });\n"),
            ("api/upload.cs", "object POST(IFormFile file) => new { file.Length, Kept = Directory.GetFiles(Path.GetTempPath()).Length };\n"),
            ("api/who.cs", """
                object GET()
                {
                    try
                    {
                        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "written"), "");
                        return new { Environment.IsPrivilegedProcess, Written = true };
                    }
                    catch (UnauthorizedAccessException)
                    {
                        return new { Environment.IsPrivilegedProcess, Written = false };
                    }
                }

                """));
        var (output, temp) = (Path.Combine(folder.Root, "out"), Path.Combine(folder.Root, "tmp"));
        Assert.Equal(0, await BuildCommand.RunAsync(ServedFolder.Open(folder.Root, [], "Production"), output, check: true, readyToRun: false, Stop));
        Directory.CreateDirectory(temp);
        using var locked = new LockedTree(folder.Root, output, temp);

        await using var host = StartAsInImage(output, temp);
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };

        Assert.Equal("""{"message":"hello"}""", await client.GetStringAsync("/api/hello", Stop));
        Assert.Equal("""{"isPrivilegedProcess":false,"written":false}""", await client.GetStringAsync("/api/who", Stop));
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[200_000]), "file", "large.bin" } };
        using var uploaded = await client.PostAsync("/api/upload", form, Stop);
        Assert.Equal("""{"length":200000,"kept":1}""", await uploaded.Content.ReadAsStringAsync(Stop));
        await using (var probe = StartAsInImage(output, temp, "health", $"{client.BaseAddress}api/hello"))
        {
            Assert.Equal(0, await probe.WaitForExitAsync());
        }

        host.Terminate();
        Assert.Equal(0, await host.WaitForExitAsync());
        Assert.Empty(Directory.GetFileSystemEntries(temp));
    }

    [Fact]
    public void The_Dockerfile_runs_only_what_was_built_and_not_as_root()
    {
        var lines = Regex.Replace(File.ReadAllText(Path.Combine(ExampleApp.Repository, "Dockerfile")), @"\\\n\s*", "")
            .Split('\n').Where(line => line is not ("" or ['#', ..])).ToArray();
        var last = lines[Array.FindLastIndex(lines, IsFrom)..];

        Assert.All(lines.Where(IsFrom), line => Assert.Matches(@"^FROM mcr\.microsoft\.com/dotnet/(sdk|aspnet):10\.0-noble\S*( AS build)?$", line));
        Assert.DoesNotContain(lines, line => line.StartsWith("ADD ", StringComparison.Ordinal));
        Assert.Equal($"FROM {Property("ContainerBaseImage")}", last[0]);
        Assert.EndsWith("-chiseled", last[0], StringComparison.Ordinal);
        Assert.Equal(["COPY --from=build /out ./"], last.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal)));
        Assert.DoesNotContain(last, line => line.StartsWith("RUN ", StringComparison.Ordinal));
        Assert.Contains("USER $APP_UID", last);
        Assert.Contains($"EXPOSE {Item("ContainerPort")}", last);
        Assert.Contains(last, line => line.StartsWith("HEALTHCHECK ", StringComparison.Ordinal) && line.EndsWith("""CMD ["dotnet", "FileRoutedApi.Host.dll", "health"]""", StringComparison.Ordinal));
        Assert.Equal("""ENTRYPOINT ["dotnet", "FileRoutedApi.Host.dll"]""", last[^1]);

        static bool IsFrom(string line) => line.StartsWith("FROM ", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("certs/server.pfx", true)]
    [InlineData("server.p12", true)]
    [InlineData("api/tls/server.pem", true)]
    [InlineData("samples/todo/private.key", true)]
    [InlineData("samples/todo/secrets.json", true)]
    [InlineData("samples/todo/appsettings.Development.json", true)]
    [InlineData(".env", true)]
    [InlineData("samples/todo/.env.production", true)]
    [InlineData("samples/todo/todos.db", true)]
    [InlineData("samples/todo/appsettings.json", false)]
    [InlineData("samples/todo/appsettings.Production.json", false)]
    [InlineData("samples/todo/api/_startup.cs", false)]

    // Without it the package sources of the machine would be asked.
    [InlineData("nuget.config", false)]
    [InlineData("api/keys/key.cs", false)]
    public void No_secret_gets_into_the_image_that_builds(string file, bool isLeftOut)
    {
        var ignored = new Matcher(StringComparison.Ordinal);
        ignored.AddIncludePatterns(File.ReadLines(Path.Combine(ExampleApp.Repository, ".dockerignore")).Where(line => line is not ("" or ['#', ..])));

        Assert.Equal(isLeftOut, ignored.Match(file).HasMatches);
    }

    [Fact]
    public void Compose_listens_on_this_machine_only()
    {
        var ports = File.ReadLines(Path.Combine(ExampleApp.Repository, "compose.yaml")).SkipWhile(line => line.Trim() != "ports:").Skip(1).First();

        Assert.Equal("- \"127.0.0.1:8080:8080\"", ports.Trim());
    }

    // `publish -t:PublishContainer` makes the same image.
    private static XDocument Targets => XDocument.Load(Path.Combine(ExampleApp.Repository, "src/FileRoutedApi.Host/Container.targets"));

    private static string Property(string name) => Targets.Descendants(name).First().Value;

    private static string Item(string name) => Targets.Descendants(name).First().Attribute("Include")!.Value;

    private static HostProcess StartAsInImage(string output, string temp, params string[] arguments)
    {
        string[] command = ["env", "-i", .. _environment, $"TMPDIR={temp}", DotnetProgram.Path, Path.Combine(output, HostFiles.Host), .. arguments];
        return HostProcess.StartProgram(Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", .. command] : command);
    }

    /// <summary>Folders of another user's that nobody can write, and one that everybody can; given back at the end.</summary>
    private sealed class LockedTree : IDisposable
    {
        private const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        private const UnixFileMode Enter = Read | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        private const UnixFileMode Write = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

        private readonly string[] _folders;

        public LockedTree(string root, string output, string temp)
        {
            _folders = [root, output];
            SetMode(temp, Enter | Write);
            foreach (var file in Directory.GetFiles(output))
            {
                SetMode(file, Read);
            }

            Array.ForEach(_folders, folder => SetMode(folder, Enter));
        }

        public void Dispose() => Array.ForEach(_folders, folder => SetMode(folder, Enter | UnixFileMode.UserWrite));

        private static void SetMode(string path, UnixFileMode mode)
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, mode);
            }
        }
    }
}
