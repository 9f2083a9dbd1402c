using System.Net;

namespace FileRoutedApi.IntegrationTests.Development;

/// <summary>Access checks fail closed: at the start, after an edit, and after another file was created or deleted.</summary>
public class DevGuardTests
{
    private const string Secret = "string GET() => \"secret\";\n";
    private const string Bearer = "using Microsoft.AspNetCore.Authentication;\n"
        + "void Services(IServiceCollection services, IConfiguration configuration) => services.AddAuthentication().AddBearerToken();\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Authorize = true", null)]
    [InlineData("Authorize = \"nopolicy\"", Bearer)]
    [InlineData("Authorize = { Schemes = \"none\" }", Bearer)]
    public async Task FRA3008_a_folder_that_cannot_authorize_rejects_every_path_below_it(string config, string? startup)
    {
        var middleware = $"var config = new MiddlewareConfig {{ {config} }};\n";
        await using var dev = await Dev.StartAsync([
            ("api/adm/_middleware.cs", middleware),
            ("api/adm/x.cs", Secret),
            ("api/[section]/list.cs", Secret),
            ("api/[...all].cs", Secret),
            .. startup is null ? Array.Empty<(string, string)>() : [("api/_startup.cs", startup)]]);

        foreach (var path in new[] { "/api/adm/x", "/api/adm/list", "/api/adm/other/thing", "/api/adm" })
        {
            await dev.SeeAsync(path, "FRA3008", HttpStatusCode.InternalServerError);
        }

        await dev.LineAsync("api/adm/_middleware.cs(1,37): error FRA3008");
        Assert.DoesNotContain("api/adm/x.cs(", dev.Output, StringComparison.Ordinal);
        await dev.SeeAsync("/api/elsewhere", "secret");

        // A later poll of the folder, in which this file is unchanged.
        dev.Write("api/more.cs", "string GET() => \"more\";\n");
        await dev.SeeAsync("/api/more", "more");
        await dev.SeeAsync("/api/adm/x", "FRA3008", HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task A_folder_still_authorizes_after_other_files_have_changed()
    {
        await using var dev = await Dev.StartAsync(
            ("api/_startup.cs", Bearer),
            ("api/adm/_middleware.cs", "var config = new MiddlewareConfig { Authorize = true };\n"),
            ("api/adm/x.cs", Secret));
        await dev.SeeAsync("/api/adm/x", "401", HttpStatusCode.Unauthorized);

        dev.Write("api/more.cs", "string GET() => \"more\";\n");
        await dev.SeeAsync("/api/more", "more");
        Assert.Equal(HttpStatusCode.Unauthorized, (await dev.Client.GetAsync("/api/adm/x", Stop)).StatusCode);
        dev.Delete("api/more.cs");
        await dev.SeeAsync("/api/more", "404", HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.Unauthorized, (await dev.Client.GetAsync("/api/adm/x", Stop)).StatusCode);

        dev.Write("api/adm/_middleware.cs", "var config = new MiddlewareConfig { Authorize = \"nopolicy\" };\n");
        await dev.SeeAsync("/api/adm/x", "FRA3008", HttpStatusCode.InternalServerError);
        dev.Write("api/adm/_middleware.cs", "var config = new MiddlewareConfig { Authorize = true };\n");
        await dev.SeeAsync("/api/adm/x", "401", HttpStatusCode.Unauthorized);

        dev.Write("api/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) { }\n");
        await dev.SeeAsync("/api/adm/x", "FRA3008", HttpStatusCode.InternalServerError);
    }

    [Theory]
    [InlineData("/api/guard/x")]
    [InlineData("/api/guard/list")]
    [InlineData("/api/guard/any/thing")]
    [InlineData("/api/guard")]
    public async Task A_middleware_with_errors_rejects_every_path_below_its_folder(string path)
    {
        await using var dev = await Dev.StartAsync(
            ("api/guard/_middleware.cs", "Task Middleware(HttpContext context, RequestDelegate next) => oops;\n"),
            ("api/guard/x.cs", Secret),
            ("api/[section]/list.cs", Secret),
            ("api/[...all].cs", Secret));

        await dev.SeeAsync(path, "CS0103", HttpStatusCode.InternalServerError);
        await dev.SeeAsync("/api/open/list", "secret");
    }
}
