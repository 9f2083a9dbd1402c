using System.Text;
using FileRoutedApi.Host.Development;

namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>The file that <c>dev</c> keeps equal to the OpenAPI document.</summary>
public class DocumentFileTests
{
    private const string Setting = "--FileRoutes:OpenApi:File=openapi.json";
    private const string Wrote = "wrote openapi.json";
    private const string Broken = "string GET() => oops;\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Setting)]
    [InlineData(Setting, "--FileRoutes:OpenApi:Title=Shop")]
    [InlineData("--FileRoutes:OpenApi:File=generated/api/openapi.json")]
    public async Task The_file_is_the_document_from_the_start_on(params string[] arguments)
    {
        await using var dev = await Dev.StartAsync(arguments, ("api/hello.cs", Route("first")));

        await AssertWrittenAsync(dev);
    }

    [Fact]
    public async Task The_file_of_the_command_line_is_relative_to_the_current_folder()
    {
        await using var dev = await Dev.StartProcessAsync(["--openapi", "openapi.json"], ("api/hello.cs", Route("first")));

        await AssertWrittenAsync(dev);
    }

    [Fact]
    public async Task The_file_is_written_also_if_the_document_is_not_served()
    {
        await using var dev = await Dev.StartAsync([Setting, "--FileRoutes:OpenApi:Enabled=false"], ("api/hello.cs", Route("first")));

        await dev.LineAsync(Wrote);

        Assert.Contains("/api/hello", await ReadAsync(dev), StringComparison.Ordinal);
        Assert.DoesNotContain("openapi", await dev.GetAsync("/openapi/v1.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_setting_of_a_folder_is_used_and_can_be_changed()
    {
        await using var dev = await Dev.StartAsync(("api/hello.cs", Route("first")), ("appsettings.json", SettingsOf("one.json")));
        await dev.LineAsync("wrote one.json");

        dev.Write("appsettings.json", SettingsOf("two.json"));
        await dev.LineAsync("wrote two.json");

        Assert.Equal(await ReadAsync(dev, "one.json"), await ReadAsync(dev, "two.json"));
    }

    [Fact]
    public async Task Only_a_change_of_the_document_writes_the_file()
    {
        await using var dev = await Dev.StartAsync([Setting], ("api/hello.cs", Route("first")));
        await dev.LineAsync(Wrote);

        dev.Write("api/hello.cs", Route("first", "other text"));
        await dev.LineAsync("compiled api/hello.cs");
        dev.Write("api/hello.cs", Route("second"));
        await dev.LineAsync(Wrote);
        dev.Write("api/_lib/Shared.cs", "static class Shared;\n");
        await dev.LineAsync("restarted");
        dev.Write("api/other.cs", Route("third"));
        await dev.LineAsync(Wrote);

        var document = await ReadAsync(dev);
        Assert.Contains("second", document, StringComparison.Ordinal);
        Assert.Contains("third", document, StringComparison.Ordinal);
        Assert.Equal(3, Count(dev, Wrote));
    }

    [Fact]
    public async Task A_broken_file_leaves_the_last_document()
    {
        await using var dev = await Dev.StartAsync([Setting], ("api/hello.cs", Route("first")), ("api/other.cs", Route("other")));
        await dev.LineAsync(Wrote);
        var before = await ReadAsync(dev);

        dev.Write("api/other.cs", Broken);
        await dev.LineAsync("broken api/other.cs");
        dev.Write("api/hello.cs", Route("second"));
        await dev.LineAsync("compiled api/hello.cs");
        var whileBroken = await ReadAsync(dev);
        dev.Write("api/other.cs", Route("other"));
        await dev.LineAsync(Wrote);

        Assert.Equal(before, whileBroken);
        Assert.Equal(before.Replace("first", "second", StringComparison.Ordinal), await ReadAsync(dev));
        Assert.Equal(2, Count(dev, Wrote));
    }

    [Theory]
    [InlineData("api/hello.cs", Broken)]
    [InlineData("api/_lib/Shared.cs", "class Shared : Unknown;\n")]
    public async Task A_start_with_errors_leaves_the_file_of_the_last_run(string path, string text)
    {
        const string last = "{\"openapi\":\"3.1.1\"}";
        await using var dev = await Dev.StartAsync([Setting], ("api/other.cs", Route("other")), (path, text), ("openapi.json", last));
        await dev.LineAsync("error CS");
        var whileBroken = await ReadAsync(dev);

        dev.Delete(path);
        await dev.LineAsync(Wrote);

        Assert.Equal(last, whileBroken);
        Assert.Contains("other", await ReadAsync(dev), StringComparison.Ordinal);
        Assert.Equal(1, Count(dev, Wrote));
    }

    [Fact]
    public async Task FRA3100_a_path_that_cannot_be_written_is_reported_once_and_tried_again()
    {
        await using var dev = await Dev.StartAsync(
            ["--FileRoutes:OpenApi:File=blocked/openapi.json"], ("api/hello.cs", Route("first")), ("blocked", ""));
        await dev.LineAsync("warning FRA3100: The OpenAPI document was not written to");

        dev.Write("api/hello.cs", Route("second"));
        await dev.LineAsync("compiled api/hello.cs");
        Assert.Equal("second", await dev.GetAsync("/api/hello"));
        dev.Delete("blocked");
        dev.Write("api/hello.cs", Route("third"));

        // The second document may be written now as well, before the third.
        await dev.LineAsync("wrote blocked/openapi.json");
        await Dev.WaitAsync(
            async () => (await ReadAsync(dev, "blocked/openapi.json")).Contains("third", StringComparison.Ordinal));

        Assert.Equal(1, Count(dev, "FRA3100"));
    }

    [Theory]
    [InlineData("notes.txt", "openapi")]
    [InlineData("package.json", """{ "scripts": { "openapi": "npx openapi-typescript openapi.json" } }""")]
    [InlineData("other.json", """{ "openapi": { "paths": [] }, "paths": {} }""")]
    [InlineData("half.json", """{ "openapi": "3.1.1", "paths": {""")]
    public async Task FRA3100_a_file_that_is_not_a_document_is_not_overwritten(string file, string content)
    {
        await using var dev = await Dev.StartAsync([$"--FileRoutes:OpenApi:File={file}"], ("api/hello.cs", Route("first")), (file, content));

        await dev.LineAsync("the file exists, and is not an OpenAPI document");

        Assert.Equal(content, await ReadAsync(dev, file));
    }

    [Fact]
    public async Task FRA3100_a_document_that_cannot_be_generated_is_reported_and_the_server_continues()
    {
        await using var dev = await Dev.StartAsync([Setting], ("api/hello.cs", Route("first")), ("api/_startup.cs", """
            void Services(IServiceCollection services, IConfiguration configuration) =>
                services.Configure<Microsoft.AspNetCore.OpenApi.OpenApiOptions>("v1", options =>
                    options.AddDocumentTransformer((_, _, _) => throw new InvalidOperationException("no document today")));

            """));

        await dev.LineAsync("was not written to '" + dev.PathOf("openapi.json") + "': no document today.");

        Assert.Equal("first", await dev.GetAsync("/api/hello"));
        Assert.False(File.Exists(dev.PathOf("openapi.json")));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("{\"openapi\":\"3.0.0\"}", true)]
    [InlineData("{\"openapi\":\"3.1.1\"}", false)]
    public void A_file_with_the_same_content_is_not_touched(string? existing, bool isWritten)
    {
        var document = "{\"openapi\":\"3.1.1\"}"u8.ToArray();
        using var folder = new TempFolder([.. existing is null ? [] : new[] { ("openapi.json", existing) }]);
        var path = Path.Combine(folder.Root, "openapi.json");
        var before = DateTime.UnixEpoch;
        if (existing is not null)
        {
            File.SetLastWriteTimeUtc(path, before);
        }

        Assert.Equal(isWritten, DocumentFile.Replace(path, document));
        Assert.Equal(isWritten, File.GetLastWriteTimeUtc(path) != before);
        Assert.Equal(document, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        using var folder = new TempFolder(("real/openapi.json", ""));
        var link = Path.Combine(folder.Root, "openapi.json");
        File.CreateSymbolicLink(link, "real/openapi.json");

        DocumentFile.Replace(link, Encoding.UTF8.GetBytes("{}"));

        Assert.Equal("{}", File.ReadAllText(Path.Combine(folder.Root, "real/openapi.json")));
        Assert.NotNull(new FileInfo(link).LinkTarget);
    }

    private static async Task AssertWrittenAsync(Dev dev)
    {
        var file = (await dev.LineAsync(" wrote ")).Split(" wrote ")[1];

        Assert.Equal(await dev.GetAsync("/openapi/v1.json"), await ReadAsync(dev, file));
        Assert.Equal([Path.GetFileName(file)], Directory.GetFiles(Path.GetDirectoryName(dev.PathOf(file))!).Select(Path.GetFileName));
    }

    private static string Route(string summary, string? text = null) =>
        $"/// <summary>{summary}</summary>\nobject GET() => \"{text ?? summary}\";\n";

    private static string SettingsOf(string file) => $$"""{ "FileRoutes": { "OpenApi": { "File": "{{file}}" } } }""";

    private static Task<string> ReadAsync(Dev dev, string file = "openapi.json") => File.ReadAllTextAsync(dev.PathOf(file), Stop);

    private static int Count(Dev dev, string text) =>
        dev.Output.Split('\n').Count(line => line.Contains(text, StringComparison.Ordinal));
}
