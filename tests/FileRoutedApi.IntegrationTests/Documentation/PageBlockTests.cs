namespace FileRoutedApi.IntegrationTests.Documentation;

/// <summary>The blocks of all pages, without running them.</summary>
public class PageBlockTests
{
    public static TheoryData<string> Pages => [.. Page.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_block_with_commands_is_run_or_has_a_reason(string page) => Assert.Empty(Page.FindMistakes(Page.Read(page)));

    [Theory]
    [InlineData("```\n$ curl http://localhost:5000\n```", "line 1: the block has commands, and is neither run nor marked")]
    [InlineData("```text\ndocker run x\n```", "line 1: the block has commands, and is neither run nor marked")]
    [InlineData("<!-- not run: why -->\n```bash\nx\n```", "line 1: the mark has no reason")]
    [InlineData("<!-- not run \"y\": it needs a registry -->\n```bash\nx\n```", "line 1: no command of the block starts with 'y'")]
    [InlineData("<!-- not run: it needs a registry -->\n\n```bash\nx\n```", "line 1: the mark is not directly above a block")]
    [InlineData("<!-- run: x -->\n```csharp\nx\n```", "line 1: the mark is not directly above a block")]
    [InlineData("<!-- write: /tmp/x -->\n```csharp\nx\n```", "line 1: the mark is not directly above a block")]
    [InlineData("<!-- not run: NoSuchTests runs it -->\n```bash\nx\n```", "line 1: there is no test class 'NoSuchTests'")]
    public void A_mistake_in_a_page_is_found(string page, string mistake) =>
        Assert.StartsWith(mistake, Assert.Single(Page.FindMistakes(PageBlock.Read(page))), StringComparison.Ordinal);

    [Theory]
    [InlineData("```bash\nls\n```")]
    [InlineData("<!-- not run: it needs a registry -->\n```bash\ndocker run x\n```")]
    [InlineData("<!-- not run \"docker\": it needs a registry -->\n```console\n$ docker run x\n$ ls\n```")]
    [InlineData("<!-- not run: PageBlockTests runs it -->\n```bash\nx\n```")]
    [InlineData("<!-- write: /tmp/x -->\n```csharp\n// api/hello.cs\nvoid Handler() { }\n```")]
    [InlineData("<!-- another comment -->\n```\napi/hello.cs   /api/hello\n```")]
    public void A_page_without_mistakes_passes(string page) => Assert.Empty(Page.FindMistakes(PageBlock.Read(page)));

    [Theory]
    [InlineData("```console\n$ echo a; echo b\na\nb\n```", true)]
    [InlineData("```console\n$ echo a; echo b\na\n```", false)]
    [InlineData("```console\n$ echo a\na\nb\n```", false)]
    [InlineData("```console\n$ echo a; echo b; echo c\na\n...\nc\n```", true)]
    [InlineData("```console\n$ echo a; echo b; echo c\n...\nb\n```", false)]
    [InlineData("```console\n$ echo '{\"traceId\":\"00-1-2\"}'\n{\"traceId\":\"...\"}\n```", true)]
    [InlineData("```console\n$ echo 'ready in 17 ms'\nready in 3126 ms\n```", true)]
    [InlineData("```console\n$ echo 'ready in 17 hours'\nready in 3126 ms\n```", false)]
    [InlineData("```console\n$ echo '\"2026-11-23T06:32:25.737+00:00\"'\n\"2027-01-01T00:00:00Z\"\n```", true)]
    [InlineData("```console\n$ false\n```", false)]
    [InlineData("```bash\nfalse\n```", false)]
    [InlineData("```bash\ndotnet tool install -g some-tool\n```", false)]
    [InlineData("```bash\nnpx some-package\n```", false)]
    [InlineData("```console\n$ echo 'error FRA1001'; false\nerror FRA1001\n```", true)]
    [InlineData("```console\n$ ls /missing\nls: ... '/missing'...\n```", false)]
    [InlineData("```console\nlines of no server\n```", false)]
    [InlineData("```bash\nx=1   # a comment\ntest $x = 1\n```", true)]
    [InlineData("```bash\ncat > /tmp/a <<'EOF'\na b\nEOF\ntest \"$(cat /tmp/a)\" = 'a b'\n```", true)]
    [InlineData("<!-- run:\nmkdir /tmp/a\ntouch /tmp/a/b\n-->\n```console\n$ ls /tmp/a\nb\n```", true)]
    [InlineData("<!-- not run \"false\": it fails, as its name says -->\n```bash\nfalse\n```", true)]
    [InlineData("<!-- not run: it fails, as its name says -->\n```bash\nfalse\n```", true)]
    [InlineData("<!-- write: /tmp/a -->\n```csharp\n// api/b.cs\nx\n// api/c.cs\ny\n```\n```console\n$ cat /tmp/a/api/c.cs\ny\n```", true)]
    [InlineData("<!-- shows: . -->\n```csharp\n// api/members/news.cs\nvar calls = 0;\n```", true)]
    [InlineData("<!-- shows: . -->\n```csharp\n// api/members/news.cs\nvar calls = 1;\n```", false)]
    public async Task A_block_passes_if_its_commands_print_what_it_shows(string page, bool passes)
    {
        var failure = await Record.ExceptionAsync(() => Page.RunAsync(PageBlock.Read(page)));

        Assert.Equal(passes, failure is null);
    }

    [Theory]
    [InlineData("fra dev /tmp/first --urls http://127.0.0.1:5080", true)]
    [InlineData("fra", true)]
    [InlineData("fra --urls http://127.0.0.1:5080", true)]
    [InlineData("fra dev todo --port 3000", true)]
    [InlineData("fra routes /tmp/first --json", false)]
    [InlineData("fra \"[suggest:2]\" \"bu\"", false)]
    [InlineData("dotnet run --project src/FileRoutedApi.Host     # serves", true)]
    [InlineData("dotnet run -c Release --project src/FileRoutedApi.Host -- build /tmp/first --output /tmp/out", false)]
    [InlineData("dotnet run --project samples/embedded --urls http://127.0.0.1:5081", true)]
    [InlineData("dotnet /tmp/out/FileRoutedApi.Host.dll --urls http://127.0.0.1:5090", true)]
    [InlineData("dotnet /tmp/out/FileRoutedApi.Host.dll health http://127.0.0.1:5082/healthz/ready && echo ready", false)]
    [InlineData("A=1 B=2 dotnet /tmp/out/FileRoutedApi.Host.dll", true)]
    [InlineData("A=\"It's a secret\" dotnet /tmp/out/FileRoutedApi.Host.dll", true)]
    [InlineData("curl http://localhost:5000/", false)]
    public void A_command_that_serves_is_known(string command, bool isServer) =>
        Assert.Equal(isServer, new PageCommand(1, command, null).IsServer);
}
