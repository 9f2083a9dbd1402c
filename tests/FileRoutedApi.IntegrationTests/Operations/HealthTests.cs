using System.Net;
using System.Text.Json;

namespace FileRoutedApi.IntegrationTests.Operations;

/// <summary>The liveness and readiness probes.</summary>
public class HealthTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_probes_are_neither_in_the_log_nor_in_the_document()
    {
        using var app = new FolderApp(new TempFolder(("api/a.cs", TempFolder.Handler)), [("Serilog:MinimumLevel:Default", "Information")]);
        using var client = app.CreatePlainClient();

        Assert.Equal("Healthy", await client.GetStringAsync("/healthz/live", Stop));
        Assert.Equal("Healthy", await client.GetStringAsync("/healthz/ready", Stop));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/healthz", Stop)).StatusCode);

        using var document = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json", Stop));
        Assert.Equal(["/api/a"], document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name));
        await app.Logs.WaitForAsync("/openapi/v1.json");
        Assert.DoesNotContain(app.Logs.Messages, message => message.Contains("/healthz/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_checks_of_the_start_up_file_affect_readiness_only()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", """
                using Microsoft.Extensions.Diagnostics.HealthChecks;
                void Services(IServiceCollection services, IConfiguration configuration) =>
                    services.AddHealthChecks().AddCheck("database", () => HealthCheckResult.Unhealthy("gone"));
                """),
            ("api/a.cs", TempFolder.Handler)));
        using var client = app.CreatePlainClient();

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz/live", Stop)).StatusCode);
        using var ready = await client.GetAsync("/healthz/ready", Stop);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), (ready.StatusCode, await ready.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task The_probes_need_no_authentication_and_have_no_rate_limit()
    {
        using var app = new FolderApp(new TempFolder(
            ("api/_startup.cs", """
                using System.Threading.RateLimiting;
                using Microsoft.AspNetCore.Authorization;
                void Services(IServiceCollection services, IConfiguration configuration)
                {
                    services.AddAuthentication().AddBearerToken();
                    services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
                    services.AddRateLimiter(options => options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(_ =>
                        RateLimitPartition.GetConcurrencyLimiter("all", _ => new ConcurrencyLimiterOptions { PermitLimit = 1 })));
                }
                void App(WebApplication app)
                {
                    app.UseRateLimiter();
                    app.Use((HttpContext context, RequestDelegate next) => Results.StatusCode(418).ExecuteAsync(context));
                }
                """),
            ("api/a.cs", TempFolder.Handler)));
        using var client = app.CreatePlainClient();

        Assert.Equal(418, (int)(await client.GetAsync("/api/a", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz/live", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz/ready", Stop)).StatusCode);
    }

    [Fact]
    public async Task The_probes_can_be_moved_and_turned_off()
    {
        using var elsewhere = new FolderApp(new TempFolder(("api/a.cs", TempFolder.Handler)), [("FileRoutes:Health:Path", "/probe")]);
        using var nowhere = new FolderApp(new TempFolder(("api/a.cs", TempFolder.Handler)), [("FileRoutes:Health:Enabled", "false")]);

        Assert.Equal("Healthy", await elsewhere.CreatePlainClient().GetStringAsync("/probe/live", Stop));
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.CreatePlainClient().GetAsync("/healthz/live", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nowhere.CreatePlainClient().GetAsync("/healthz/live", Stop)).StatusCode);
    }

    [Fact]
    public async Task A_route_file_at_the_same_path_takes_precedence_but_a_catch_all_does_not()
    {
        using var app = new FolderApp(
            new TempFolder(("api/healthz/live.cs", "string GET() => \"my own\";\n"), ("api/[...all].cs", "string GET() => \"all\";\n")),
            [("FileRoutes:BasePath", "/")]);
        using var client = app.CreatePlainClient();

        Assert.Equal("my own", await client.GetStringAsync("/healthz/live", Stop));
        Assert.Equal("Healthy", await client.GetStringAsync("/healthz/ready", Stop));
        Assert.Equal("all", await client.GetStringAsync("/healthz/other", Stop));
    }
}
