namespace FileRoutedApi.IntegrationTests;

/// <summary>The command <c>fetch</c>: one request through the application, without a server.</summary>
public sealed class FetchCommandTests : IDisposable
{
    private const string Echo = """
        async Task<object> Handler(ApiRequest req, HttpContext context, IWebHostEnvironment environment) => new
        {
            req.Method,
            url = $"{context.Request.Scheme}://{context.Request.Host}{req.Url}",
            type = context.Request.ContentType,
            tags = req.Headers["x-tag"],
            accept = context.Request.Headers.Accept.ToString(),
            body = req.Body?.ToString(),
            environment.EnvironmentName,
        };
        """;

    private readonly TempFolder _folder = new(
        ("api/echo.cs", Echo),
        ("api/sent.cs", """
            void Handler(ApiRequest req, ApiResponse res)
            {
                Console.WriteLine("printed");
                res.SetHeader("X-One", "1");
                res.Status(202).Send("sent");
            }
            """),
        ("api/away.cs", """void Handler(ApiRequest req, ApiResponse res) => res.Redirect("/elsewhere");"""),
        ("api/echo-bytes.cs", """
            var config = new RouteConfig { Api = { BodyParser = false } };
            Task POST(HttpContext context) => context.Request.Body.CopyToAsync(context.Response.Body);
            """),
        ("data.json", """{"from":"file"}"""));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(new[] { "/api/echo?a=1#part" }, """{"method":"GET","url":"http://localhost/api/echo?a=1","type":null,"tags":[],"accept":"*/*","body":null,"environmentName":"Development"}""")]
    [InlineData(
        new[] { "https://a.example:8443/api/echo", "-d", "a=1", "-d", "b=2", "-H", "X-Tag: one", "-H", "X-Tag: two", "-X", "PUT" },
        """{"method":"PUT","url":"https://a.example:8443/api/echo","type":"application/x-www-form-urlencoded","tags":["one","two"],"accept":"*/*","body":"a=1&b=2","environmentName":"Development"}""")]
    [InlineData(
        new[] { "/api/echo", "--json", "@data.json", "--environment=Staging", "-H", "Accept:" },
        """{"method":"POST","url":"http://localhost/api/echo","type":"application/json","tags":[],"accept":"","body":"{\u0022from\u0022:\u0022file\u0022}","environmentName":"Staging"}""")]
    public async Task It_sends_what_curl_would_send(string[] arguments, string received)
    {
        var (exitCode, output, errors) = await FetchAsync(arguments);

        Assert.Equal((0, ""), (exitCode, errors.Trim()));
        Assert.Equal(
            System.Text.Json.Nodes.JsonNode.Parse(received)!.ToJsonString(), System.Text.Json.Nodes.JsonNode.Parse(output)!.ToJsonString());
    }

    [Fact]
    public async Task The_head_comes_first_and_what_a_file_prints_goes_to_standard_error()
    {
        var (exitCode, output, errors) = await FetchAsync("/api/sent", "-i");

        var lines = output.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal((0, "HTTP/1.1 202 Accepted"), (exitCode, lines[0]));
        Assert.Contains("X-One: 1", lines);
        Assert.Contains("X-Content-Type-Options: nosniff", lines);
        Assert.Equal(["", "sent"], lines[Array.IndexOf(lines, "")..].Take(2));
        Assert.Contains("printed", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/away", 0, "")]
    [InlineData("/api/nothing", 1, "404 Not Found")]
    public async Task The_exit_code_is_that_of_the_status(string path, int exitCode, string status)
    {
        var (actual, output, errors) = await FetchAsync(path);

        Assert.Equal((exitCode, status), (actual, errors.Trim()));
        Assert.Equal(exitCode == 1, output.Contains("\"status\":404", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(new[] { "api/echo" }, "is not a path")]
    [InlineData(new[] { "/api/echo", "-H", "no colon" }, "is not a header")]
    [InlineData(new[] { "/api/echo", "-d", "@missing.txt" }, "The file 'missing.txt' does not exist.")]
    [InlineData(new[] { "/api/echo", "-d", "a=1", "--json", "{}" }, "cannot be used together")]
    public async Task Wrong_usage_is_2(string[] arguments, string mistake)
    {
        var (exitCode, _, errors) = await FetchAsync(arguments);

        Assert.Equal(2, exitCode);
        Assert.Contains(mistake, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_built_folder_is_fetched_without_its_sources()
    {
        using var built = new TempFolder();
        var output = Path.Combine(built.Root, "out");
        await HostCommands.BuildAsync(_folder.Root, output, check: false);

        var (exitCode, text, errors) = await HostProcess.RunAsync(built.Root, "fetch", "/api/echo-bytes", "out", "-d", "é");

        Assert.Equal((0, "é", ""), (exitCode, text.TrimEnd(), errors.Trim()));
    }

    private Task<(int ExitCode, string Output, string Errors)> FetchAsync(params string[] arguments) =>
        HostProcess.RunAsync(_folder.Root, ["fetch", .. arguments]);
}
