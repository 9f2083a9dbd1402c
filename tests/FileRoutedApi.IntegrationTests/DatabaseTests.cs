using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace FileRoutedApi.IntegrationTests;

/// <summary>EF Core with migrations, as docs/databases.md describes it.</summary>
public sealed partial class DatabaseTests : IDisposable
{
    private static readonly string _folder = App.FolderOf("database");

    private readonly TempFolder _data = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Connection => $"--ConnectionStrings:Notes=Data Source={_data.Root}/notes.db;Pooling=False";

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task The_page_shows_the_files_that_are_tested()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(ExampleApp.Repository, "docs/databases.md"), Stop);
        var shown = NamedBlock().Matches(page).ToDictionary(block => block.Groups["file"].Value, block => block.Groups["text"].Value);

        Assert.Equal(
            ["api/_lib/Db.cs", "api/_startup.cs", "api/notes/index.cs", "migrations/DesignTime.cs", "migrations/migrations.csproj"],
            shown.Keys.Order(StringComparer.Ordinal));
        Assert.All(shown, file => Assert.Equal(File.ReadAllText(Path.Combine(_folder, file.Key)), file.Value));
        Assert.Contains(
            $"```xml\n{await File.ReadAllTextAsync(Path.Combine(_folder, "api/Directory.Build.props"), Stop)}```",
            page,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrations_are_applied_at_the_start_in_dev_and_of_a_built_folder()
    {
        await using var dev = HostProcess.Start(_folder, "--urls", "http://127.0.0.1:0", Connection);
        Assert.Equal("""[{"id":1,"text":"dev"}]""", await WriteAsync(dev, "dev"));
        var output = Path.Combine(_data.Root, "out");
        var (exitCode, _, errors) = await HostProcess.RunAsync(_folder, "build", "--output", output);
        Assert.Equal((0, ""), (exitCode, errors.Trim()));
        await using var built = HostProcess.StartBuilt(output, Connection);
        Assert.Equal("""[{"id":1,"text":"dev"},{"id":2,"text":"built"}]""", await WriteAsync(built, "built"));
    }

    private static async Task<string> WriteAsync(HostProcess host, string text)
    {
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        (await client.PostAsJsonAsync("/api/notes", new { text }, Stop)).EnsureSuccessStatusCode();
        return await client.GetStringAsync("/api/notes", Stop);
    }

    [GeneratedRegex(@"^```\w+\n(?:// |<!-- )(?<file>\S+)(?: -->)?\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex NamedBlock();
}
