using System.Net;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.IntegrationTests.StaticFiles;

/// <summary>Static files: names, precedence, settings and diagnostics.</summary>
public class PublicFileTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Servers => PublicApp.Servers;

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Any_name_is_served_at_its_encoded_URL(string server)
    {
        string[] names =
        [
            "a b.txt", "a#b.txt", "100%.txt", "a%20b.txt", "a+b.txt", "a?b.txt", "a&b=c;d.txt", "{x}.txt", "[x].txt", "größe.txt", "日本.txt",
            "😀.txt", "a,b'(c)!.txt", "UPPER.TXT", "no-extension", "sub folder/größe/x y.txt",
        ];
        using var folder = new TempFolder([
            ("api/a.cs", "string GET() => \"a\";\n"),
            .. names.Select(name => ($"public/{name}", name)),
            ("public/cafe\u0301.txt", "decomposed")]);
        await using var app = await PublicApp.StartAsync(server, folder);

        foreach (var name in names)
        {
            var url = "/" + string.Join('/', name.Split('/').Select(Uri.EscapeDataString));
            Assert.Equal(name, await app.Client.GetStringAsync(url, Stop));
        }

        Assert.Equal("decomposed", await app.Client.GetStringAsync("/caf%C3%A9.txt", Stop));
        Assert.Equal("decomposed", await app.Client.GetStringAsync("/cafe%CC%81.txt", Stop));
        Assert.Equal("größe.txt", await app.Client.GetStringAsync("/gro%CC%88%C3%9Fe.txt", Stop));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_file_takes_precedence_over_routes_with_parameters_only(string server)
    {
        using var folder = new TempFolder(
            ("appsettings.json", """{ "FileRoutes": { "BasePath": "/" } }"""),
            ("api/literal.txt.cs", "string GET() => \"route\";\n"),
            ("api/[name].cs", "string GET(string name) => $\"[name] {name}\";\nstring POST(string name) => $\"POST {name}\";\n"),
            ("api/all/[...rest].cs", "string GET() => \"[...rest]\";\n"),
            ("api/none/_404.cs", "void Handler(ApiRequest req, ApiResponse res) => res.Send(\"_404\");\n"),
            ("public/literal.txt", "file"),
            ("public/dynamic.txt", "file"),
            ("public/all/deep/x.txt", "file"),
            ("public/none/x.txt", "file"));
        await using var app = await PublicApp.StartAsync(server, folder);

        Assert.Equal("route", await app.Client.GetStringAsync("/literal.txt", Stop));
        Assert.Equal("file", await app.Client.GetStringAsync("/dynamic.txt", Stop));
        Assert.Equal("[name] other.txt", await app.Client.GetStringAsync("/other.txt", Stop));
        Assert.Equal("file", await app.Client.GetStringAsync("/all/deep/x.txt", Stop));
        Assert.Equal("[...rest]", await app.Client.GetStringAsync("/all/deep/y.txt", Stop));
        Assert.Equal("file", await app.Client.GetStringAsync("/none/x.txt", Stop));
        Assert.Equal("_404", await (await app.Client.GetAsync("/none/y.txt", Stop)).Content.ReadAsStringAsync(Stop));

        // The path selects the file. A route with parameters handles only the methods that a static file does not have.
        Assert.Equal("POST dynamic.txt", await (await app.Client.PostAsync("/dynamic.txt", null, Stop)).Content.ReadAsStringAsync(Stop));
        Assert.Equal(405, (int)(await app.Client.PostAsync("/none/x.txt", null, Stop)).StatusCode);
    }

    [Fact]
    public async Task Endpoints_of_the_application_take_precedence_if_they_are_literal()
    {
        using var folder = new TempFolder(("api/a.cs", "string GET() => \"a\";\n"), ("public/own", "file"), ("public/other", "file"));
        await using var app = await TestApp.StartAsync(folder, compile: true, app =>
        {
            app.UseFileRoutes();
            app.MapGet("/own", () => "own");
            app.MapFallback(() => "fallback");
            app.MapFileRoutes();
        });
        using var client = app.GetTestClient();

        Assert.Equal("own", await client.GetStringAsync("/own", Stop));
        Assert.Equal("file", await client.GetStringAsync("/other", Stop));
        Assert.Equal("fallback", await client.GetStringAsync("/none", Stop));
    }

    [Fact]
    public async Task The_setting_changes_Cache_Control()
    {
        using var folder = new TempFolder(
            ("api/a.cs", "string GET() => \"a\";\n"),
            ("api/adm/_middleware.cs", "Task Middleware(ApiRequest req, ApiResponse res, Next next) => next();\n"),
            ("public/x.txt", "x"),
            ("public/api/adm/x.txt", "x"));
        await using var app = new FolderApp(folder, [("FileRoutes:Public:CacheControl", "public, max-age=60, s-maxage=600")]);
        using var client = app.CreatePlainClient();

        Assert.True((await client.GetAsync("/x.txt", Stop)).Headers.CacheControl is
        { Public: true, MaxAge.TotalSeconds: 60, SharedMaxAge.TotalSeconds: 600 });
        Assert.True((await client.GetAsync("/api/adm/x.txt", Stop)).Headers.CacheControl is
        { Private: true, Public: false, MaxAge.TotalSeconds: 60, SharedMaxAge: null });
    }

    [Theory]
    [InlineData("")]
    [InlineData("max-age=x")]
    [InlineData("a\r\nb: c")]
    public async Task FRA3002_a_value_that_is_not_a_Cache_Control_header_is_an_error(string value)
    {
        using var folder = new TempFolder(("api/a.cs", "string GET() => \"a\";\n"));

        var exception = await Assert.ThrowsAsync<FileRoutesException>(
            () => TestApp.StartAsync(folder, compile: true, app => app.MapFileRoutes(), options => options.Public.CacheControl = value));

        Assert.Equal("FRA3002", Assert.Single(exception.Diagnostics).Id);
    }

    [Fact]
    public async Task A_middleware_with_next_sees_and_changes_the_response()
    {
        using var folder = new TempFolder(
            ("api/a.cs", "string GET() => \"a\";\n"),
            ("api/_middleware.cs", """
                async Task Middleware(ApiRequest req, ApiResponse res, Next next)
                {
                    res.SetHeader("X-Before", "before");
                    await next();
                }
                """),
            ("public/api/large.txt", new string('x', 200_000)));
        await using var app = new FolderApp(folder);
        using var client = app.CreatePlainClient();
        using var response = await client.GetAsync("/api/large.txt", Stop);

        Assert.Equal(200_000, (await response.Content.ReadAsByteArrayAsync(Stop)).Length);
        Assert.Equal(200_000, response.Content.Headers.ContentLength);
        Assert.Equal(["before"], response.Headers.GetValues("X-Before"));
    }

    [Fact]
    public void FRA1040_a_file_that_a_literal_route_hides_is_a_warning()
    {
        using var folder = new TempFolder(
            ("api/a.txt.cs", "string GET() => \"a\";\n"),
            ("api/[x].cs", "string GET() => \"x\";\n"),
            ("public/api/a.txt", ""),
            ("public/api/A.txt", ""),
            ("public/api/b.txt", ""));

        Assert.Equal(
            [
                "public/api/A.txt: warning FRA1040: The file is never served, because 'api/a.txt.cs' handles its path. "
                + "Rename or remove one of the two files.",
                "public/api/a.txt: warning FRA1040: The file is never served, because 'api/a.txt.cs' handles its path. "
                + "Rename or remove one of the two files.",
            ],
            Scan(folder).Diagnostics.Select(found => found.ToString().Replace("(1,1)", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void FRA1041_two_forms_of_one_name_are_a_warning()
    {
        using var folder = new TempFolder(
            ("api/a.cs", "string GET() => \"a\";\n"), ("public/caf\u00e9.txt", ""), ("public/cafe\u0301.txt", ""));

        var found = Assert.Single(Scan(folder).Diagnostics);
        Assert.Equal(("FRA1041", false, "public/caf\u00e9.txt"), (found.Id, found.IsError, found.File));
    }

    [Theory]
    [InlineData("outside.txt", "FRA1017")]
    [InlineData("missing.txt", "FRA1018")]
    [InlineData("public", "FRA1018")]
    public void FRA1017_FRA1018_a_link_that_cannot_be_followed_is_an_error(string target, string id)
    {
        using var folder = new TempFolder(("api/a.cs", "string GET() => \"a\";\n"), ("public/x.txt", "x"), ("outside.txt", "secret"));
        File.CreateSymbolicLink(Path.Combine(folder.Root, "public/link.txt"), Path.Combine(folder.Root, target));

        var (files, diagnostics) = Scan(folder);

        Assert.Equal((id, "public/link.txt"), (diagnostics.Single().Id, diagnostics.Single().File));
        Assert.Equal(["x.txt"], files.All.Select(file => file.Name));
        Assert.Null(new PublicFolder(folder.Root).Find("/link.txt"));
    }

    [Fact]
    public void A_link_inside_the_folder_is_followed()
    {
        using var folder = new TempFolder(("api/a.cs", "string GET() => \"a\";\n"), ("public/v1/x.txt", "x"), ("public/.dot/x.txt", "x"));
        File.CreateSymbolicLink(Path.Combine(folder.Root, "public/latest"), "v1");
        File.CreateSymbolicLink(Path.Combine(folder.Root, "public/.well-known"), "v1");

        Assert.Equal(["latest/x.txt", "v1/x.txt"], Scan(folder).Files.All.Select(file => file.Name));
        Assert.Equal("latest/x.txt", new PublicFolder(folder.Root).Find("/latest/x.txt")?.Name);
        Assert.Null(new PublicFolder(folder.Root).Find("/.well-known/x.txt"));
    }

    [Fact]
    public async Task FRA3041_without_UseFileRoutes_no_static_file_is_served()
    {
        using var folder = new TempFolder(("api/a.cs", "string GET() => \"a\";\n"), ("public/x.txt", "x"));
        await using var app = await TestApp.StartAsync(folder, compile: true, app => app.MapFileRoutes());
        var diagnostics = new List<RouteDiagnostic>();
        var publisher = app.Services.GetRequiredService<RoutePublisher>();
        var table = publisher.Source.FindRoutes(diagnostics);
        await publisher.LoadAsync(table, table.Files, diagnostics, Stop);

        Assert.Equal(("FRA3041", false), (Assert.Single(diagnostics).Id, diagnostics[0].IsError));
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetTestClient().GetAsync("/x.txt", Stop)).StatusCode);
    }

    [Fact]
    public async Task Routes_prints_the_number_of_static_files()
    {
        using var folder = new TempFolder(
            ("api/a.cs", "string GET() => \"a\";\n"), ("public/x.txt", "x"), ("public/y/z.txt", "x"), ("public/.dot", "x"));

        var (exitCode, output, _) = await HostProcess.RunAsync(folder.Root, "routes");

        Assert.Equal((0, $"GET  /api/a  api/a.cs{Environment.NewLine}2 static files in public/{Environment.NewLine}"), (exitCode, output));
    }

    private static (PublicFiles Files, IReadOnlyList<RouteDiagnostic> Diagnostics) Scan(TempFolder folder)
    {
        var diagnostics = new List<RouteDiagnostic>();
        var table = new RouteFolder(folder.Root).CreateTable(RouteTableOptions.Default, diagnostics);
        return (table.PublicFiles, diagnostics);
    }
}
