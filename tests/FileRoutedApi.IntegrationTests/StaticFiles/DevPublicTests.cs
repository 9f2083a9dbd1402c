using System.Net;
using FileRoutedApi.IntegrationTests.Development;

namespace FileRoutedApi.IntegrationTests.StaticFiles;

/// <summary>Static files in the development server: changes apply to the next request.</summary>
public class DevPublicTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_appear_change_and_disappear_without_a_restart()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", "string GET() => \"a\";\n"));
        await dev.SeeAsync("/x.txt", "404", HttpStatusCode.NotFound);

        dev.Write("public/x.txt", "first");
        Assert.Equal("first", await dev.GetAsync("/x.txt"));
        dev.Write("public/x.txt", "second, longer");
        Assert.Equal("second, longer", await dev.GetAsync("/x.txt"));
        dev.Write("public/deep/.well-known/y.txt", "y");
        dev.Write("public/.well-known/y.txt", "y");
        Assert.Equal("y", await dev.GetAsync("/.well-known/y.txt"));
        dev.Write("public/.secret/y.txt", "y");
        Assert.Equal(HttpStatusCode.NotFound, (await dev.Client.GetAsync("/.secret/y.txt", Stop)).StatusCode);

        dev.Delete("public/x.txt");
        Assert.Equal(HttpStatusCode.NotFound, (await dev.Client.GetAsync("/x.txt", Stop)).StatusCode);
        Directory.Delete(dev.PathOf("public"), recursive: true);
        Assert.Equal(HttpStatusCode.NotFound, (await dev.Client.GetAsync("/.well-known/y.txt", Stop)).StatusCode);
        dev.Write("public/x.txt", "again");
        Assert.Equal("again", await dev.GetAsync("/x.txt"));
        Assert.DoesNotContain("restart", dev.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_guard_that_is_added_applies_to_static_files()
    {
        await using var dev = await Dev.StartAsync(("api/a.cs", "string GET() => \"a\";\n"), ("public/api/adm/x.txt", "secret"));
        Assert.Equal("secret", await dev.GetAsync("/api/adm/x.txt"));

        dev.Write("api/adm/_middleware.cs", "void Middleware(ApiRequest req, ApiResponse res) => res.Status(401).End();\n");
        Assert.Equal(HttpStatusCode.Unauthorized, (await dev.Client.GetAsync("/api/adm/x.txt", Stop)).StatusCode);
        dev.Write("api/adm/_middleware.cs", "void Middleware(ApiRequest req, ApiResponse res) => oops;\n");
        await dev.SeeAsync("/api/adm/x.txt", "CS0103", HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task FRA1040_a_hidden_file_is_reported_and_the_dashboard_counts_files()
    {
        await using var dev = await Dev.StartAsync(
            ("api/a.cs", "string GET() => \"a\";\n"), ("public/api/a", "file"), ("public/x.txt", "x"));

        await dev.LineAsync("public/api/a(1,1): warning FRA1040");
        Assert.Equal("a", await dev.GetAsync("/api/a"));
        Assert.Contains("<span>2 static files</span>", await dev.GetAsync("/_dev"), StringComparison.Ordinal);
    }
}
