using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;

namespace FileRoutedApi.IntegrationTests.StaticFiles;

/// <summary>No spelling of a path reaches a static file without the guards of its folder, or a file that is not served.</summary>
public class PublicGuardTests
{
    private const string Secret = "secret content";
    private const string Settings = """{ "FileRoutes": { "BasePath": "/" } }""";
    private const string Startup = """
        using Microsoft.AspNetCore.Authentication;
        void Services(IServiceCollection services, IConfiguration configuration) => services.AddAuthentication().AddCookie();
        """;

    private const string KeyGuard = """
        void Middleware(ApiRequest req, ApiResponse res)
        {
            if (req.Headers["X-Key"] != "key")
            {
                res.Status(401).Json("no key");
            }
        }
        """;

    private static readonly (string, string)[] _files =
    [
        ("appsettings.json", Settings),
        ("outside.txt", Secret),
        ("public-other/x.txt", Secret),
        ("api/_startup.cs", Startup),
        ("api/[...all].cs", "string GET() => \"all\";\n"),
        ("api/adm/_middleware.cs", KeyGuard),
        ("api/adm/[id].cs", "string GET() => \"id\";\n"),
        ("api/members/_middleware.cs", "var config = new MiddlewareConfig { Authorize = true };\n"),
        ("public/open.txt", "open"),
        ("public/.env", Secret),
        ("public/.git/config", Secret),
        ("public/adm/file.txt", Secret),
        ("public/adm/deep/file.txt", Secret),
        ("public/Adm/upper.txt", Secret),
        ("public/members/file.txt", Secret),
    ];

    // The part after the slash of a target. Each is also sent below another prefix.
    private static readonly string[] _ends =
    [
        "adm/file.txt", "adm/deep/file.txt", "Adm/upper.txt", "members/file.txt", ".env", ".git/config", "outside.txt",
        "public-other/x.txt", "api/adm/_middleware.cs", "appsettings.json", "public/adm/file.txt",
    ];

