using System.Net;
using FileRoutedApi.Testing;

namespace FileRoutedApi.IntegrationTests;

/// <summary><c>config.Headers</c> of folders, and the header with the id of a request.</summary>
public class FolderHeaderTests
{
    private const string Security = "var config = new MiddlewareConfig { Headers = new SecurityHeaders() };";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/style.css", HttpStatusCode.OK)]
    [InlineData("/api/ok", HttpStatusCode.OK)]
    [InlineData("/api/cached", HttpStatusCode.OK)]
    [InlineData("/api/throws", HttpStatusCode.InternalServerError)]
    [InlineData("/api/problem", HttpStatusCode.Conflict)]
    [InlineData("/api/nothing", HttpStatusCode.NotFound)]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    [InlineData("/api/posts", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/api/rejected/x", HttpStatusCode.Forbidden)]
    public async Task Security_headers_are_on_every_response_below_the_folder(string path, HttpStatusCode status)
    {
        using var folder = new TempFolder(
            ("app/_middleware.cs", Security),
            ("app/layout.cs", """Html Layout(Html children) => $"<html><body>{children}</body></html>";"""),
            ("app/page.cs", """Html Page() => $"<h1>Home</h1>";"""),
            ("public/style.css", "b{}"),
            ("api/ok.cs", "string GET() => \"ok\";"),
            ("api/cached.cs", "var config = new RouteConfig { Revalidate = 60 };\nstring GET() => \"ok\";"),
            ("api/throws.cs", "string GET() => throw new InvalidOperationException();"),
            ("api/problem.cs", "string GET() => throw new ApiException(409, \"no\");"),
            ("api/posts.cs", "string POST() => \"ok\";"),
            ("api/rejected/_middleware.cs", "void Middleware(ApiRequest req, ApiResponse res) => res.Status(403).End();"),
            ("api/rejected/x.cs", "string GET() => \"ok\";"));
        await using var app = await RouteApp.StartAsync(folder.Root, cancellationToken: Stop);

        using var response = await app.Client.GetAsync(path, Stop);

        Assert.Equal(status, response.StatusCode);
        var expected = new SecurityHeaders { ["Strict-Transport-Security"] = null };
        Assert.Equal(
            expected.OrderBy(header => header.Key).Select(header => $"{header.Key}: {header.Value}"),
            expected.OrderBy(header => header.Key).Select(header => $"{header.Key}: {Values(response, header.Key)}"));
        Assert.Equal("", Values(response, "Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("http://a.example/api/a", "")]
    [InlineData("https://a.example/api/a", "max-age=31536000")]
    [InlineData("https://localhost/api/a", "")]
    public async Task Strict_transport_security_is_sent_over_https_only(string url, string value)
    {
        using var folder = new TempFolder(("api/_middleware.cs", Security), ("api/a.cs", "string GET() => \"\";"));
        await using var app = await RouteApp.StartAsync(folder.Root, cancellationToken: Stop);

        Assert.Equal(value, Values(await app.Client.GetAsync(url, Stop), "Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("/api/a", "outer both-outer ")]
    [InlineData("/api/in/a", "outer both-inner ")]
    [InlineData("/api/in/own", "outer both-handler ")]
    [InlineData("/api/rewritten", "outer both-inner ")]
    public async Task A_handler_takes_precedence_over_an_inner_folder_and_that_over_an_outer_one(string path, string values)
    {
        using var folder = new TempFolder(
            ("api/_middleware.cs", """
                var config = new MiddlewareConfig { Headers = { ["X-Outer"] = "outer", ["X-Both"] = "both-outer" } };
                async Task Middleware(ApiRequest req, Next next) => await (req.Path == "/api/rewritten" ? next("/api/in/a") : next());
                """),
            ("api/in/_middleware.cs", """var config = new MiddlewareConfig { Headers = { ["X-Both"] = "both-inner" } };"""),
            ("api/a.cs", "string GET() => \"\";"),
            ("api/in/a.cs", "string GET() => \"\";"),
            ("api/in/own.cs", "void GET(ApiResponse res) => res.SetHeader(\"X-Both\", \"both-handler\").End();"));
        await using var app = await RouteApp.StartAsync(folder.Root, cancellationToken: Stop);

        using var response = await app.Client.GetAsync(path, Stop);

        Assert.Equal(values, $"{Values(response, "X-Outer")} {Values(response, "X-Both")} {Values(response, "X-Other")}");
    }

    [Fact]
    public async Task A_folder_with_headers_only_leaves_the_rest_of_the_application_alone()
    {
        using var folder = new TempFolder(
            ("api/in/_middleware.cs", """var config = new MiddlewareConfig { Headers = { ["X-In"] = "1" } };"""),
            ("api/in/a.cs", "string GET() => \"\";"),
            ("api/a.cs", "string GET() => \"\";"));
        await using var app = await RouteApp.StartAsync(folder.Root, cancellationToken: Stop);

        Assert.Equal("1", Values(await app.Client.GetAsync("/api/in/a", Stop), "X-In"));
        Assert.Equal("", Values(await app.Client.GetAsync("/api/a", Stop), "X-In"));
    }

    [Theory]
    [InlineData("\"X Y\"", "\"1\"")]
    [InlineData("\"X\"", "\"a\\nb\"")]
    [InlineData("\"X\"", "\"é\"")]
    [InlineData("\"Content-Length\"", "\"1\"")]
    public async Task FRA2025_a_header_that_cannot_be_sent_is_an_error(string name, string value)
    {
        using var folder = new TempFolder(
            ("api/_middleware.cs", $"var config = new MiddlewareConfig {{ Headers = {{ [{name}] = {value} }} }};"), ("api/a.cs", TempFolder.Handler));

        var found = await Assert.ThrowsAsync<FileRoutesException>(() => RouteApp.StartAsync(folder.Root, cancellationToken: Stop));

        Assert.Equal(("FRA2025", "api/_middleware.cs"), found.Diagnostics.Select(each => (each.Id, each.File!)).Single());
    }

    [Theory]
    [InlineData("abc-123", true)]
    [InlineData("7f0e/x=@y.z_+:", true)]
    [InlineData("a b", false)]
    [InlineData("<script>", false)]
    [InlineData("", false)]
    public async Task The_id_of_a_request_is_that_of_the_client_if_it_is_valid(string sent, bool isUsed)
    {
        using var folder = new TempFolder(("api/a.cs", "string GET(HttpContext context) => context.TraceIdentifier;"));
        await using var app = await RouteApp.StartAsync(
            folder.Root, options => options.Settings["FileRoutes:RequestIdHeader"] = "X-Request-Id", Stop);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/a");
        request.Headers.TryAddWithoutValidation("X-Request-Id", sent);
        request.Headers.TryAddWithoutValidation("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        using var response = await app.Client.SendAsync(request, Stop);

        var id = isUsed ? sent : "0af7651916cd43dd8448eb211c80319c";
        Assert.Equal((id, id), (Values(response, "X-Request-Id"), await response.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task A_long_id_is_not_used_and_errors_have_an_id_too()
    {
        using var folder = new TempFolder(("api/a.cs", "string GET() => throw new InvalidOperationException();"));
        await using var app = await RouteApp.StartAsync(
            folder.Root, options => options.Settings["FileRoutes:RequestIdHeader"] = "X-Request-Id", Stop);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/a");
        request.Headers.Add("X-Request-Id", new string('a', 129));

        using var response = await app.Client.SendAsync(request, Stop);

        Assert.Equal((HttpStatusCode.InternalServerError, 32), (response.StatusCode, Values(response, "X-Request-Id").Length));
    }

    [Fact]
    public async Task No_id_is_sent_by_default()
    {
        using var folder = new TempFolder(("api/a.cs", "string GET() => \"\";"));
        await using var app = await RouteApp.StartAsync(folder.Root, cancellationToken: Stop);

        Assert.Equal("", Values(await app.Client.GetAsync("/api/a", Stop), "X-Request-Id"));
    }

    private static string Values(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join('|', values) : "";
}
