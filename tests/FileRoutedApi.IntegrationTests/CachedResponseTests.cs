using System.Net;
using FileRoutedApi.Caching;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.IntegrationTests;

/// <summary>Which clients may get and store a cached response, and limits on the work that clients can cause in the cache.</summary>
public class CachedResponseTests
{
    private const string Shared = "s-maxage=60, stale-while-revalidate=31535940";

    private const string SignIn = """
        using System.Security.Claims;
        using System.Text.Encodings.Web;
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.Extensions.Options;

        void Services(IServiceCollection services, IConfiguration configuration)
        {
            services.AddAuthentication("Name").AddScheme<AuthenticationSchemeOptions, NameHandler>("Name", null);
            services.AddAuthorization(
                options => options.FallbackPolicy = configuration["App:Fallback"] is null
                    ? null
                    : new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        }

        class NameHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
            : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
        {
            protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
                Task.FromResult(Request.Headers["X-Name"].ToString() is { Length: > 0 } name
                    ? Ticket(name)
                    : AuthenticateResult.NoResult());

            private static AuthenticateResult Ticket(string name) => AuthenticateResult.Success(
                new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "Name")), "Name"));
        }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("x.cs", "public, max-age=300")]
    [InlineData("cookie/x.cs", "no-cache, private")]
    public async Task A_cookie_of_a_middleware_makes_a_response_private_even_if_the_handler_allows_caching(string file, string expected)
    {
        using var app = new FolderApp(new TempFolder(
            ("api/cookie/_middleware.cs", """
                async Task Middleware(HttpContext context, RequestDelegate next)
                {
                    context.Response.Cookies.Append("session", "1");
                    await next(context);
                }
                """),
            ($"api/{file}", """
                var config = new RouteConfig { Revalidate = 60 };
                void GET(ApiResponse res) => res.SetHeader("Cache-Control", "public, max-age=300").End("x");
                """)));
        using var client = app.CreatePlainClient();

        foreach (var _ in new[] { "MISS", "HIT" })
        {
            using var response = await client.GetAsync($"/api/{file[..^3]}", Stop);
            Assert.Equal(expected, string.Join(", ", response.Headers.GetValues("Cache-Control")));
        }
    }

    [Theory]
    [InlineData("", "", "Revalidate = 60", null, Shared)]
    [InlineData("", "", "Revalidate = 60, Cache = { Authenticated = true }", "ada", "private, no-cache")]
    [InlineData("", "", "Revalidate = 60, Cache = { Authenticated = true, Shared = true }", "ada", Shared)]
    [InlineData(
        "",
        "[Microsoft.AspNetCore.Authorization.Authorize]",
        "Revalidate = 60, Cache = { Authenticated = true }",
        "ada",
        "private, no-cache")]
    [InlineData(
        "",
        "[Microsoft.AspNetCore.Authorization.Authorize]",
        "Revalidate = 60, Cache = { Authenticated = true, Shared = true }",
        "ada",
        Shared)]
    [InlineData("Authorize = true", "", "Revalidate = 60, Cache = { Authenticated = true }", "ada", "private, no-cache")]
    [InlineData("Authorize = true", "[Microsoft.AspNetCore.Authorization.AllowAnonymous]", "Revalidate = 60", null, "private, no-cache")]
    [InlineData("Cors = \"*\"", "", "Revalidate = 60", null, Shared)]
    [InlineData("RateLimit = { Permits = 100 }", "", "Revalidate = 60", null, Shared)]
    [InlineData("fallback", "", "Revalidate = 60, Cache = { Authenticated = true }", "ada", "private, no-cache")]
    [InlineData("fallback", "[Microsoft.AspNetCore.Authorization.AllowAnonymous]", "Revalidate = 60", null, Shared)]
    public async Task Cache_Control_is_private_where_authorization_decides(
        string folder, string attribute, string config, string? name, string expected)
    {
        using var app = new FolderApp(
            new TempFolder(
                ("api/_startup.cs", SignIn),
                ("api/_middleware.cs", $"var config = new MiddlewareConfig {{ {(folder == "fallback" ? "" : folder)} }};\n"),
                ("api/x.cs", $"var config = new RouteConfig {{ {config} }};\n{attribute}\nint GET() => 1;\n")),
            settings: folder == "fallback" ? [("App:Fallback", "true")] : []);
        using var client = app.CreatePlainClient();
        foreach (var state in new[] { "MISS", "HIT" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/x");
            request.Headers.Add("X-Name", name is null ? [] : [name]);

            var response = await client.SendAsync(request, Stop);

            Assert.Equal(
                (HttpStatusCode.OK, state, expected),
                (
                    response.StatusCode,
                    response.Headers.GetValues("X-Cache").Single(),
                    response.Headers.NonValidated["Cache-Control"].ToString()));
        }
    }

    [Theory]
    [InlineData("[Microsoft.AspNetCore.Authorization.Authorize]", "")]
    [InlineData("", "api/club/(members)/_middleware.cs")]
    public async Task A_cached_response_behind_a_guard_is_not_served_to_another_spelling_of_its_path(string attribute, string guard)
    {
        var file = guard.Length == 0 ? "api/club/secret.cs" : "api/club/(members)/secret.cs";
        using var app = new FolderApp(new TempFolder(
        [
            ("api/_startup.cs", SignIn),
            (file, $$"""
                var config = new RouteConfig { Revalidate = 60, Cache = { Authenticated = true } };
                {{attribute}}
                string GET() => "secret";
                """),
            ("api/club/[...rest].cs", "var config = new RouteConfig { Revalidate = 60 };\nstring GET() => \"open\";\n"),
            .. guard.Length == 0 ? Array.Empty<(string, string)>() : [(guard, "var config = new MiddlewareConfig { Authorize = true };\n")],
        ]));
        using var client = app.CreatePlainClient();
        using var signed = new HttpRequestMessage(HttpMethod.Get, "/api/club/secret") { Headers = { { "X-Name", "ada" } } };

        Assert.Equal("secret", await (await client.SendAsync(signed, Stop)).Content.ReadAsStringAsync(Stop));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/club/secret", Stop)).StatusCode);
        Assert.Equal("open", await client.GetStringAsync("/api/club//secret", Stop));
    }

    [Theory]
    [InlineData("X-Line", "a\\r\\nX-Evil: b")]
    [InlineData("X-Control", "a\\u0001")]
    [InlineData("X Name", "a")]
    [InlineData("ETag", "\\\"a\\nb\\\"")]
    public async Task A_header_that_cannot_be_sent_is_not_cached(string name, string value)
    {
        using var app = new FolderApp(new TempFolder(("api/x.cs", $$"""
            var config = new RouteConfig { Revalidate = 60 };
            var calls = 0;

