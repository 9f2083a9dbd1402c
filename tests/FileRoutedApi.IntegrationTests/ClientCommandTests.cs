using System.Diagnostics;
using System.Text;
using FileRoutedApi.Compilation.Sdk;
using FileRoutedApi.Host.Clients;

namespace FileRoutedApi.IntegrationTests;

/// <summary>The commands that generate clients. tests/npm/client.mjs tests the TypeScript client.</summary>
public class ClientCommandTests
{
    private static readonly string _todo = Path.Combine(ExampleApp.Repository, "samples/todo");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_requests_of_the_sample_are_the_approved_ones()
    {
        using var folder = new TempFolder();
        var approved = Path.Combine(ExampleApp.Repository, "tests/FileRoutedApi.IntegrationTests/Golden/todo.http");

        var (exitCode, output, errors) = await HostProcess.RunAsync(folder.Root, "client", "http", "new/todo.http", _todo);

        // To approve a change, review it and replace the approved file with this one.
        var written = await File.ReadAllTextAsync(Path.Combine(folder.Root, "new/todo.http"), Stop);
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "todo.http"), written, Stop);
        Assert.Equal((0, "Wrote new/todo.http", ""), (exitCode, output.Trim(), errors.Trim()));
        Assert.Equal(await File.ReadAllTextAsync(approved, Stop), written);
    }

    [Fact]
    public async Task A_generated_file_is_replaced_if_it_changes()
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));
        await HostProcess.RunAsync(folder.Root, "client", "http", "a.http");

        var (_, same, _) = await HostProcess.RunAsync(folder.Root, "client", "http", "a.http");
        var (_, changed, _) = await HostProcess.RunAsync(folder.Root, "client", "http", "a.http", ".", "--url", "https://example.com/");

        Assert.Equal(("Unchanged: a.http", "Wrote a.http"), (same.Trim(), changed.Trim()));
        var text = await File.ReadAllTextAsync(Path.Combine(folder.Root, "a.http"), Stop);
        Assert.Contains("@host = https://example.com\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_CSharp_client_calls_the_sample()
    {
        using var folder = new TempFolder(
            ("client.csproj", """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <OutputType>Exe</OutputType>
                    <TargetFramework>net10.0</TargetFramework>
                    <Nullable>enable</Nullable>
                    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                  </PropertyGroup>
                </Project>
                """),
            ("Program.cs", """
                using My.Todos;

                using var http = new System.Net.Http.HttpClient { BaseAddress = new System.Uri(args[0]) };
                ITodoClient client = new TodoClient(http);
                var added = await client.PostTodosAsync(new TodoInput { Title = "Buy milk" });
                var changed = await client.PutTodosByIdAsync(added.Id, new TodoInput { Title = added.Title, Done = true });
                var done = await client.GetTodosAsync(done: true);
                System.Console.WriteLine($"{changed.Title} {changed.Done} {done.Count} {done[0] with { Title = "" } == done[0]}");
                try
                {
                    await client.PostTodosAsync(new TodoInput { Title = "" });
                }
                catch (ApiException<HttpValidationProblemDetails> problem)
                {
                    System.Console.WriteLine($"{problem.StatusCode} {string.Join(',', problem.Result.Errors!.Keys)}");
                }
                """));
        var generated = await HostProcess.RunAsync(folder.Root, "client", "cs", "TodoClient.cs", _todo, "--namespace", "My.Todos");
        Assert.Equal((0, "Wrote TodoClient.cs", ""), (generated.ExitCode, generated.Output.Trim(), generated.Errors.Trim()));

        // Schemas that NSwag alone turns into code that does not compile.
        var awkward = await HostProcess.RunAsync(folder.Root, "client", "cs", "AwkwardClient.cs", App.FolderOf("awkward"));
        Assert.Equal((0, "Wrote AwkwardClient.cs", ""), (awkward.ExitCode, awkward.Output.Trim(), awkward.Errors.Trim()));
        var build = await DotnetAsync(folder.Root, "build", "-o", "out", "-nologo", "-v", "q");
        Assert.True(build.ExitCode == 0, build.Output);

        await using var host = HostProcess.Start(
            folder.Root, "dev", _todo, "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Todos=Data Source={folder.Root}/todos.db");
        var run = await DotnetAsync(folder.Root, "out/client.dll", (await host.ListeningAsync()).AbsoluteUri);

        Assert.Equal("Buy milk True 1 False\n400 title\n", run.Output.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("client")]
    [InlineData("client", "rust", "out")]
    [InlineData("client", "ts")]
    [InlineData("client", "ts", "client.ts")]
    [InlineData("client", "ts", "--bogus")]
    [InlineData("client", "cs", "out")]
    [InlineData("client", "cs", "todo-client.cs")]
    [InlineData("client", "cs", "A.cs", ".", "--namespace", "my-app")]
    [InlineData("client", "http", "api.txt")]
    [InlineData("client", "http", "api.http", ".", "--url", "localhost:5080")]
    public async Task Wrong_arguments_are_refused(params string[] arguments)
    {
        var (exitCode, _, errors) = await HostProcess.RunAsync(Path.GetTempPath(), arguments);

        Assert.Equal(2, exitCode);
        Assert.NotEqual("", errors);
    }

    [Theory]
    [InlineData("ts", ".", "schema.d.ts")]
    [InlineData("cs", "Own.cs", "Own.cs")]
    [InlineData("http", "own.http", "own.http")]
    public async Task FRA3098_a_file_that_was_not_generated_is_kept(string client, string output, string file)
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler), (file, "My own text."));

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, "client", client, output);

        Assert.Equal(1, exitCode);
        Assert.Contains("FRA3098", errors, StringComparison.Ordinal);
        Assert.Equal("My own text.", await File.ReadAllTextAsync(Path.Combine(folder.Root, file), Stop));
    }

    [Fact]
    public async Task FRA3096_a_missing_Node_is_named()
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler));

        var (exitCode, _, errors) = await HostProcess.RunAsync(
            folder.Root, new Dictionary<string, string?> { ["PATH"] = folder.Root }, "client", "ts", "out");

        Assert.Equal(1, exitCode);
        Assert.Contains("FRA3096", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Root, "out")));
    }

    [Fact]
    public async Task FRA3097_a_missing_SDK_is_named()
    {
        using var folder = new TempFolder(
            ("api/a.cs", TempFolder.Handler), ("global.json", """{ "sdk": { "version": "99.0.100", "rollForward": "disable" } }"""));

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, "client", "cs", "Client.cs");

        Assert.Equal(1, exitCode);
        Assert.Contains("FRA3097", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FRA3099_a_file_that_cannot_be_written_is_named()
    {
        using var folder = new TempFolder(("api/a.cs", TempFolder.Handler), ("file", ""));

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, "client", "http", "file/a.http");

        Assert.Equal(1, exitCode);
        Assert.Contains("FRA3099", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "type": "string", "format": "email" }""", "\"ada@example.com\"")]
    [InlineData("""{ "type": ["null", "string"], "maxLength": 3 }""", "\"nam\"")]
    [InlineData("""{ "type": "integer", "minimum": 5 }""", "5")]
    [InlineData("""{ "type": "number", "exclusiveMaximum": 0 }""", "-1")]
    [InlineData("""{ "enum": ["red", "blue"] }""", "\"red\"")]
    [InlineData("""{ "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Age" }] }""", "7")]
    [InlineData("""{ "allOf": [{ "$ref": "#/components/schemas/Age" }, { "minimum": 3 }] }""", "7")]
    public void The_sample_of_a_property_is_valid(string schema, string sample)
    {
        var document = Document(
            "\"requestBody\": { \"content\": { \"application/json\": { \"schema\": { \"properties\": { \"name\": " + schema + " } } } } }");

        Assert.EndsWith($"{{\n  \"name\": {sample}\n}}\n", HttpFile.Create(document, "http://localhost"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_that_contains_itself_has_a_sample() => Assert.Contains(
        "\"next\": {",
        HttpFile.Create(
            Document("""
                "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Node" } } } }
                """),
            "http://localhost"),
        StringComparison.Ordinal);

    [Fact]
    public void A_text_of_a_route_file_cannot_begin_another_line() => Assert.Contains(
        "### One ### GET http://evil\n",
        HttpFile.Create(Document("""
            "summary": "One\n### GET http://evil"
            """), "http://localhost"),
        StringComparison.Ordinal);

    [Fact]
    public void Credentials_are_variables() => Assert.Contains(
        "@Token = \n\n### POST /a\nPOST {{host}}/a\nAuthorization: Bearer {{Token}}\n",
        HttpFile.Create(Document("""
            "security": [{ "Token": [] }]
            """), "http://localhost"),
        StringComparison.Ordinal);

    private static byte[] Document(string operation) => Encoding.UTF8.GetBytes(
        "{ \"paths\": { \"/a\": { \"post\": { " + operation + """
             } } },
              "components": {
                "schemas": {
                  "Age": { "type": "integer", "minimum": 7 },
                  "Node": { "type": "object", "properties": { "next": { "$ref": "#/components/schemas/Node" } } }
                },
                "securitySchemes": { "Token": { "type": "http", "scheme": "bearer" } }
              }
            }
            """);

    private static Task<ProcessResult> DotnetAsync(string folder, params string[] arguments) =>
        ChildProcess.RunAsync(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder }, Stop);
}
