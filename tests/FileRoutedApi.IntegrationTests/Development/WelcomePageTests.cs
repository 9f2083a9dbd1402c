using System.Net;

namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>What a browser gets in Development where nothing handles its path.</summary>
public sealed class WelcomePageTests
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private static readonly (string, string)[] _api =
        [("api/hello.cs", "string GET() => \"hello\";"), ("api/users/[id].cs", "string GET(string id) => id;"), ("api/gone.cs", "IResult GET() => Results.NotFound();")];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_browser_sees_what_is_served_and_why_no_file_handles_a_path()
    {
        await using var dev = await Dev.StartAsync(_api);

        var (welcome, status, type) = await GetAsync(dev, "/");
        var (unknown, unknownStatus, _) = await GetAsync(dev, "/api/helo?x=<script>");

        Assert.Equal((HttpStatusCode.NotFound, "text/html", HttpStatusCode.NotFound), (status, type, unknownStatus));
        InOrder(welcome, "is running", dev.PathOf(""), "3 routes", "href=\"/api/gone\"", "href=\"/api/hello\"", "api/hello.cs", ">[id]<", "api/users/[id].cs");
        Assert.Contains("href=\"/_dev\"", welcome, StringComparison.Ordinal);
        Assert.Contains("href=\"/swagger\"", welcome, StringComparison.Ordinal);
        InOrder(unknown, "404 Not Found", "No file handles /api/helo", "create <code>api/helo.cs</code>", "api/hello.cs", "segment 2 is");
        Assert.DoesNotContain("<script>", unknown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/nope", "*/*")]
    [InlineData("GET", "/nope", "application/json")]
    [InlineData("GET", "/", "*/*")]
    [InlineData("POST", "/nope", Browser)]
    [InlineData("GET", "/api/gone", Browser)]
    public async Task Other_requests_get_problem_details(string method, string path, string accept)
    {
        await using var dev = await Dev.StartAsync(_api);

        var (problem, status, type) = await GetAsync(dev, path, accept, method);

        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (status, type));
        Assert.Contains("\"status\":404", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api/_404.cs", "string Handler() => \"own 404\";", "/api/nope", "own 404")]
    [InlineData("app/page.cs", "Html Page() => $\"<h1>own page</h1>\";", "/", "own page")]
    [InlineData("app/not-found.cs", "Html Page() => $\"<h1>own not found</h1>\";", "/nope", "own not found")]
    [InlineData("public/nope.html", "own file", "/nope.html", "own file")]
    public async Task What_the_user_has_takes_precedence(string file, string text, string path, string expected)
    {
        await using var dev = await Dev.StartAsync(
            [.. _api, ("app/layout.cs", "Html Layout(Html children) => $\"<html><body>{children}</body></html>\";"), (file, text)]);

        var (page, _, _) = await GetAsync(dev, path);

        Assert.Contains(expected, page, StringComparison.Ordinal);
        Assert.DoesNotContain("FileRoutedApi", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unmatched_path_below_a_folder_with_middleware_is_explained_too()
    {
        await using var dev = await Dev.StartAsync([.. _api, ("api/_middleware.cs", "async Task Middleware(ApiRequest req, Next next) => await next();")]);

        var (page, status, _) = await GetAsync(dev, "/api/nope");
        var (problem, _, type) = await GetAsync(dev, "/api/nope", "*/*");

        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (status, type));
        Assert.Contains("No file handles /api/nope", page, StringComparison.Ordinal);
        Assert.Contains("Not Found", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_folder_says_how_to_begin()
    {
        await using var dev = await Dev.StartAsync(("api/notes.txt", ""));

        InOrder((await GetAsync(dev, "/")).Body, "The first route", "api/hello.cs");
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Nothing_of_it_is_served_in_other_environments(string environment)
    {
        await using var dev = await Dev.StartAsync([$"--environment={environment}"], [.. _api, ("api/boom.cs", "string GET() => throw new InvalidOperationException(\"secret\");")]);

        foreach (var path in new[] { "/", "/nope", "/_dev", "/_dev/requests/1", "/_dev/diagnostics/FRA2001", "/_dev/events", "/scalar", "/swagger/index.html" })
        {
            var (body, status, type) = await GetAsync(dev, path);

            Assert.Equal((path, HttpStatusCode.NotFound, "application/problem+json"), (path, status, type));
            Assert.DoesNotContain("hello.cs", body, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("secret", (await GetAsync(dev, "/api/boom")).Body, StringComparison.Ordinal);
    }

    private static async Task<(string Body, HttpStatusCode Status, string? Type)> GetAsync(
        Dev dev, string path, string accept = Browser, string method = "GET")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await dev.Client.SendAsync(request, Stop);
        return (await response.Content.ReadAsStringAsync(Stop), response.StatusCode, response.Content.Headers.ContentType?.MediaType);
    }

    private static void InOrder(string page, params string[] texts)
    {
        var from = 0;
        foreach (var text in texts)
        {
            from = page.IndexOf(text, from, StringComparison.Ordinal);
            Assert.True(from >= 0, $"'{text}' is not there, or not in this order: {page}");
        }
    }
}
