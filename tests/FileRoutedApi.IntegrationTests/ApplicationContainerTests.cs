using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.IntegrationTests;

/// <summary>An application's own services and endpoints behave as without file routes.</summary>
public class ApplicationContainerTests
{
    private static readonly Dictionary<string, Case> _cases = new()
    {
        ["an optional logger of a singleton"] = new(
            services => services.AddSingleton<Client>(), app => app.MapGet("/own", (Client client) => client.Text)),
        ["an optional logger of a scoped service"] = new(
            services => services.AddScoped<Client>(), app => app.MapGet("/own", (Client client) => client.Text)),
        ["a constructor with a typed logger and one with a plain one"] = new(
            services => services.AddSingleton<Two>(), app => app.MapGet("/own", (Two two) => two.Text)),
        ["a constructor with an exception"] = new(
            services => services.AddScoped<Report>(), app => app.MapGet("/own", (Report report) => report.Text)),
        ["a type with an exception that is not a service"] = new(
            _ => { },
            app => app.MapGet("/own", (HttpContext context) => ActivatorUtilities.CreateInstance<Report>(context.RequestServices).Text)),
        ["a plain logger that is missing"] = new(
            services => services.AddSingleton<NeedsLogger>(), app => app.MapGet("/own", (NeedsLogger needs) => needs.Text)),
        ["an endpoint with a plain logger"] = new(_ => { }, app => app.MapGet("/own", (ILogger log) => log.GetType().Name)),
        ["an endpoint with an exception as its body"] = new(
            _ => { }, app => app.MapPost("/own", (Exception error) => error.Message), HttpMethod.Post),
        ["a plain logger of the application"] = new(
            services => services.TryAddSingleton<ILogger>(NullLogger.Instance),
            app => app.MapGet("/own", (ILogger log) => log.GetType().Name)),
        ["an optional clock"] = new(
            services => services.AddSingleton<Clocked>(), app => app.MapGet("/own", (Clocked clocked) => clocked.Text)),
        ["a clock that is missing"] = new(
            services => services.AddSingleton<NeedsClock>(), app => app.MapGet("/own", (NeedsClock needs) => needs.Text)),
        ["an endpoint with a clock"] = new(_ => { }, app => app.MapGet("/own", (TimeProvider time) => time.GetType().Name)),
        ["a clock of the application"] = new(
            services => services.TryAddSingleton(TimeProvider.System), app => app.MapGet("/own", (TimeProvider time) => "a clock")),
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static IEnumerable<TheoryDataRow<string, string, bool>> Cases() =>
        from name in _cases.Keys
        from environment in (string[])["Development", "Production"]
        from servicesFirst in (bool[])[true, false]
        select new TheoryDataRow<string, string, bool>(name, environment, servicesFirst);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Services_and_endpoints_see_the_container_of_a_plain_application(string name, string environment, bool servicesFirst)
    {
        using var folder = new TempFolder(
            ("api/a.cs", "string GET(ILogger log) => \"a\";\n"),
            ("api/_error.cs", "string Handler(Exception error) => error.Message;\n"));
        var tried = _cases[name];

        var plain = await RunAsync(folder, tried, environment, withFiles: false, servicesFirst);
        var embedded = await RunAsync(folder, tried, environment, withFiles: true, servicesFirst);

        Assert.Equal(plain, embedded);
    }

    [Theory]
    [InlineData("string GET(ILogger log) => log.GetType().Name;\n")]
    [InlineData("string GET([Microsoft.AspNetCore.Mvc.FromServices] ILogger log) => log.GetType().Name;\n")]
    public async Task A_function_gets_the_logger_that_the_application_registered(string file)
    {
        using var folder = new TempFolder(("api/a.cs", file));
        await using var app = await TestApp.StartAsync(
            folder,
            compile: true,
            map: app => app.MapFileRoutes(),
            services: builder => builder.Services.AddSingleton<ILogger>(NullLogger.Instance));

        Assert.Equal(nameof(NullLogger), await app.GetTestClient().GetStringAsync("/api/a", Stop));
    }

    [Theory]
    [InlineData("api/a.cs", "string GET(Exception error) => error.Message;\n")]
    [InlineData("api/a.cs", "string POST(Exception error) => error.Message;\n")]
    [InlineData("api/a.cs", "string POST([AsParameters] Failure failure) => \"\";\nrecord Failure(Exception Error);\n")]
    [InlineData("api/_404.cs", "string Handler(Exception error) => error.Message;\n")]
    public async Task FRA2016_an_exception_is_a_parameter_of_an_error_file(string path, string file)
    {
        using var folder = new TempFolder((path, file));

        var exception = await Assert.ThrowsAsync<FileRoutesException>(() => TestApp.StartAsync(
            folder, compile: true, map: app => app.MapFileRoutes()));

        Assert.Contains("FRA2016", exception.Message, StringComparison.Ordinal);
        Assert.Contains("only the function in '_error.cs' or 'error.cs' receives", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shared_code_may_have_an_optional_logger()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_lib/Client.cs", """
                public class Client(ILogger? log = null) { public string Text => log is null ? "no logger" : "logger"; }
                """),
            ("api/_startup.cs", """
                void Services(IServiceCollection services, IConfiguration configuration) => services.AddSingleton<Client>();
                """),
            ("api/x.cs", "string GET(Client client) => client.Text;\n")));

        Assert.Equal("no logger", await app.CreatePlainClient().GetStringAsync("/api/x", Stop));
    }

    public static IEnumerable<TheoryDataRow<string, string, string?>> Challenges() =>
        from order in (string[])["before", "after"]
        from expected in ((string Path, string? Header)[])
        [
            ("/own/auth", null), ("/own/basic", null), ("/own/raw", null), ("/own/challenge", null),
            ("/api/sec/x", "MyCookie"), ("/api/basic", "Basic"), ("/api/locked/x", "MyCookie"), ("/api/locked/nothing", "MyCookie"),
        ]
        select new TheoryDataRow<string, string, string?>(order, expected.Path, expected.Header);

    [Theory]
    [MemberData(nameof(Challenges))]
    public async Task WWW_Authenticate_is_added_for_route_files_only_in_any_order_of_registration(
        string order, string path, string? header)
    {
        using var folder = Guarded();
        await using var app = await StartGuardedAsync(folder, AddSchemes, routesFirst: order == "before");

        var response = await app.GetTestClient().GetAsync(path, Stop);

        Assert.Equal((401, header), ((int)response.StatusCode, response.Headers.WwwAuthenticate.SingleOrDefault()?.ToString()));
    }

    [Theory]
    [InlineData("type")]
    [InlineData("instance")]
    [InlineData("factory")]
    [InlineData("scoped")]
    public async Task A_result_handler_of_the_application_is_not_replaced(string registered)
    {
        using var folder = Guarded();
        await using var app = await StartGuardedAsync(
            folder,
            services =>
            {
                _ = registered switch
                {
                    "type" => services.AddSingleton<IAuthorizationMiddlewareResultHandler, Marking>(),
                    "instance" => services.AddSingleton<IAuthorizationMiddlewareResultHandler>(new Marking()),
                    "factory" => services.AddSingleton<IAuthorizationMiddlewareResultHandler>(_ => new Marking()),
                    _ => services.AddScoped<IAuthorizationMiddlewareResultHandler, Marking>(),
                };
                AddSchemes(services);
            },
            routesFirst: false);
        using var client = app.GetTestClient();

        var own = await client.GetAsync("/own/auth", Stop);
        var file = await client.GetAsync("/api/sec/x", Stop);

        Assert.Equal(("yes", 0), (own.Headers.GetValues("X-Marked").Single(), own.Headers.WwwAuthenticate.Count));
        Assert.Equal(("yes", "MyCookie"), (file.Headers.GetValues("X-Marked").Single(), file.Headers.WwwAuthenticate.Single().ToString()));
    }

    [Theory]
    [InlineData("/own", 503, false)]
    [InlineData("/api/a", 503, true)]
    public async Task Retry_After_is_added_to_rejections_of_route_files_only(string path, int status, bool hasRetryAfter)
    {
        using var folder = new TempFolder(("api/a.cs", """
            using Microsoft.AspNetCore.RateLimiting;
            [EnableRateLimiting("one")]
            string GET() => "a";
            """));
        await using var app = await TestApp.StartAsync(
            folder,
            compile: true,
            map: app =>
            {
                app.UseFileRoutes();
                app.MapGet("/own", () => "own").RequireRateLimiting("one");
                app.MapFileRoutes();
            },
            services: builder => builder.Services.AddRateLimiter(options => options.AddFixedWindowLimiter("one", window =>
            {
                window.PermitLimit = 1;
                window.Window = TimeSpan.FromHours(1);
            })));
        using var client = app.GetTestClient();
        await client.GetAsync(path, Stop);

        var rejected = await client.GetAsync(path, Stop);

        Assert.Equal((status, hasRetryAfter), ((int)rejected.StatusCode, rejected.Headers.RetryAfter is not null));
    }

    private static async Task<string> RunAsync(TempFolder folder, Case tried, string environment, bool withFiles, bool servicesFirst)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = folder.Root,
            EnvironmentName = environment,
        });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        Action register = () => tried.Services(builder.Services);
        Action add = () => _ = withFiles ? builder.AddFileRoutes().AddCompilation() : null;
        foreach (var step in servicesFirst ? [register, add] : (Action[])[add, register])
        {
            step();
        }

        try
        {
            await using var app = builder.Build();
            tried.Map(app);
            _ = withFiles ? app.MapFileRoutes() : null;
            await app.StartAsync(Stop);
            using var request = new HttpRequestMessage(tried.Method ?? HttpMethod.Get, "/own");
            request.Content = tried.Method is null ? null : new StringContent("{}", Encoding.UTF8, "application/json");
            var response = await app.GetTestClient().SendAsync(request, Stop);
            var hasText = environment == "Production" || response.IsSuccessStatusCode;
            return $"{(int)response.StatusCode} {(hasText ? await response.Content.ReadAsStringAsync(Stop) : "")}";
        }
        catch (Exception exception) when (exception is InvalidOperationException or AggregateException or NotSupportedException)
        {
            return $"{exception.GetType().Name}: {exception.Message}";
        }
    }

    private static TempFolder Guarded() => new(
        ("api/sec/x.cs", "[Microsoft.AspNetCore.Authorization.Authorize]\nstring GET() => \"in\";\n"),
        ("api/basic.cs", "[Microsoft.AspNetCore.Authorization.Authorize(AuthenticationSchemes = \"Basic\")]\nstring GET() => \"in\";\n"),
        ("api/locked/_middleware.cs", "var config = new MiddlewareConfig { Authorize = true };\n"),
        ("api/locked/x.cs", "string GET() => \"in\";\n"));

    private static async Task<WebApplication> StartGuardedAsync(TempFolder folder, Action<IServiceCollection> services, bool routesFirst) =>
        await TestApp.StartAsync(
            folder,
            compile: true,
            map: app =>
            {
                app.UseFileRoutes();
                app.MapGet("/own/auth", () => "in").RequireAuthorization();
                app.MapGet("/own/basic", () => "in").RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = "Basic" });
                app.MapGet("/own/raw", () => Results.Unauthorized());
                app.MapGet("/own/challenge", () => Results.Challenge());
                app.MapFileRoutes();
            },
            services: builder => _ = routesFirst ? null : Register(builder.Services, services),
            after: builder => _ = routesFirst ? Register(builder.Services, services) : null);

    private static IServiceCollection Register(IServiceCollection services, Action<IServiceCollection> register)
    {
        register(services);
        return services;
    }

    private static void AddSchemes(IServiceCollection services)
    {
        services.AddAuthentication("MyCookie")
            .AddCookie("MyCookie", cookie => cookie.Events.OnRedirectToLogin = context =>
            {
                context.Response.StatusCode = (int)HttpStatusCode.Unauthorized;
                return Task.CompletedTask;
            })
            .AddScheme<AuthenticationSchemeOptions, Quiet>("Basic", null);
        services.AddAuthorization();
    }

    private sealed record Case(Action<IServiceCollection> Services, Action<WebApplication> Map, HttpMethod? Method = null);

    private sealed class Client(ILogger? log = null)
    {
        public string Text => log is null ? "no logger" : "logger";
    }

    private sealed class Two
    {
        public Two(ILogger<Two> log) => Text = "typed";

        public Two(ILogger log) => Text = "plain";

        public string Text { get; }
    }

    private sealed class Report
    {
        public Report() => Text = "plain";

        public Report(Exception inner) => Text = inner.Message;

        public string Text { get; }
    }

    private sealed class NeedsLogger(ILogger log)
    {
        public string Text => log.GetType().Name;
    }

    private sealed class Clocked(TimeProvider? time = null)
    {
        public string Text => time is null ? "no clock" : "clock";
    }

    private sealed class NeedsClock(TimeProvider time)
    {
        public string Text => time.GetType().Name;
    }

    private sealed class Marking : IAuthorizationMiddlewareResultHandler
    {
        private readonly AuthorizationMiddlewareResultHandler _default = new();

        public Task HandleAsync(
            RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            context.Response.Headers["X-Marked"] = "yes";
            return _default.HandleAsync(next, context, policy, authorizeResult);
        }
    }

    /// <summary>Leaves the header out on purpose, so that browsers show no dialog.</summary>
    private sealed class Quiet(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.NoResult());
    }
}
