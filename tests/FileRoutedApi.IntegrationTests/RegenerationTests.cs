using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.IntegrationTests;

/// <summary>
/// When a cached response is regenerated, which request does it, and which responses are never cached. The cache key is tested in
/// <see cref="BehaviourTests"/>.
/// </summary>
public partial class RegenerationTests
{
    private const string Startup = "void Services(IServiceCollection services, IConfiguration configuration) { }\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stale_response_is_served_while_one_request_regenerates_it()
    {
        var gate = new Gate();
        using var app = App("Revalidate = 60", gate);
        using var client = app.CreatePlainClient();
        gate.Open();
        Assert.Equal(("1", "MISS"), await GetAsync(client));
        Assert.Equal(("1", "HIT"), await GetAsync(client));

        app.Time.Advance(TimeSpan.FromSeconds(60));
        gate.Close();
        Assert.Equal(("1", "STALE"), await GetAsync(client));
        Assert.Equal(("1", "STALE"), await GetAsync(client));
        await gate.EnteredAsync(2);
        gate.Open();
        await UntilAsync(client, ("2", "HIT"));

        Assert.Equal(2, gate.Entered);
    }

    [Fact]
    public async Task Two_hundred_requests_for_an_uncached_response_call_the_handler_once()
    {
        var gate = new Gate();
        using var app = App("Revalidate = 60", gate, kestrel: true);
        using var client = app.CreatePlainClient();

        var responses = Enumerable.Range(0, 200).Select(_ => GetAsync(client)).ToList();
        await gate.EnteredAsync(1);
        gate.Open();

        Assert.All(await Task.WhenAll(responses), response => Assert.Equal("1", response.Body));
        Assert.Equal(1, gate.Entered);
    }

    [Fact]
    public async Task A_client_that_disconnects_does_not_cancel_the_regeneration()
    {
        var gate = new Gate();
        using var app = App("Revalidate = 60", gate, kestrel: true);
        using var client = app.CreatePlainClient();
        using var leaving = new CancellationTokenSource();
        var first = client.GetStringAsync("/api/x", leaving.Token);
        await gate.EnteredAsync(1);
        var second = GetAsync(client);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.Open();

        Assert.Equal("1", (await second).Body);
        Assert.Equal(("1", "HIT"), await GetAsync(client));
        Assert.Equal(1, gate.Entered);
    }

    [Theory]
    [InlineData("throw")]
    [InlineData("500")]
    public async Task A_handler_that_fails_leaves_the_cached_response_and_is_called_again_later(string how)
    {
        var gate = new Gate();
        using var app = App("Revalidate = false, Tags = [\"t\"]", gate);
        using var client = app.CreatePlainClient();
        gate.Open();
        Assert.Equal(("1", "MISS"), await GetAsync(client));
        await app.Services.GetRequiredService<IRevalidation>().RevalidateTagAsync("t", Stop);
        gate.Failure = how;

        Assert.Equal(("1", "STALE"), await GetAsync(client));
        Assert.Equal(("1", "STALE"), await GetAsync(client));
        Assert.Equal(2, gate.Entered);

        app.Time.Advance(TimeSpan.FromSeconds(30));
        gate.Failure = null;
        Assert.Equal(("3", "REVALIDATED"), await GetAsync(client));
        Assert.Equal(("3", "HIT"), await GetAsync(client));
    }

    [Fact]
    public async Task A_revalidation_after_a_failure_regenerates_the_response_immediately()
    {
        var gate = new Gate();
        using var app = App("Revalidate = false, Tags = [\"t\"]", gate);
        using var client = app.CreatePlainClient();
        var revalidation = app.Services.GetRequiredService<IRevalidation>();
        gate.Open();
        await GetAsync(client);
        await revalidation.RevalidateTagAsync("t", Stop);
        gate.Failure = "throw";
        Assert.Equal(("1", "STALE"), await GetAsync(client));

        gate.Failure = null;
        await revalidation.RevalidateTagAsync("t", Stop);

        Assert.Equal(("3", "REVALIDATED"), await GetAsync(client));
    }

