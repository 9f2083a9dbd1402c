using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace FileRoutedApi.IntegrationTests.Guards;

/// <summary>Middleware that runs before the folders, added in <c>App</c> of the start-up file.</summary>
public class AppOrderTests
{
    private const string Services = """
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.HttpOverrides;

        void Services(IServiceCollection services, IConfiguration configuration)
        {
            services.AddAuthentication().AddBearerToken();
            services.AddRequestDecompression();
            services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins("https://app.example").AllowAnyHeader()));
            services.AddHsts(options => options.ExcludedHosts.Clear());
            services.AddHttpsRedirection(options => options.HttpsPort = 443);
        }


        """;

    private static readonly (string Path, string Text)[] _files =
    [
        ("api/admin/_middleware.cs", "var config = new MiddlewareConfig { Authorize = true };\n"),
        ("api/admin/x.cs", "string GET() => \"x\";\n"),
        ("api/guard/_middleware.cs", "void Middleware(ApiRequest req, ApiResponse res) => res.Status(401).End();\n"),
        ("api/guard/x.cs", "string GET() => \"x\";\n"),
        ("api/attr.cs", "[Microsoft.AspNetCore.Authorization.Authorize] string GET() => \"x\";\n"),
        ("api/open/x.cs", "string GET() => \"x\";\n"),
        ("api/lim.cs", "var config = new RouteConfig { RateLimit = { Permits = 1, Window = 60 } };\nstring GET() => \"x\";\n"),
        ("api/body/_middleware.cs", """
            var config = new MiddlewareConfig { BodyParser = { Enabled = true } };
            async Task Middleware(ApiRequest req, ApiResponse res, Next next)
            {
                res.SetHeader("X-Seen", (string?)req.Body?["a"]?.Text ?? "");
                await next();
            }
            """),
        ("api/body/x.cs", "void Handler(ApiRequest req, ApiResponse res) => res.Json(req.Body);\n"),
        ("api/seen.cs", """
            string GET(HttpContext context) => $"{context.Items["user"]} {context.Items["endpoint"]} {context.Request.PathBase}";
            """),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Served.Ways), MemberType = typeof(Served))]
    public async Task UseCors_handles_preflights_and_adds_headers_to_refusals(string way)
    {
        await using var app = await StartAsync(way, "app.UseCors();");
        using var client = app.CreatePlainClient();

        foreach (var (path, status) in new[]
        {
            ("/api/admin/x", 401),
            ("/api/guard/x", 401),
            ("/api/attr", 401),
            ("/api/open/x", 200),
            ("/api/lim", 200),
            ("/api/lim", 429),
            ("/api/none", 404),
        })
        {
            using var preflight = new HttpRequestMessage(HttpMethod.Options, path)
            {
                Headers =
                {
                    { "Origin", "https://app.example" },
                    { "Access-Control-Request-Method", "GET" },
                    { "Access-Control-Request-Headers", "authorization" },
                },
            };
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Origin", "https://app.example" } } };

            using var before = await client.SendAsync(preflight, Stop);
            using var after = await client.SendAsync(request, Stop);

            Assert.Equal(
                (path, 204, "https://app.example", false),
                (path, (int)before.StatusCode, AllowedOrigin(before), before.Headers.Contains("RateLimit-Remaining")));
            Assert.Equal((path, status, "https://app.example"), (path, (int)after.StatusCode, AllowedOrigin(after)));
        }
    }

    [Theory]
    [MemberData(nameof(Served.Ways), MemberType = typeof(Served))]
    public async Task UseRequestDecompression_comes_before_a_folder_that_reads_the_body(string way)
    {
        await using var app = await StartAsync(way, "app.UseRequestDecompression();");
        using var client = app.CreatePlainClient();
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync("""{"a":"b"}"""u8.ToArray(), Stop);
        }

        using var body = new ByteArrayContent(compressed.ToArray())
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json"), ContentEncoding = { "gzip" } },
        };
        using var response = await client.PostAsync("/api/body/x", body, Stop);

        Assert.Equal(
            (HttpStatusCode.OK, "b", """{"a":"b"}"""),
            (response.StatusCode, response.Headers.GetValues("X-Seen").Single(), await response.Content.ReadAsStringAsync(Stop)));
    }

    [Theory]
    [MemberData(nameof(Served.Ways), MemberType = typeof(Served))]
    public async Task UseHsts_and_UseHttpsRedirection_run_before_folders_refuse_requests(string way)
    {
        await using var redirecting = await StartAsync(way, "app.UseHttpsRedirection();");
        await using var strict = await StartAsync(way, """
            app.Use((context, next) => { context.Request.Scheme = "https"; return next(context); });
            app.UseHsts();
            """);
        using var first = redirecting.CreatePlainClient();
        using var second = strict.CreatePlainClient();

        foreach (var path in new[] { "/api/admin/x", "/api/guard/x", "/api/open/x" })
        {
            using var redirected = await first.GetAsync(path, Stop);
            using var refused = await second.GetAsync(path, Stop);

            Assert.Equal((path, HttpStatusCode.TemporaryRedirect), (path, redirected.StatusCode));
            Assert.True(refused.Headers.Contains("Strict-Transport-Security"), path);
        }
    }

    [Theory]
    [MemberData(nameof(Served.Ways), MemberType = typeof(Served))]
    public async Task App_sees_the_endpoint_and_after_UseAuthentication_the_user(string way)
    {
        await using var app = await StartAsync(way, """
            app.UseAuthentication();
            app.Use((context, next) =>
            {
                context.Items["user"] = context.User.Identity?.IsAuthenticated;
                context.Items["endpoint"] = context.GetEndpoint()?.DisplayName;
                return next(context);
            });
            """);
        using var client = app.CreatePlainClient();

        Assert.Equal("False api/seen.cs ", await client.GetStringAsync("/api/seen", Stop));
    }

    [Theory]
    [MemberData(nameof(Served.Ways), MemberType = typeof(Served))]
    public async Task A_path_that_App_changes_is_routed_again_without_any_folder(string way)
    {
        await using var app = await Served.StartAsync(
            way,
            [],
            ("api/_startup.cs", """
                void App(WebApplication app) => app.Use((context, next) =>
                {
                    context.Request.Path = context.Request.Path.Value!.Replace("/old", "/new");
                    return next(context);
                });
                """),
            ("api/new.cs", "string GET() => \"new\";\n"));
        using var client = app.CreatePlainClient();

        Assert.Equal("new", await client.GetStringAsync("/api/old", Stop));
    }

    [Theory]
    [MemberData(nameof(Served.Ways), MemberType = typeof(Served))]
    public async Task UseForwardedHeaders_and_UsePathBase_set_the_path_base(string way)
    {
        await using var app = await StartAsync(
            way,
            """
            var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedPrefix };
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            app.UseForwardedHeaders(forwarded);
            app.UsePathBase("/base");
            """);
        using var client = app.CreatePlainClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/base/api/seen") { Headers = { { "X-Forwarded-Prefix", "/front" } } };

        Assert.Equal("  /front/base", await (await client.SendAsync(request, Stop)).Content.ReadAsStringAsync(Stop));
    }

    private static Task<FolderApp> StartAsync(string way, string app) =>
        Served.StartAsync(way, [], [("api/_startup.cs", $"{Services}void App(WebApplication app)\n{{\n{app}\n}}\n"), .. _files]);

    private static string? AllowedOrigin(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
}
