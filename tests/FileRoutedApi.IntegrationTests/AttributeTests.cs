using System.Net;
using System.Net.Http.Headers;

namespace FileRoutedApi.IntegrationTests;

/// <summary>Attributes that need a middleware. The host adds it, or the start fails and names what is missing.</summary>
public class AttributeTests
{
    private const string Authentication = """
        using System.Security.Claims;
        using System.Text.Encodings.Web;
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.Extensions.Options;

        void Services(IServiceCollection services, IConfiguration configuration)
        {
            services.AddAuthentication("Name").AddScheme<AuthenticationSchemeOptions, NameHandler>("Name", null);
            services.AddAuthorizationBuilder().AddPolicy("admins", policy => policy.RequireUserName("admin"));
        }

        class NameHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
            : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
        {
            protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
                Task.FromResult(Request.Headers.Authorization.ToString() is { Length: > 0 } name
                    ? Ticket(name[5..])
                    : AuthenticateResult.NoResult());

            private static AuthenticateResult Ticket(string name) => AuthenticateResult.Success(
                new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "Name")), "Name"));
        }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("[Authorize]", null, 401)]
    [InlineData("[Authorize]", "ada", 200)]
    [InlineData("[Authorize(\"admins\")]", "ada", 403)]
    [InlineData("[Authorize(\"admins\")]", "admin", 200)]
    [InlineData("[Authorize, AllowAnonymous]", null, 200)]
    public async Task Authorize(string attribute, string? name, int status)
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", Authentication),
            ("api/a.cs", $"""
                using System.Security.Claims;
                using Microsoft.AspNetCore.Authorization;
                {attribute}
                string GET(ClaimsPrincipal user) => user.Identity?.Name ?? "anonymous";
                """)));
        using var client = app.CreatePlainClient();
        client.DefaultRequestHeaders.Authorization = name is null ? null : new AuthenticationHeaderValue("Name", name);

        var response = await client.GetAsync("/api/a", Stop);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 200 ? "text/plain" : "application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task EnableCors()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", """
                void Services(IServiceCollection services, IConfiguration configuration) =>
                    services.AddCors(options => options.AddPolicy(
                        "site", policy => policy.WithOrigins("https://a.example").WithMethods("PUT")));
                """),
            ("api/a.cs", """
                using Microsoft.AspNetCore.Cors;
                [EnableCors("site")]
                string PUT() => "put";
                string GET() => "get";
                """)));
        using var client = app.CreatePlainClient();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/a")
        {
            Headers = { { "Origin", "https://a.example" }, { "Access-Control-Request-Method", "PUT" } },
        };
        using var plain = new HttpRequestMessage(HttpMethod.Get, "/api/a") { Headers = { { "Origin", "https://a.example" } } };

        Assert.Equal(
            "https://a.example",
            (await client.SendAsync(preflight, Stop)).Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.False((await client.SendAsync(plain, Stop)).Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task EnableRateLimiting()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", """
                using Microsoft.AspNetCore.RateLimiting;
                void Services(IServiceCollection services, IConfiguration configuration) =>
                    services.AddRateLimiter(options => options.AddFixedWindowLimiter("two", window =>
                    {
                        window.PermitLimit = 2;
                        window.Window = TimeSpan.FromDays(1);
                    }));
                """),
            ("api/a.cs", "using Microsoft.AspNetCore.RateLimiting;\n[EnableRateLimiting(\"two\")]\nstring GET() => \"got\";\n"),
            ("api/b.cs", "string GET() => \"free\";\n")));
        using var client = app.CreatePlainClient();

        Assert.Equal("got", await client.GetStringAsync("/api/a", Stop));
        Assert.Equal("got", await client.GetStringAsync("/api/a", Stop));
        var third = await client.GetAsync("/api/a", Stop);
        Assert.Equal(
            (HttpStatusCode.TooManyRequests, "application/problem+json"),
            (third.StatusCode, third.Content.Headers.ContentType?.MediaType));
        Assert.Equal("free", await client.GetStringAsync("/api/b", Stop));
    }

    [Fact]
    public async Task OutputCache()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/a.cs", """
                using Microsoft.AspNetCore.OutputCaching;
                var count = 0;
                [OutputCache]
                int GET() => Interlocked.Increment(ref count);
                """)));
        using var client = app.CreatePlainClient();

        Assert.Equal("1", await client.GetStringAsync("/api/a", Stop));
        Assert.Equal("1", await client.GetStringAsync("/api/a", Stop));
    }

    [Fact]
    public async Task RequestTimeout()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/a.cs", """
                using Microsoft.AspNetCore.Http.Timeouts;
                [RequestTimeout(1)]
                async Task GET(CancellationToken stop) => await Task.Delay(-1, stop);
                """)));
        using var client = app.CreatePlainClient();

        Assert.Equal(HttpStatusCode.GatewayTimeout, (await client.GetAsync("/api/a", Stop)).StatusCode);
    }

    [Fact]
    public async Task RequireAntiforgeryToken()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) => services.AddAntiforgery();\n"),
            ("api/a.cs", """
                using Microsoft.AspNetCore.Antiforgery;
                using Microsoft.AspNetCore.Mvc;
                [RequireAntiforgeryToken]
                string POST([FromForm] string name) => name;
                string PUT([FromForm] string name) => name;
                """)));
        using var client = app.CreatePlainClient();
        using var form = new FormUrlEncodedContent([new("name", "n")]);

        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("/api/a", form, Stop)).StatusCode);
        Assert.Equal("n", await (await client.PutAsync("/api/a", form, Stop)).Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("void POST(ApiRequest req, ApiResponse res) => res.Send(\"ran\");")]
    [InlineData("string POST(ApiRequest req) => \"ran\";")]
    [InlineData("string POST() => \"ran\";")]
    [InlineData("string POST(ApiRequest<Dictionary<string, string>> req) => \"ran\";")]
    public async Task RequireAntiforgeryToken_is_for_every_kind_of_function(string function)
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) => services.AddAntiforgery();\n"),
            ("api/a.cs", $"using Microsoft.AspNetCore.Antiforgery;\n[RequireAntiforgeryToken]\n{function}\n")));
        using var client = app.CreatePlainClient();
        using var form = new FormUrlEncodedContent([new("name", "n")]);

        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("/api/a", form, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("/api/a", null, Stop)).StatusCode);
    }

    [Fact]
    public async Task HttpLogging()
    {
        using var app = new FolderApp(
            new TempFolder(("api/a.cs", """
                using Microsoft.AspNetCore.HttpLogging;
                [HttpLogging(HttpLoggingFields.RequestMethod)]
                string GET() => "got";
                """)),
            [("Serilog:MinimumLevel:Override:Microsoft.AspNetCore.HttpLogging", "Information")]);
        using var client = app.CreatePlainClient();

        await client.GetAsync("/api/a", Stop);

        await app.Logs.WaitForAsync(
            logged => logged.Properties.TryGetValue("SourceContext", out var source)
                && source.ToString().Contains("HttpLogging", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_attribute_that_is_a_filter()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_lib/shout.cs", """
                [AttributeUsage(AttributeTargets.Method)]
                class ShoutAttribute : Attribute, IEndpointFilter
                {
                    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
                        (await next(context))?.ToString()?.ToUpperInvariant();
                }
                """),
            ("api/a.cs", "[Shout]\nstring GET() => \"quiet\";\nstring POST() => \"quiet\";\n")));
        using var client = app.CreatePlainClient();

        Assert.Equal("QUIET", await client.GetStringAsync("/api/a", Stop));
        Assert.Equal("quiet", await (await client.PostAsync("/api/a", null, Stop)).Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task RequestSizeLimit()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/a.cs", """
                using Microsoft.AspNetCore.Mvc;
                [RequestSizeLimit(4)]
                int POST(ApiRequest req) => req.Body.Bytes.Length;
                [DisableRequestSizeLimit]
                int PUT(ApiRequest req) => req.Body.Bytes.Length;
                """),
            ("api/raw.cs", """
                using Microsoft.AspNetCore.Mvc;
                var config = new RouteConfig { Api = { BodyParser = false } };
                [RequestSizeLimit(4)]
                async Task<long> POST(Stream body)
                {
                    var buffer = new MemoryStream();
                    await body.CopyToAsync(buffer);
                    return buffer.Length;
                }
                """)));
        using var client = app.CreatePlainClient();

        Assert.Equal(200, (int)(await client.PostAsync("/api/a", new ByteArrayContent(new byte[4]), Stop)).StatusCode);
        Assert.Equal(413, (int)(await client.PostAsync("/api/a", new ByteArrayContent(new byte[5]), Stop)).StatusCode);
        Assert.Equal(200, (int)(await client.PostAsync("/api/raw", new ByteArrayContent(new byte[4]), Stop)).StatusCode);
        Assert.Equal(413, (int)(await client.PostAsync("/api/raw", new ByteArrayContent(new byte[5]), Stop)).StatusCode);
        Assert.Equal(
            "2097152",
            await (await client.PutAsync("/api/a", new ByteArrayContent(new byte[2 * 1024 * 1024]), Stop)).Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("application/xml", 200)]
    [InlineData("text/xml; charset=utf-8", 200)]
    [InlineData("application/json", 415)]
    [InlineData(null, 415)]
    public async Task Consumes_refuses_a_body_and_never_chooses_another_file(string? type, int status)
    {
        using var app = new FolderApp(new TempFolder(
            ("api/a.cs", """
                using Microsoft.AspNetCore.Mvc;
                [Consumes("application/xml", "text/xml")]
                string POST(ApiRequest req) => "a";
                """),
            ("api/[other].cs", "string POST() => \"other\";\n")));
        using var client = app.CreatePlainClient();
        using var content = new ByteArrayContent("<a/>"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        Assert.Equal(status, (int)(await client.PostAsync("/api/a", content, Stop)).StatusCode);
    }

    [Theory]
    [InlineData("Authorize", "Microsoft.AspNetCore.Authorization", "services.AddAuthentication()")]
    [InlineData("EnableCors", "Microsoft.AspNetCore.Cors", "services.AddCors(options => options.AddDefaultPolicy(...))")]
    [InlineData("EnableCors(\"x\")", "Microsoft.AspNetCore.Cors", "options.AddPolicy(\"x\", ...)")]
    [InlineData("EnableRateLimiting(\"x\")", "Microsoft.AspNetCore.RateLimiting", "services.AddRateLimiter(")]
    [InlineData(
        "OutputCache(PolicyName = \"x\")",
        "Microsoft.AspNetCore.OutputCaching",
        "services.AddOutputCache(options => options.AddPolicy(\"x\", ...))")]
    [InlineData(
        "RequestTimeout(\"x\")",
        "Microsoft.AspNetCore.Http.Timeouts",
        "services.AddRequestTimeouts(options => options.AddPolicy(\"x\", ...))")]
    [InlineData("RequireAntiforgeryToken", "Microsoft.AspNetCore.Antiforgery", "services.AddAntiforgery()")]
    public void FRA3008_an_attribute_needs_its_services(string attribute, string space, string fix)
    {
        using var app = new FolderApp(new TempFolder(("api/a.cs", $"using {space};\n[{attribute}]\nstring GET() => \"\";\n")));

        var found = Assert.Single(Assert.Throws<FileRoutesException>(() => app.CreatePlainClient()).Diagnostics);

        Assert.Equal(("FRA3008", "api/a.cs", 3), (found.Id, found.File, found.Line));
        Assert.Contains(fix, found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorize(\"nobodies\")", "the policy 'nobodies'")]
    [InlineData("Authorize(AuthenticationSchemes = \"Other\")", "the scheme 'Other'")]
    public void FRA3008_a_policy_and_a_scheme_are_known(string attribute, string what)
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", Authentication),
            ("api/a.cs", $"using Microsoft.AspNetCore.Authorization;\n[{attribute}]\nstring GET() => \"\";\n")));

        var found = Assert.Single(Assert.Throws<FileRoutesException>(() => app.CreatePlainClient()).Diagnostics);

        Assert.Equal("FRA3008", found.Id);
        Assert.Contains(what, found.Message, StringComparison.Ordinal);
    }
}