            int GET(HttpContext context)
            {
                if (calls++ == 0)
                {
                    context.Response.Headers["{{name}}"] = "{{value}}";
                }

                return calls;
            }
            """)), kestrel: true);
        using var client = app.CreatePlainClient();

        Assert.Equal(HttpStatusCode.InternalServerError, (await client.GetAsync("/api/x", Stop)).StatusCode);
        Assert.Equal("2", await client.GetStringAsync("/api/x", Stop));
    }

    [Fact]
    public async Task A_stopping_application_cancels_a_regeneration_that_no_client_waits_for()
    {
        var calls = 0;
        var entered = NewSignal();
        var cancelled = NewSignal();
        var app = new FolderApp(
            new TempFolder(
                ("api/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) { }\n"),
                ("api/x.cs", """
                    var config = new RouteConfig { Revalidate = 60 };
                    Task<string> GET(HttpContext context, Func<CancellationToken, Task<string>> work) => work(context.RequestAborted);
                    """)),
            services: services => services.AddSingleton<Func<CancellationToken, Task<string>>>(async stop =>
            {
                if (Interlocked.Increment(ref calls) > 1)
                {
                    entered.TrySetResult();
                    using var registration = stop.Register(() => cancelled.TrySetResult());
                    await cancelled.Task;
                    stop.ThrowIfCancellationRequested();
                }

                return "done";
            }));
        using (var client = app.CreatePlainClient())
        {
            await client.GetStringAsync("/api/x", Stop);
            app.Time.Advance(TimeSpan.FromSeconds(60));
            Assert.Equal("STALE", (await client.GetAsync("/api/x", Stop)).Headers.GetValues("X-Cache").Single());
            await entered.Task.WaitAsync(Stop);
        }

        await app.DisposeAsync();

        await cancelled.Task.WaitAsync(Stop);
        Assert.DoesNotContain(app.Logs.Messages, message => message.Contains("regenerate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Abandoned_regenerations_are_bounded_and_the_rest_are_cancelled()
    {
        using var regenerations = new Regenerations(TimeProvider.System);
        var work = new Work();

        var left = await LeaveAsync(regenerations, work, 200);

        await work.CancelledAsync(200 - Regenerations.MaxUnattended);
        Assert.Equal(200, left);
        Assert.Null(regenerations.TryStart("background", work.RunAsync, TimeSpan.FromHours(1)));

        regenerations.StopUnattended();
        await work.CancelledAsync(200);
    }

    [Fact]
    public async Task A_stopping_application_completes_a_regeneration_while_a_client_waits_for_it()
    {
        using var regenerations = new Regenerations(TimeProvider.System);
        var work = new Work();
        using var client = new CancellationTokenSource();
        var waiting = regenerations.JoinAsync("key", work.RunAsync, TimeSpan.FromHours(1), client.Token);
        await work.EnteredAsync(1);

        regenerations.StopUnattended();
        Assert.Equal(0, work.Cancelled);
        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await work.CancelledAsync(1);
    }

    [Fact]
    public async Task A_client_that_joins_an_abandoned_regeneration_gets_its_result()
    {
        using var regenerations = new Regenerations(TimeProvider.System);
        var work = new Work();
        await LeaveAsync(regenerations, work, 1);

        var joined = regenerations.JoinAsync("0", work.RunAsync, TimeSpan.FromHours(1), Stop);
        regenerations.StopUnattended();
        work.Finish();

        Assert.False((await joined).IsOwn);
        Assert.Equal((1, 0), (work.Entered, work.Cancelled));
    }

    [Fact]
    public async Task A_cancelled_regeneration_is_not_joined()
    {
        using var regenerations = new Regenerations(TimeProvider.System);
        var work = new Work();
        await LeaveAsync(regenerations, work, Regenerations.MaxUnattended + 1);
        await work.CancelledAsync(1);

        var joined = regenerations.JoinAsync($"{Regenerations.MaxUnattended}", work.RunAsync, TimeSpan.FromHours(1), Stop);
        await work.EnteredAsync(Regenerations.MaxUnattended + 2);
        work.Finish();

        Assert.True((await joined).IsOwn);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts a regeneration for each key, and disconnects their clients one after the other.</summary>
    private static async Task<int> LeaveAsync(Regenerations regenerations, Work work, int count)
    {
        var left = 0;
        for (var i = 0; i < count; i++)
        {
            using var client = new CancellationTokenSource();
            var waiting = regenerations.JoinAsync($"{i}", work.RunAsync, TimeSpan.FromHours(1), client.Token);
            await work.EnteredAsync(i + 1);
            await client.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
            left++;
        }

        return left;
    }

    /// <summary>A handler that ends when it is cancelled or when the test completes it.</summary>
    private sealed class Work
    {
        private readonly TaskCompletionSource _finish = NewSignal();
        private readonly Lock _lock = new();
        private readonly List<(Func<bool> Condition, TaskCompletionSource Reached)> _waiting = [];

        public int Entered { get; private set; }

        public int Cancelled { get; private set; }

        public void Finish() => _finish.TrySetResult();

        public async Task<GeneratedResponse> RunAsync(CancellationToken abort)
        {
            Note(() => Entered++);
            try
            {
                await _finish.Task.WaitAsync(abort);
            }
            catch (OperationCanceledException)
            {
                Note(() => Cancelled++);
                throw;
            }

            return new GeneratedResponse(new CachedResponse(200, [], [], null, 0, []), IsCached: true, IsPersonal: false, HasFailed: false);
        }

        public Task EnteredAsync(int count) => UntilAsync(() => Entered >= count);

        public Task CancelledAsync(int count) => UntilAsync(() => Cancelled >= count);

        private void Note(Action change)
        {
            lock (_lock)
            {
                change();
                _waiting.Where(waiting => waiting.Condition()).ToList().ForEach(waiting => waiting.Reached.TrySetResult());
            }
        }

        private Task UntilAsync(Func<bool> condition)
        {
            lock (_lock)
            {
                var reached = NewSignal();
                _waiting.Add((condition, reached));
                if (condition())
                {
                    reached.TrySetResult();
                }

                return reached.Task.WaitAsync(TimeSpan.FromMinutes(1), Stop);
            }
        }
    }
}