    [Fact]
    public async Task An_error_without_a_body_is_problem_details_as_without_caching()
    {
        using var app = new FolderApp(new TempFolder(("api/x.cs", """
            var config = new RouteConfig { Revalidate = 60 };
            IResult GET() => Results.NotFound();
            """)));
        using var client = app.CreatePlainClient();

        var response = await client.GetAsync("/api/x", Stop);

        Assert.Equal(
            (HttpStatusCode.NotFound, "application/problem+json"),
            (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task A_handler_that_fails_the_first_time_responds_as_without_caching()
    {
        var gate = new Gate { Failure = "throw" };
        using var app = App("Revalidate = 60", gate);
        using var client = app.CreatePlainClient();
        gate.Open();

        Assert.Equal(HttpStatusCode.InternalServerError, (await client.GetAsync("/api/x", Stop)).StatusCode);
        gate.Failure = null;
        Assert.Equal(("2", "MISS"), await GetAsync(client));
    }

    [Fact]
    public async Task A_tag_invalidates_all_its_cached_responses()
    {
        var gate = new Gate();
        using var app = App(
            "Revalidate = false, Tags = [\"a\", \"b\"]",
            gate,
            ("api/[id].cs", """
                var config = new RouteConfig { Revalidate = false, Tags = ["b"] };
                string GET(string id, Func<string, Task<string>> gate) => gate(id).Result.Trim();
                """),
            ("api/tell.cs", "async Task POST(ApiResponse res) => await res.RevalidateTag(\"b\");\n"));
        using var client = app.CreatePlainClient();
        gate.Open();
        Assert.Equal(("1", "MISS"), await GetAsync(client));
        Assert.Equal(("2", "MISS"), await GetAsync(client, "/api/y"));
        await client.PostAsync("/api/tell", null, Stop);

        Assert.Equal(("3", "REVALIDATED"), await GetAsync(client));
        Assert.Equal(("4", "REVALIDATED"), await GetAsync(client, "/api/y"));
        Assert.Equal(("4", "HIT"), await GetAsync(client, "/api/y"));
    }

    [Theory]
    [InlineData("Revalidate = 60", "404", false)]
    [InlineData("Revalidate = 60, Cache = { Statuses = [200, 404] }", "404", true)]
    [InlineData("Revalidate = 60", "cookie", false)]
    [InlineData("Revalidate = 60, Cache = { SetCookie = true }", "cookie", true)]
    [InlineData("Revalidate = 60", "no-store", false)]
    [InlineData("Revalidate = 60", "vary", false)]
    [InlineData("Revalidate = 60", "no-cache", false)]
    [InlineData("Revalidate = 0", "", false)]
    [InlineData("Dynamic = RouteDynamic.ForceDynamic, Revalidate = 60", "", false)]
    [InlineData("Dynamic = RouteDynamic.ForceStatic", "", true)]
    [InlineData("", "", false)]
    public async Task Only_cacheable_responses_are_cached(string config, string how, bool isCached)
    {
        var gate = new Gate { Failure = how };
        using var app = App(config, gate);
        using var client = app.CreatePlainClient();
        gate.Open();
        await client.GetAsync("/api/x", Stop);
        await client.GetAsync("/api/x", Stop);

        Assert.Equal(isCached ? 1 : 2, gate.Entered);
    }

    [Fact]
    public async Task A_response_generated_before_an_invalidation_is_not_served_to_later_requests()
    {
        var gate = new Gate();
        using var app = App("Revalidate = 60, Tags = [\"t\"]", gate, kestrel: true);
        using var client = app.CreatePlainClient();
        var before = client.GetAsync("/api/x", Stop);
        await gate.EnteredAsync(1);
        await app.Services.GetRequiredService<IRevalidation>().RevalidateTagAsync("t", Stop);
        var after = GetAsync(client);
        gate.Open();

        var response = await before;
        Assert.Equal("private, no-cache, no-store, max-age=0, must-revalidate", response.Headers.NonValidated["Cache-Control"].ToString());
        Assert.Equal("2", (await after).Body);
    }

    [Fact]
    public async Task A_call_that_never_ends_is_a_504_and_blocks_no_later_request()
    {
        var gate = new Gate();
        using var app = App("Revalidate = 60", gate);
        using var client = app.CreatePlainClient();
        var hanging = client.GetAsync("/api/x", Stop);
        await gate.EnteredAsync(1);
        while (!hanging.IsCompleted)
        {
            app.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.Equal(HttpStatusCode.GatewayTimeout, (await hanging).StatusCode);
        var next = GetAsync(client);
        await gate.EnteredAsync(2);
        gate.Open();
        Assert.Equal(("2", "MISS"), await next);
    }

    [Fact]
    public async Task Headers_of_a_middleware_are_sent_and_a_response_for_one_client_is_private()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_middleware.cs", """
                void Middleware(ApiRequest req, ApiResponse res)
                {
                    res.AppendHeader("Vary", "X-Tenant");
                    if (req.Query.ContainsKey("own")) res.SetCookie("own", "1");
                }
                """),
            ("api/x.cs", """
                var config = new RouteConfig { Revalidate = 60, Cache = { Headers = ["Accept"], Shared = true } };
                int GET() => 1;
                """)));
        using var client = app.CreatePlainClient();
        await client.GetAsync("/api/x", Stop);
        app.Time.Advance(TimeSpan.FromSeconds(7));

        var plain = await client.GetAsync("/api/x", Stop);
        var own = await client.GetAsync("/api/x?own", Stop);

        Assert.Equal(
            ("X-Tenant, Accept", "7", "s-maxage=60, stale-while-revalidate=31535940"),
            (
                string.Join(", ", plain.Headers.Vary),
                plain.Headers.NonValidated["Age"].ToString(),
                plain.Headers.NonValidated["Cache-Control"].ToString()));
        Assert.Equal(
            ("private, no-cache", "HIT"),
            (own.Headers.NonValidated["Cache-Control"].ToString(), own.Headers.GetValues("X-Cache").Single()));
    }

    [Theory]
    [InlineData("cookie")]
    [InlineData("no-store")]
    public async Task A_response_for_one_client_is_not_sent_to_another(string how)
    {
        var gate = new Gate { Failure = how };
        using var app = App("Revalidate = 60", gate, kestrel: true);
        using var client = app.CreatePlainClient();
        var first = client.GetAsync("/api/x", Stop);
        await gate.EnteredAsync(1);
        var others = Enumerable.Range(0, 5).Select(_ => client.GetAsync("/api/x", Stop)).ToList();
        gate.Open();

        var bodies = await Task.WhenAll(
            (await Task.WhenAll([first, .. others])).Select(response => response.Content.ReadAsStringAsync(Stop)));

        Assert.Equal(bodies.Length, bodies.Distinct().Count());
    }

    [Theory]
    [InlineData("60", "s-maxage=60, stale-while-revalidate=31535940")]
    [InlineData("false", "s-maxage=31536000, stale-while-revalidate")]
    [InlineData("0", "private, no-cache, no-store, max-age=0, must-revalidate")]
    public async Task Cache_Control(string revalidate, string expected)
    {
        using var app = new FolderApp(new TempFolder(
            ("api/x.cs", $"var config = new RouteConfig {{ Revalidate = {revalidate} }};\nint GET() => 1;\n"),
            ("api/own.cs", $$"""
                var config = new RouteConfig { Revalidate = {{revalidate}} };
                void Handler(ApiRequest req, ApiResponse res) => res.SetHeader("Cache-Control", "max-age=5").Json(1);
                """)));
        using var client = app.CreatePlainClient();

        Assert.Equal(expected, (await client.GetAsync("/api/x", Stop)).Headers.NonValidated["Cache-Control"].ToString());
        Assert.Equal("max-age=5", (await client.GetAsync("/api/own", Stop)).Headers.NonValidated["Cache-Control"].ToString());
    }

    [Theory]
    [InlineData("posts")]
    [InlineData("")]
    public async Task A_path_begins_with_a_slash(string path)
    {
        using var app = App("Revalidate = 60", new Gate());
        var revalidation = app.Services.GetRequiredService<IRevalidation>();

        await Assert.ThrowsAsync<ArgumentException>(() => revalidation.RevalidateAsync(path, Stop));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => revalidation.RevalidateAsync("/" + new string('a', 1024), Stop));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => revalidation.RevalidateTagAsync(new string('a', 257), Stop));
    }

    private static FolderApp App(string config, Gate gate, params (string Path, string Text)[] files) =>
        App(config, gate, kestrel: false, files);

    private static FolderApp App(string config, Gate gate, bool kestrel, params (string Path, string Text)[] files) => new(
        new TempFolder(
        [
            ("api/_startup.cs", Startup),
            ("api/x.cs", $$"""
                var config = new RouteConfig { {{config}} };

                async Task Handler(ApiRequest req, ApiResponse res, Func<string, Task<string>> gate)
                {
                    var text = await gate(req.Method);
                    switch (text.Split(' ')[^1])
                    {
                        case "throw": throw new InvalidOperationException("on purpose");
                        case "500": res.Status(500); break;
                        case "404": res.Status(404); break;
                        case "cookie": res.SetCookie("id", text.Split(' ')[0]); break;
                        case "no-cache": res.SetHeader("Cache-Control", "no-cache"); break;
                        case "no-store": res.SetHeader("Cache-Control", "no-store"); break;
                        case "vary": res.SetHeader("Vary", "*"); break;
                    }

                    res.End(text.Split(' ')[0]);
                }
                """),
            .. files,
        ]),
        services: services => services.AddSingleton<Func<string, Task<string>>>(gate.PassAsync),
        kestrel: kestrel);

    private static async Task<(string Body, string? State)> GetAsync(HttpClient client, string path = "/api/x")
    {
        var response = await client.GetAsync(path, Stop);
        return (
            await response.Content.ReadAsStringAsync(Stop),
            response.Headers.TryGetValues("X-Cache", out var values) ? values.Single() : null);
    }

    /// <summary>Requests the path until a regeneration in the background has stored the expected response.</summary>
    private static async Task UntilAsync(HttpClient client, (string, string?) expected)
    {
        while (await GetAsync(client) != expected)
        {
            await Task.Yield();
            Stop.ThrowIfCancellationRequested();
        }
    }
}
