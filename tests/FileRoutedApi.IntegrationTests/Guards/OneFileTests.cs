namespace FileRoutedApi.IntegrationTests.Guards;

/// <summary>What one file or folder uses applies to that file or folder only, and what has no effect is an error.</summary>
public class OneFileTests
{
    private const string Origin = "https://evil.example";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("TestServer", "using Microsoft.AspNetCore.Cors;\n[EnableCors] string GET() => \"c\";\n")]
    [InlineData("Kestrel", "using Microsoft.AspNetCore.Cors;\n[EnableCors] string GET() => \"c\";\n")]
    [InlineData("Production", "using Microsoft.AspNetCore.Cors;\n[EnableCors] string GET() => \"c\";\n")]
    [InlineData("Built", "using Microsoft.AspNetCore.Cors;\n[EnableCors] string GET() => \"c\";\n")]
    [InlineData("TestServer", "var config = new RouteConfig { Cors = \"https://evil.example\" };\nstring GET() => \"c\";\n")]
    [InlineData("Built", "var config = new RouteConfig { Cors = \"https://evil.example\" };\nstring GET() => \"c\";\n")]
    public async Task Cors_of_one_file_does_not_apply_to_another(string way, string file)
    {
        await using var app = await Served.StartAsync(
            way,
            [],
            ("api/_startup.cs", """
                void Services(IServiceCollection services, IConfiguration configuration) =>
                    services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.AllowAnyOrigin()));
                """),
            ("api/a.cs", "string GET() => \"a\";\n"),
            ("api/c.cs", file));
        using var client = app.CreatePlainClient();

        Assert.Equal(
            [(false, "/api/a"), (true, "/api/c"), (false, "/api/nosuch")],
            await AllowedAsync(client, "/api/a", "/api/c", "/api/nosuch"));
    }

    [Theory]
    [MemberData(nameof(Served.Ways), MemberType = typeof(Served))]
    public async Task Output_caching_and_timeouts_of_one_file_apply_to_no_other(string way)
    {
        await using var app = await Served.StartAsync(
            way,
            [],
            ("api/_startup.cs", """
                using Microsoft.AspNetCore.Http.Timeouts;
                void Services(IServiceCollection services, IConfiguration configuration)
                {
                    services.AddOutputCache(options => options.AddBasePolicy(policy => policy.Cache()));
                    services.AddRequestTimeouts(
                        options => options.DefaultPolicy = new RequestTimeoutPolicy { Timeout = TimeSpan.FromDays(1) });
                }
                """),
            ("api/a.cs", """
                using Microsoft.AspNetCore.Http.Timeouts;
                var count = 0;
                string GET(HttpContext context) => $"{++count} {context.Features.Get<IHttpRequestTimeoutFeature>() is not null}";
                """),
            ("api/cached.cs", "using Microsoft.AspNetCore.OutputCaching;\nvar count = 0;\n[OutputCache] string GET() => $\"{++count}\";\n"),
            ("api/timed.cs", """
                using Microsoft.AspNetCore.Http.Timeouts;
                [RequestTimeout(1000000)] string GET(HttpContext context) =>
                    $"{context.Features.Get<IHttpRequestTimeoutFeature>() is not null}";
                """));
        using var client = app.CreatePlainClient();

        Assert.Equal(["1 False", "2 False"], [await client.GetStringAsync("/api/a", Stop), await client.GetStringAsync("/api/a", Stop)]);
        Assert.Equal(["1", "1"], [await client.GetStringAsync("/api/cached", Stop), await client.GetStringAsync("/api/cached", Stop)]);
        Assert.Equal("True", await client.GetStringAsync("/api/timed", Stop));
    }

    // Fetch standard, "CORS protocol and HTTP caches": a response that can differ by origin has Vary for each client.
    [Theory]
    [InlineData("Cors = \"https://a.example\"", null, "Origin")]
    [InlineData("Cors = \"https://a.example\"", "https://a.example", "Origin")]
    [InlineData("Cors = \"https://a.example\"", "https://b.example", "Origin")]
    [InlineData("Cors = { Origins = [\"https://a.example\", \"https://b.example\"] }", null, "Origin")]
    [InlineData("Cors = { Origins = [\"https://*.example\"] }", "https://c.example", "Origin")]
    [InlineData("Cors = { Origins = [\"https://*.example\"] }", "https://c.other", "Origin")]
    [InlineData("Cors = \"*\"", null, "Origin")]
    [InlineData("Cors = \"*\"", "https://a.example", "")]
    [InlineData("MaxDuration = 60", "https://a.example", "")]
    public async Task Vary_names_Origin_wherever_origins_are_allowed(string config, string? origin, string vary)
    {
        await using var app = await Served.StartAsync(
            "Production",
            [],
            ("api/plain.cs", $"var config = new RouteConfig {{ {config} }};\nstring GET() => \"x\";\n"),
            ("api/cached.cs", $"var config = new RouteConfig {{ {config}, Revalidate = 60 }};\nstring GET() => \"x\";\n"),
            ("api/varied.cs", $$"""
                var config = new RouteConfig { {{config}} };
                void GET(ApiResponse res) => res.SetHeader("Vary", "Accept, Origin").End("x");
                """));
        using var client = app.CreatePlainClient();
        foreach (var path in new[] { "/api/plain", "/api/cached", "/api/cached" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Origin", origin);

            Assert.Equal((path, vary), (path, string.Join(", ", (await client.SendAsync(request, Stop)).Headers.Vary)));
        }

        Assert.Equal("Accept, Origin", string.Join(", ", (await client.GetAsync("/api/varied", Stop)).Headers.Vary));
    }

    [Theory]
    [InlineData("using Microsoft.AspNetCore.Authorization;\n[Authorize]", "[Authorize]")]
    [InlineData("using Microsoft.AspNetCore.Mvc;\n[RequestSizeLimit(1000)]", "[RequestSizeLimit]")]
    [InlineData("using Microsoft.AspNetCore.RateLimiting;\n[EnableRateLimiting(\"x\")]", "[EnableRateLimiting]")]
    [InlineData("using Microsoft.AspNetCore.Cors;\n[EnableCors]", "[EnableCors]")]
    [InlineData("[HttpMethods(\"GET\")]", "[HttpMethods]")]
    [InlineData("[Mine]", "[Mine]")]
    public async Task FRA2016_an_attribute_of_a_middleware_function_has_no_effect(string attribute, string named)
    {
        await using var app = await Served.StartAsync(
            "TestServer",
            [],
            ("api/auth/_middleware.cs", $$"""
                {{attribute}} async Task Middleware(ApiRequest req, ApiResponse res, Next next) { await next(); }
                class MineAttribute : Attribute;
                """),
            ("api/auth/x.cs", "string GET() => \"in\";\n"));

        var exception = Assert.Throws<FileRoutesException>(() => app.CreatePlainClient());

        var diagnostic = Assert.Single(exception.Diagnostics);
        Assert.Equal(("FRA2016", "api/auth/_middleware.cs"), (diagnostic.Id, diagnostic.File));
        Assert.Contains($"{named} has no effect on a middleware function", diagnostic.Message, StringComparison.Ordinal);
    }

    private static async Task<List<(bool IsAllowed, string Path)>> AllowedAsync(HttpClient client, params string[] paths)
    {
        var found = new List<(bool, string)>();
        foreach (var path in paths)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Origin", Origin } } };
            using var response = await client.SendAsync(request, Stop);
            found.Add((response.Headers.Contains("Access-Control-Allow-Origin"), path));
        }

        return found;
    }
}
