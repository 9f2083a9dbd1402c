using System.Net;

namespace FileRoutedApi.IntegrationTests;

/// <content>Rate limits of files and folders.</content>
public partial class AccessTests
{
    [Theory]
    [InlineData("FixedWindow", "10", "10")]
    [InlineData("SlidingWindow", "11", "11")]
    [InlineData("TokenBucket", "5", "5")]
    public async Task RateLimit_of_a_file(string algorithm, string retryAfter, string reset)
    {
        using var app = new FolderApp(new TempFolder(
            ("api/x.cs", $$"""
                var config = new RouteConfig { RateLimit = { Permits = 2, Window = 10, Algorithm = RateLimitAlgorithm.{{algorithm}} } };
                int GET() => 1;
                """),
            ("api/y.cs", "int GET() => 1;\n")));
        using var client = app.CreatePlainClient();

        var first = await client.GetAsync("/api/x", Stop);
        var second = await client.GetAsync("/api/x", Stop);
        var third = await client.GetAsync("/api/x", Stop);

        Assert.Equal(
            [(200, "1"), (200, "0"), (429, "0")],
            new[] { first, second, third }.Select(response => ((int)response.StatusCode, Value(response.Headers, "RateLimit-Remaining")!)));
        Assert.Equal(
            ("2", "2;w=10", reset),
            (Value(first.Headers, "RateLimit-Limit"), Value(first.Headers, "RateLimit-Policy"), Value(first.Headers, "RateLimit-Reset")));
        Assert.Equal(
            (retryAfter, "application/problem+json"),
            (Value(third.Headers, "Retry-After"), third.Content.Headers.ContentType?.MediaType));
        Assert.False((await client.GetAsync("/api/y", Stop)).Headers.Contains("RateLimit-Limit"));

        app.Time.Advance(TimeSpan.FromSeconds(int.Parse(retryAfter, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/x", Stop)).StatusCode);
    }

    [Fact]
    public async Task RateLimit_of_a_folder_counts_all_its_requests_together()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/few/_middleware.cs", "var config = new MiddlewareConfig { RateLimit = { Permits = 3 } };\n"),
            ("api/few/x.cs", "int GET() => 1;\n"),
            ("api/few/y.cs", "var config = new RouteConfig { RateLimit = { Permits = 1 } };\nint GET() => 1;\n")));
        using var client = app.CreatePlainClient();

        var statuses = new List<int>();
        foreach (var path in new[] { "x", "y", "y", "nope", "x" })
        {
            statuses.Add((int)(await client.GetAsync($"/api/few/{path}", Stop)).StatusCode);
        }

        Assert.Equal([200, 200, 429, 429, 429], statuses);
    }

    [Theory]
    [InlineData("RateLimitBy.Header(\"X-Api-Key\")", "X-Api-Key: a", "X-Api-Key: b", false)]
    [InlineData("RateLimitBy.Header(\"X-Api-Key\")", "X-Api-Key: a", "X-Api-Key: a", true)]
    [InlineData("RateLimitBy.User", "Authorization: Name ada", "Authorization: Name bob", false)]
    [InlineData("RateLimitBy.User", "Authorization: Name ada", "Authorization: Name ada", true)]
    [InlineData("RateLimitBy.Function(req => req.Query[\"id\"])", "X: 1", "X: 2", true)]
    [InlineData("RateLimitBy.Function(req => null)", "X: 1", "X: 1", false)]
    [InlineData("RateLimitBy.Ip", "X: 1", "X: 2", true)]
    public async Task RateLimit_counts_each_client_separately(string by, string one, string other, bool areSame)
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", SignIn),
            ("api/[id].cs", $"var config = new RouteConfig {{ RateLimit = {{ Permits = 1, By = {by} }} }};\nint GET() => 1;\n")));
        using var client = app.CreatePlainClient();
        var statuses = new List<int>();
        foreach (var header in new[] { one, other })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/x");
            request.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);
            statuses.Add((int)(await client.SendAsync(request, Stop)).StatusCode);
        }

        Assert.Equal([200, areSame ? 429 : 200], statuses);
    }

    [Fact]
    public async Task Rate_limits_of_the_application_and_of_files_both_apply()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", """
                using System.Threading.RateLimiting;
                void Services(IServiceCollection services, IConfiguration configuration) => services.AddRateLimiter(options =>
                    options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
                        _ => RateLimitPartition.GetFixedWindowLimiter(
                            "all", _ => new() { PermitLimit = 3, Window = TimeSpan.FromDays(1) })));
                """),
            ("api/x.cs", "var config = new RouteConfig { RateLimit = { Permits = 2 } };\nint GET() => 1;\n")));
        using var client = app.CreatePlainClient();

        var own = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            own.Add((int)(await client.GetAsync("/api/x", Stop)).StatusCode);
        }

        app.Time.Advance(TimeSpan.FromMinutes(1));
        own.Add((int)(await client.GetAsync("/api/x", Stop)).StatusCode);
        own.Add((int)(await client.GetAsync("/api/x", Stop)).StatusCode);
        Assert.Equal([200, 200, 429, 429, 429, 200, 429], own);
    }
}