    private static readonly Func<string, string>[] _spellings =
    [
        end => $"/{end}",
        end => $"//{end}",
        end => "/" + end.Replace("/", "//", StringComparison.Ordinal),
        end => "/" + end.Replace("/", "/./", StringComparison.Ordinal),
        end => "/" + end.Replace("/", "/%2e/", StringComparison.Ordinal),
        end => "/" + end.Replace("/", "/x/../", StringComparison.Ordinal),
        end => "/" + end.Replace("/", "%2F", StringComparison.Ordinal),
        end => "/" + end.Replace("/", "%2f", StringComparison.Ordinal),
        end => "/" + end.Replace('/', '\\'),
        end => "/" + end.Replace("/", "%5C", StringComparison.Ordinal),
        end => "/" + string.Concat(end.Select(letter => letter == '/' ? "/" : Uri.HexEscape(letter))),
        end => "/" + end.ToUpperInvariant(),
        end => $"/{end}/",
        end => $"/{end}.",
        end => $"/{end}%20",
        end => $"/{end}%00",
        end => $"/{end}?x=/open.txt",
        end => $"/{end};x",
        end => $"/../{end}",
        end => $"/..//{end}",
        end => $"/%2e%2e/{end}",
        end => $"/%2e%2e%2f{end}",
        end => $"/..%5c{end}",
        end => $"/..\\{end}",
        end => $"/open.txt/../{end}",
        end => $"/open.txt/..%2f{end}",
        end => $"/adm/../{end}",
        end => $"/adm/%2e%2e/{end}",
        end => $"/.well-known/../{end}",
        end => $"http://localhost/{end}",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Servers => PublicApp.Servers;

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task No_spelling_reaches_a_file_without_its_guard(string server)
    {
        using var folder = new TempFolder(_files);
        await using var app = await PublicApp.StartAsync(server, folder);

        foreach (var target in _ends.SelectMany(end => _spellings.Select(spell => spell(end))).Distinct())
        {
            var response = await Wire.GetAsync(app.EndPoint, target, Stop);
            Assert.False(response.Contains(Secret, StringComparison.Ordinal), $"{server}: {target} is not guarded:\n{response}");
        }
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_file_is_served_to_requests_that_pass_its_guard(string server)
    {
        using var folder = new TempFolder(_files);
        await using var app = await PublicApp.StartAsync(server, folder);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/adm/deep/file.txt") { Headers = { { "X-Key", "key" } } };
        using var passed = await app.Client.SendAsync(request, Stop);
        using var rejected = await app.Client.GetAsync("/adm/deep/file.txt", Stop);
        using var members = await app.Client.GetAsync("/members/file.txt", Stop);

        Assert.Equal(Secret, await passed.Content.ReadAsStringAsync(Stop));
        Assert.True(passed.Headers.CacheControl is { Private: true, Public: false });
        Assert.Equal((HttpStatusCode.Unauthorized, "\"no key\""), (rejected.StatusCode, await rejected.Content.ReadAsStringAsync(Stop)));
        Assert.Equal((HttpStatusCode.Unauthorized, "Cookies"), (members.StatusCode, members.Headers.WwwAuthenticate.ToString()));
        Assert.Equal("open", await app.Client.GetStringAsync("/open.txt", Stop));
    }

    // A server of another kind may pass a path on that Kestrel would normalize.
    [Theory]
    [InlineData("/adm/file.txt")]
    [InlineData("//adm/file.txt")]
    [InlineData("/adm//file.txt")]
    [InlineData("/open/../adm/file.txt")]
    [InlineData("/../outside.txt")]
    [InlineData("/..\\outside.txt")]
    [InlineData("/.env")]
    [InlineData("/./.env")]
    [InlineData("/ADM/file.txt")]
    [InlineData("/Adm/upper.txt")]
    [InlineData("/adm\\file.txt")]
    [InlineData("/adm/file.txt/")]
    [InlineData("/members/file.txt")]
    [InlineData("/members/./file.txt")]
    public async Task No_path_of_another_server_reaches_a_file_without_its_guard(string path)
    {
        using var folder = new TempFolder(_files);
        await using var app = await TestApp.StartAsync(folder, compile: true, app =>
        {
            app.UseFileRoutes();
            app.MapFileRoutes();
        });

        var context = await app.GetTestServer().SendAsync(context => (context.Request.Method, context.Request.Path) = ("GET", path), Stop);

        using var reader = new StreamReader(context.Response.Body);
        Assert.DoesNotContain(Secret, await reader.ReadToEndAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conventions_of_the_application_apply_to_static_files()
    {
        using var folder = new TempFolder(_files);
        await using var app = await TestApp.StartAsync(folder, compile: true, app =>
        {
            app.UseFileRoutes();
            app.MapFileRoutes().RequireAuthorization();
        });

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetTestClient().GetAsync("/open.txt", Stop)).StatusCode);
    }

    [Theory]
    [InlineData("/adm/file.txt", "FRA3030")]
    [InlineData("/open.txt", "open")]
    [InlineData("/other.txt", "open")]
    public async Task FRA3030_middleware_behind_the_guards_cannot_exchange_the_file(string path, string expected)
    {
        using var folder = new TempFolder([.. _files, ("public/other.txt", "other")]);
        await using var app = await TestApp.StartAsync(folder, compile: true, app =>
        {
            app.UseFileRoutes();
            app.Use((context, next) =>
            {
                context.Request.Path = path;
                return next(context);
            });
            app.MapFileRoutes();
        });
        using var client = app.GetTestClient();

        var result = await client.GetStringAsync("/open.txt", Stop)
            .ContinueWith(sent => sent.Exception?.InnerException?.Message ?? sent.Result, Stop, default, TaskScheduler.Default);

        Assert.Contains(expected, result, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_and_origins_of_a_folder_apply_to_static_files()
    {
        using var folder = new TempFolder(
            ("api/a.cs", "string GET() => \"a\";\n"),
            ("api/limited/_middleware.cs", """
                var config = new MiddlewareConfig { Cors = "https://app.example", RateLimit = { Permits = 1, Window = 3600 } };
                """),
            ("public/api/limited/x.txt", "x"));
        await using var app = new FolderApp(folder);
        using var client = app.CreatePlainClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/limited/x.txt");
        request.Headers.Add("Origin", "https://app.example");
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/limited/x.txt")
        {
            Headers = { { "Origin", "https://app.example" }, { "Access-Control-Request-Method", "GET" } },
        };

        using var allowed = await client.SendAsync(preflight, Stop);
        using var first = await client.SendAsync(request, Stop);
        using var second = await client.GetAsync("/api/limited/x.txt", Stop);

        Assert.Equal(["https://app.example"], allowed.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal("x", await first.Content.ReadAsStringAsync(Stop));
        Assert.Equal(["https://app.example"], first.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
    }

    [Fact]
    public async Task A_rewrite_to_a_static_file_passes_the_guards_of_the_file()
    {
        using var folder = new TempFolder([
            .. _files,
            ("api/moved/_middleware.cs", """
                Task Middleware(ApiRequest req, ApiResponse res, Next next) => next(req.Query["to"]);
                """)]);
        await using var app = new FolderApp(folder);
        using var client = app.CreatePlainClient();

        Assert.Equal("open", await client.GetStringAsync("/moved/x?to=/open.txt", Stop));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/moved/x?to=/adm/file.txt", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/moved/x?to=/members/file.txt", Stop)).StatusCode);
    }
}
