namespace FileRoutedApi.IntegrationTests;

/// <content>CORS of files and folders.</content>
public partial class AccessTests
{
    [Fact]
    public async Task The_innermost_folder_decides_which_origins_are_allowed_for_a_file_elsewhere()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_middleware.cs", "var config = new MiddlewareConfig { Cors = \"*\" };\n"),
            ("api/[tenant]/keys/_middleware.cs", "var config = new MiddlewareConfig { Cors = \"https://admin.example\" };\n"),
            ("api/[...all].cs", "string GET() => \"all\";\n")));
        using var client = app.CreatePlainClient();
        using var inner = new HttpRequestMessage(HttpMethod.Get, "/api/acme/keys/other")
        {
            Headers = { { "Origin", "https://evil.example" } },
        };
        using var outer = new HttpRequestMessage(HttpMethod.Get, "/api/acme/other") { Headers = { { "Origin", "https://evil.example" } } };

        Assert.Null(AllowedOrigin(await client.SendAsync(inner, Stop)));
        Assert.Equal("*", AllowedOrigin(await client.SendAsync(outer, Stop)));
    }

    [Theory]
    [InlineData("", "GET", null)]
    [InlineData("Cors = \"https://a.example\"", "GET", "https://a.example")]
    [InlineData("Cors = \"*\"", "GET", "*")]
    [InlineData("Cors = { Origins = [\"https://*.example\"] }", "GET", "https://a.example")]
    [InlineData("Cors = { Origins = [\"https://a.example\"], Methods = [\"PUT\"] }", "PUT", "https://a.example")]
    [InlineData("Cors = { Origins = [\"https://b.example\"] }", "GET", null)]
    public async Task Cors_of_a_file(string config, string method, string? allowed)
    {
        using var app = new FolderApp(new TempFolder(
            ("api/all.cs", $$"""
                var config = new RouteConfig { {{config}} };
                void Handler(ApiRequest req, ApiResponse res) => res.End(req.Method);
                """),
            ("api/each.cs", $"var config = new RouteConfig {{ {config} }};\nstring GET() => \"got\";\nstring PUT() => \"put\";\n")));
        using var client = app.CreatePlainClient();
        foreach (var path in new[] { "/api/all", "/api/each" })
        {
            using var preflight = new HttpRequestMessage(HttpMethod.Options, path)
            {
                Headers = { { "Origin", "https://a.example" }, { "Access-Control-Request-Method", method } },
            };
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { { "Origin", "https://a.example" } } };

            Assert.Equal(
                [allowed, allowed],
                new[] { await client.SendAsync(preflight, Stop), await client.SendAsync(request, Stop) }.Select(AllowedOrigin));
        }
    }

    [Fact]
    public async Task The_CORS_policy_of_a_file_takes_precedence_over_that_of_its_folder()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_middleware.cs", "var config = new MiddlewareConfig { Cors = \"*\" };\n"),
            ("api/x.cs", """
                var config = new RouteConfig
                {
                    Cors =
                    {
                        Origins = ["https://a.example"],
                        Credentials = true,
                        Headers = ["X-In"],
                        ExposedHeaders = ["X-Out"],
                        MaxAge = 60,
                    },
                };
                int PUT() => 1;
                """),
            ("api/y.cs", TempFolder.Handler)));
        using var client = app.CreatePlainClient();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/x")
        {
            Headers =
            {
                { "Origin", "https://a.example" },
                { "Access-Control-Request-Method", "PUT" },
                { "Access-Control-Request-Headers", "x-in" },
            },
        };
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/x") { Headers = { { "Origin", "https://a.example" } } };
        using var other = new HttpRequestMessage(HttpMethod.Get, "/api/y") { Headers = { { "Origin", "https://b.example" } } };

        var before = (await client.SendAsync(preflight, Stop)).Headers;
        var after = (await client.SendAsync(request, Stop)).Headers;

        Assert.Equal(
            ("PUT", "X-In", "true", "60"),
            (
                Value(before, "Access-Control-Allow-Methods"),
                Value(before, "Access-Control-Allow-Headers"),
                Value(before, "Access-Control-Allow-Credentials"),
                Value(before, "Access-Control-Max-Age")));
        Assert.Equal(
            ("https://a.example", "X-Out"),
            (Value(after, "Access-Control-Allow-Origin"), Value(after, "Access-Control-Expose-Headers")));
        Assert.Equal("*", AllowedOrigin(await client.SendAsync(other, Stop)));
    }

    private static string? AllowedOrigin(HttpResponseMessage response) => Value(response.Headers, "Access-Control-Allow-Origin");
}
