using Microsoft.Extensions.DependencyInjection;
using Serilog.Events;

namespace FileRoutedApi.IntegrationTests;

/// <summary>The debug events that tell why a request was handled as it was.</summary>
public class DebugLogTests(DebugLogTests.DebugApp app) : IClassFixture<DebugLogTests.DebugApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]

    // Which file a path matched, and why no other.
    [InlineData("GET /api/posts/7", "RouteMatched", "GET /api/posts/7 matched api/posts/[id].cs and is handled by GET.")]
    [InlineData("GET /api/posts/new", "RouteCandidate", "Candidate for /api/posts/new: api/posts/[id].cs: ")]
    [InlineData("GET /api/missing", "NoRouteMatched", "GET /api/missing matched no file.")]
    [InlineData("GET /api/posts", "RouteCandidate", "Candidate for /api/posts: api/posts/[id].cs: ")]
    [InlineData(
        "PUT /api/posts/7",
        "MethodNotExported",
        "PUT /api/posts/7 matched api/posts/[id].cs, which does not export a function for the method.")]
    [InlineData("GET /other", "OtherEndpointMatched", "GET /other matched HTTP: GET /other, which is not a route file.")]
    [InlineData("GET /api/folder/old", "RouteMatched", "GET /api/folder/moved matched api/folder/[x].cs and is handled by GET.")]

    // Which middleware files ran.
    [InlineData("GET /api/folder/a", "MiddlewareRuns", "The middleware runs for GET /api/folder/a.")]
    [InlineData(
        "GET /api/folder/inner/a",
        "MiddlewareSkipped",
        "The middleware is skipped for GET /api/folder/inner/a: no entry of config.Matcher matches.")]

    // Why a response was (not) served from the cache.
    [InlineData("GET /api/cached/miss", "CacheMiss", "The cache has no response to /api/cached/miss, so it is generated.")]
    [InlineData(
        "GET /api/cached/hit; +2; GET /api/cached/hit",
        "CacheHit",
        "/api/cached/hit is served from the cache. The response is 2 s old.")]
    [InlineData(
        "GET /api/cached/old; +61; GET /api/cached/old",
        "CacheStale",
        "/api/cached/old is served stale and regenerated in the background: the response is 61 s old, and config.Revalidate is 60.")]
    [InlineData(
        "GET /api/cached/told; !/api/cached/told; GET /api/cached/told",
        "CacheInvalidated",
        "The cached response to /api/cached/told was invalidated, so it is regenerated.")]
    [InlineData(
        "GET /api/failing; !/api/failing; GET /api/failing; GET /api/failing",
        "CacheWaitingForRetry",
        "/api/failing is served stale: the last regeneration failed, and the next attempt is due in 30 s.")]
    [InlineData(
        "GET /api/cached/user Authorization:x",
        "CacheSkippedForCredentials",
        "The cache is not used for /api/cached/user: the request has credentials, and config.Cache.Authenticated is false.")]
    [InlineData(
        "POST /api/cached/any", "CacheSkippedForMethod", "The cache is not used for POST /api/cached/any: it serves only GET and HEAD.")]

    // Why a response was (not) stored in the cache.
    [InlineData("GET /api/cached/new", "ResponseStored", "The response to /api/cached/new is stored in the cache: status 200, 3 bytes.")]
    [InlineData(
        "GET /api/cached/cookie",
        "ResponseNotStored",
        "The response to /api/cached/cookie with status 200 is not stored in the cache: " +
        "it sets a cookie, and config.Cache.SetCookie is false.")]
    [InlineData(
        "GET /api/cached/private",
        "ResponseNotStored",
        "The response to /api/cached/private with status 200 is not stored in the cache: its Cache-Control header forbids it.")]
    [InlineData(
        "GET /api/cached/vary",
        "ResponseNotStored",
        "The response to /api/cached/vary with status 200 is not stored in the cache: its Vary header is '*'.")]
    [InlineData(
        "GET /api/cached/lost",
        "ResponseNotStored",
        "The response to /api/cached/lost with status 404 is not stored in the cache: config.Cache.Statuses does not contain its status.")]

    // Which rate limit counted.
    [InlineData(
        "GET /api/limited X-Key:a",
        "PermitTaken",
        "/api/limited took a permit of the rate limit of api/limited.cs for key ypeBEsobvcr6wjGzmiPcTQ: " +
        "0 of 1 are left in a window of 60 s.")]
    [InlineData(
        "GET /api/limited X-Key:b; GET /api/limited X-Key:b",
        "RequestRejected",
        "/api/limited is rejected by the rate limit of api/limited.cs: " +
        "key PiPoFgA5WUoziU9lZOGxNA has used 1 permits in a window of 60 s, retry after 60 s.")]
    [InlineData(
        "GET /api/limited",
        "NotLimited",
        "/api/limited is not limited by the rate limit of api/limited.cs: the function of config.RateLimit.By returned null.")]
    public async Task A_debug_event_tells_why(string steps, string name, string message)
    {
        using var client = app.Host.CreatePlainClient();
        foreach (var step in steps.Split("; "))
        {
            await RunAsync(client, step);
        }

        var logged = await app.Host.Logs.WaitForAsync(message);

        Assert.Equal((LogEventLevel.Debug, name), (logged.Level, NameOf(logged)));
    }

    private Task RunAsync(HttpClient client, string step) => step[0] switch
    {
        '+' => AdvanceAsync(TimeSpan.FromSeconds(int.Parse(step[1..], System.Globalization.CultureInfo.InvariantCulture))),
        '!' => app.Host.Services.GetRequiredService<IRevalidation>().RevalidateAsync(step[1..], Stop),
        _ => SendAsync(client, step.Split(' ')),
    };

    private Task AdvanceAsync(TimeSpan time)
    {
        app.Host.Time.Advance(time);
        return Task.CompletedTask;
    }

    private static async Task SendAsync(HttpClient client, string[] parts)
    {
        using var request = new HttpRequestMessage(new HttpMethod(parts[0]), parts[1]);
        foreach (var header in parts[2..].Select(part => part.Split(':', 2)))
        {
            request.Headers.TryAddWithoutValidation(header[0], header[1]);
        }

        await client.SendAsync(request, Stop);
    }

    private static string NameOf(LogEvent logged) =>
        ((StructureValue)logged.Properties["EventId"]).Properties.Single(property => property.Name == "Name").Value.ToString("l", null);

    /// <summary>One application for all rows: each has a path of its own.</summary>
    public sealed class DebugApp : IDisposable
    {
        private const string Folder = """
            var config = new MiddlewareConfig { Matcher = ["/api/folder/:name"] };
            Task Middleware(HttpContext context, Next next) =>
                next(context.Request.Path == "/api/folder/old" ? "/api/folder/moved" : null);
            """;

        private const string Cached = """
            var config = new RouteConfig { Revalidate = 60 };
            void Handler(ApiRequest req, ApiResponse res)
            {
                switch (req.Query["name"])
                {
                    case "cookie": res.SetCookie("a", "b"); break;
                    case "private": res.SetHeader("Cache-Control", "private"); break;
                    case "vary": res.SetHeader("Vary", "*"); break;
                    case "lost": res.Status(404); break;
                }

                res.Send("abc");
            }
            """;

        private const string Failing = """
            var config = new RouteConfig { Revalidate = 60 };
            var calls = 0;
            int GET() => ++calls == 1 ? 1 : throw new InvalidOperationException("It fails.");
            """;

        private const string Limited = """
            var config = new RouteConfig
            {
                RateLimit = { Permits = 1, By = RateLimitBy.Function(req => (string?)req.HttpContext.Request.Headers["X-Key"]) },
            };
            int GET() => 1;
            """;

        internal FolderApp Host { get; } = new(
            new TempFolder(
                ("api/_startup.cs", "void App(WebApplication app) => app.MapGet(\"/other\", () => 1);\n"),
                ("api/posts/[id].cs", "int GET(string id) => 1;\n"),
                ("api/posts/new.cs", "int GET() => 1;\n"),
                ("api/folder/_middleware.cs", Folder),
                ("api/folder/[x].cs", "int GET() => 1;\n"),
                ("api/folder/inner/a.cs", "int GET() => 1;\n"),
                ("api/cached/[name].cs", Cached),
                ("api/failing.cs", Failing),
                ("api/limited.cs", Limited)),
            [("Serilog:MinimumLevel:Default", "Debug")]);

        public void Dispose() => Host.Dispose();
    }
}
