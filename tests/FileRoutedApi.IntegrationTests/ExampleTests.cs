using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(FileRoutedApi.IntegrationTests.ExampleApp))]

namespace FileRoutedApi.IntegrationTests;

/// <summary>The repository's own <c>api/</c> and <c>app/</c> folders: the examples of the Next.js documentation.</summary>
public sealed class ExampleApp : App
{
    public ExampleApp()
        : base(Repository, "Development", kestrel: true) => UseKestrel();

    /// <summary>The root of the repository that these tests were built from.</summary>
    public static string Repository
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "FileRoutedApi.sln")))
            {
                folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
            }

            return folder.FullName;
        }
    }
}

public partial class ExampleTests(ExampleApp app)
{
    private static readonly string[] _folders = ["api", "app"];

    private readonly HttpClient _client = app.CreatePlainClient();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/api/hello", 200, """{"message":"Hello from FileRoutedApi!"}""")]
    [InlineData("GET", "/api/method", 200, """{"method":"GET"}""")]
    [InlineData("POST", "/api/method", 201, """{"created":true}""")]
    [InlineData("GET", "/api/typed", 200, """{"message":"Hello from FileRoutedApi!"}""")]
    [InlineData("GET", "/api/echo?a=1&b=2&a=3", 200, """{"cookies":{},"query":{"a":["1","3"],"b":"2"},"body":null}""")]
    [InlineData("GET", "/api/config/defaults", 200, """{"length":0}""")]
    [InlineData("GET", "/api/config/size-limit", 200, """{"length":0}""")]
    [InlineData("GET", "/api/config/external-resolver", 200, "")]
    [InlineData("GET", "/api/response/status", 200, """{"message":"Hello from FileRoutedApi!"}""")]
    [InlineData("GET", "/api/response/json", 200, """{"result":"some data"}""")]
    [InlineData("GET", "/api/response/json?fail", 500, """{"error":"failed to load data"}""")]
    [InlineData("GET", "/api/response/send", 200, """{"result":"some data"}""")]
    [InlineData("GET", "/api/response/send?fail", 500, """{"error":"failed to fetch data"}""")]
    [InlineData("GET", "/api/post/create", 200, "Post: create")]
    [InlineData("GET", "/api/post/abc", 200, "Post: abc")]
    [InlineData("GET", "/api/post/a/b/c", 200, "Post: a, b, c")]
    [InlineData("GET", "/api/shop", 200, "{}")]
    [InlineData("GET", "/api/shop/a", 200, """{"slug":["a"]}""")]
    [InlineData("GET", "/api/shop/a/b", 200, """{"slug":["a","b"]}""")]
    [InlineData("GET", "/api/members/news", 401, """{"error":"Members only."}""")]
    public async Task An_example_responds_as_documented(string method, string path, int status, string expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        var response = await _client.SendAsync(request, Stop);

        Assert.Equal((status, expected), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
    }

    [Theory]
    [InlineData("/", "FileRoutedApi", "<h1>Hello FileRoutedApi!</h1>")]
    [InlineData("/blog/hello-world", "FileRoutedApi", "<section><h1>Hello, Blog Post Page!</h1></section>")]
    [InlineData("/blog", "Blog - FileRoutedApi", """
        <section><ul>
          <li><a href="/blog/hello-world">Hello, world</a></li><li><a href="/blog/folders-are-urls">Folders are URLs</a></li>
        </ul></section>
        """)]
    public async Task A_page_is_inside_its_layouts(string path, string title, string content)
    {
        var html = LayoutComment().Replace(await _client.GetStringAsync(path, Stop), "");

        Assert.Contains($"<title>{title}</title>", html, StringComparison.Ordinal);
        Assert.Contains($"""
              <body>
                <nav><a href="/">Home</a> <a href="/blog">Blog</a></nav>
                <main>{content}</main>
              </body>
            </html>
            """, html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/config/size-limit", 500 * 1024, 200)]
    [InlineData("/api/config/size-limit", (500 * 1024) + 1, 413)]
    [InlineData("/api/config/defaults", 1024 * 1024, 200)]
    [InlineData("/api/config/defaults", (1024 * 1024) + 1, 413)]
    public async Task A_size_limit_is_exact_to_the_byte(string path, int length, int status) =>
        Assert.Equal(status, (int)(await _client.PostAsync(path, new ByteArrayContent(new byte[length]), Stop)).StatusCode);

    [Theory]
    [InlineData("/api/config/no-response-limit")]
    [InlineData("/api/config/response-limit")]
    public async Task A_raised_response_limit_logs_no_warning(string path)
    {
        Assert.Equal(5 * 1024 * 1024, (await _client.GetByteArrayAsync(path, Stop)).Length);
        Assert.DoesNotContain(app.Logs.Messages, message => message.Contains(path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_form_redirects_or_fails()
    {
        using var full = new FormUrlEncodedContent([new("name", "n"), new("message", "m")]);
        using var empty = new FormUrlEncodedContent([new("message", "m")]);

        var redirect = await _client.PostAsync("/api/response/redirect", full, Stop);
        var failure = await _client.PostAsync("/api/response/redirect", empty, Stop);

        Assert.Equal((HttpStatusCode.TemporaryRedirect, "/"), (redirect.StatusCode, redirect.Headers.Location?.OriginalString));
        Assert.Equal("""{"error":"Failed to fetch data"}""", await failure.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("It's a Secret to Everybody", "Hello, World!", 202)]
    [InlineData("another secret", "Hello, World!", 401)]
    public async Task A_webhook_is_verified_over_the_raw_body(string secret, string body, int status)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        content.Headers.Add(
            "X-Hub-Signature-256",
            "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body))));

        Assert.Equal(status, (int)(await _client.PostAsync("/api/webhook", content, Stop)).StatusCode);
    }

    [Theory]
    [InlineData("api/hello.cs")]
    [InlineData("api/post/[pid].cs")]
    [InlineData("app/blog/page.cs")]
    [InlineData("app/blog/[slug]/page.cs")]
    public async Task A_route_file_is_a_file_based_program(string file)
    {
        using var folder = CopyExamples();
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["build", file])
        {
            WorkingDirectory = folder.Root,
            RedirectStandardOutput = true,
        })!;
        var output = await build.StandardOutput.ReadToEndAsync(Stop);
        await build.WaitForExitAsync(Stop);

        Assert.True(build.ExitCode == 0, output);
        Assert.DoesNotContain(": warning ", output, StringComparison.Ordinal);
    }

    // The copy references the built library: a build in the repository would write into the output folders of the running tests.
    private static TempFolder CopyExamples()
    {
        const string project = """<ProjectReference Include="$(MSBuildThisFileDirectory)../src/FileRoutedApi/FileRoutedApi.csproj" />""";
        const string settings = "../src/FileRoutedApi/build/RouteFiles.props";
        var library = Path.Combine(AppContext.BaseDirectory, "FileRoutedApi.dll");
        var reference = $"""<Reference Include="FileRoutedApi" HintPath="{library}" />""";
        var files = _folders
            .SelectMany(name => Directory.GetFiles(Path.Combine(ExampleApp.Repository, name), "*", SearchOption.AllDirectories));
        return new TempFolder([.. files.Select(file => (
            Path.GetRelativePath(ExampleApp.Repository, file),
            File.ReadAllText(file)
                .Replace(project, reference, StringComparison.Ordinal)
                .Replace(settings, Path.Combine(ExampleApp.Repository, "api", settings), StringComparison.Ordinal)))]);
    }

    [GeneratedRegex("<!--/?fra:layout [^ ]*-->")]
    private static partial Regex LayoutComment();
}
