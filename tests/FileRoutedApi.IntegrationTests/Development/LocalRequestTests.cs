using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>Source code, paths and stack traces are shown only to requests from this machine to one of its own names.</summary>
public sealed class LocalRequestTests
{
    private static readonly (string, string)[] _allTrusted =
        [("FileRoutes:ForwardedHeaders:KnownNetworks:0", "0.0.0.0/0"), ("FileRoutes:ForwardedHeaders:KnownNetworks:1", "::/0")];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "localhost", null, true)]
    [InlineData(null, "evil.example", null, false)]
    [InlineData("127.0.0.1", "localhost:5080", null, true)]
    [InlineData("127.0.0.1", "127.0.0.1", null, true)]
    [InlineData("::1", "[::1]", null, true)]
    [InlineData("::ffff:127.0.0.1", "todo.localhost", null, true)]
    [InlineData("127.0.0.1", "evil.example", null, false)]
    [InlineData("127.0.0.1", "localhost.evil.example", null, false)]
    [InlineData("127.0.0.1", "192.168.1.7", null, false)]
    [InlineData("192.168.1.7", "localhost", null, false)]
    [InlineData("192.168.1.7", "192.168.1.7", null, false)]
    [InlineData("fe80::1", "localhost", null, false)]
    [InlineData("192.168.1.7", "localhost", "X-Forwarded-For", false)]
    [InlineData("127.0.0.1", "localhost", "X-Forwarded-For", false)]
    [InlineData("127.0.0.1", "localhost", "Forwarded", false)]
    [InlineData("127.0.0.1", "localhost", "Via", false)]
    public async Task Exceptions_are_shown_to(string? remote, string host, string? proxy, bool shown)
    {
        foreach (var settings in new[] { [], _allTrusted })
        {
            using var app = new FolderApp(
                new TempFolder(
                    ("api/x.cs", "void Handler(ApiRequest req, ApiResponse res) => throw new InvalidOperationException(\"a secret\");\n"),
                    ("api/_startup.cs", "void App(WebApplication app) => app.MapGet(\"/own\", string () => throw new InvalidOperationException(\"a secret\"));\n")),
                settings,

                // Inserted before the filter that reads the forwarded headers.
                services => services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter>(new RemoteAddress(remote is null ? null : IPAddress.Parse(remote)))));
            using var client = app.CreatePlainClient();
            foreach (var path in new[] { "/api/x", "/own" })
            {
                foreach (var accept in new[] { "text/html", "application/json" })
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", accept } } };
                    request.Headers.Host = host;
                    if (proxy is not null)
                    {
                        request.Headers.TryAddWithoutValidation(proxy, "127.0.0.1");
                    }

                    var response = await client.SendAsync(request, Stop);

                    var body = await response.Content.ReadAsStringAsync(Stop);

                    // The host does not show exceptions outside of route files.
                    var expected = shown && path == "/api/x";
                    Assert.Equal((path, HttpStatusCode.InternalServerError, expected), (path, response.StatusCode, body.Contains("a secret", StringComparison.Ordinal)));
                    Assert.True(shown || !body.Contains("InvalidOperationException", StringComparison.Ordinal));
                }
            }
        }
    }

    // Otherwise a page of another site could read the error page of a route that allows its origin by CORS.
    [Theory]
    [InlineData("Origin", "https://evil.example", false)]
    [InlineData("Origin", "null", false)]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Origin", "http://localhost:5173", true)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Sec-Fetch-Site", "none", true)]
    public async Task Errors_are_not_shown_to_pages_of_other_sites(string header, string value, bool shown)
    {
        using var app = new FolderApp(new TempFolder(
            ("api/x.cs", "var config = new RouteConfig { Cors = \"*\" };\nstring GET() => throw new InvalidOperationException(\"a secret\");\n")));
        using var client = app.CreatePlainClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/x") { Headers = { { "Accept", "text/html" } } };
        request.Headers.TryAddWithoutValidation(header, value);

        Assert.Equal(shown, (await (await client.SendAsync(request, Stop)).Content.ReadAsStringAsync(Stop)).Contains("a secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("api/x.cs", "int GET() => missing;\n")]
    [InlineData("api/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) => missing();\n")]
    public async Task Errors_of_the_compiler_are_shown_to_local_requests(string file, string text)
    {
        using var folder = new TempFolder(("api/x.cs", TempFolder.Handler), (file, text));
        await using var host = HostProcess.Start(folder.Root, "--urls=http://127.0.0.1:0");
        using var client = new HttpClient { BaseAddress = await host.ListeningAsync() };
        foreach (var (name, shown) in new[] { ("localhost", true), ("evil.example", false) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/x");
            request.Headers.Host = name;

            var response = await client.SendAsync(request, Stop);

            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
            Assert.Equal((name, shown), (name, (await response.Content.ReadAsStringAsync(Stop)).Contains("missing", StringComparison.Ordinal)));
        }
    }

    private sealed class RemoteAddress(IPAddress? address) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                context.Connection.RemoteIpAddress = address;
                return following(context);
            });
            next(app);
        };
    }
}
