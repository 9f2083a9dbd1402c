using AngleSharp.Html.Parser;
using FileRoutedApi.Host.Commands;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.IntegrationTests.Exports;

/// <summary>What <c>build --export</c> writes.</summary>
public class ExportTests(ExportedSamples samples) : IClassFixture<ExportedSamples>
{
    private const string Layout = """
        Html Layout(Html children) => $"<html lang=\"en\"><body>{children}</body></html>";
        """;

    public static TheoryData<string> BasePaths => ["", "/docs", "/a/b-c"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_kind_of_file_is_exported()
    {
        Assert.Equal(
            [
                ".fra-export.json",
                ".nojekyll",
                ".well-known/security.txt",
                "404.html",
                "_fra/navigation.js",
                "about/index.html",
                "blog/100%/index.html",
                "blog/a b/index.html",
                "blog/first/index.html",
                "blog/index.html",
                "blog/über/index.html",
                "cached/index.html",
                "data/1.json",
                "data/2.json",
                "docs/index.html",
                "docs/intro/first steps/index.html",
                "feed.xml",
                "images/größe.svg",
                "index.html",
                "site.css",
                "teams/de/1/index.html",
                "teams/en/2/index.html",
            ],
            samples.Of("").Names);
    }

    [Theory]
    [MemberData(nameof(BasePaths))]
    public void Every_internal_URL_leads_to_a_file(string basePath)
    {
        var site = samples.Of(basePath);

        var (visited, broken) = site.Crawl();

        Assert.Equal([], broken);
        Assert.Equal(
            [".fra-export.json", ".nojekyll", ".well-known/security.txt"],
            site.Names.Except(visited.Select(file => Path.GetRelativePath(site.Output, file))
                .Select(name => name.StartsWith("_fra/", StringComparison.Ordinal) ? "_fra/navigation.js" : name)));
    }

    [Theory]
    [InlineData("index.html", "Home")]
    [InlineData("about/index.html", "About")]
    [InlineData("blog/a b/index.html", "a b")]
    [InlineData("blog/über/index.html", "über")]
    [InlineData("blog/100%/index.html", "100%")]
    [InlineData("docs/index.html", "Docs: ")]
    [InlineData("docs/intro/first steps/index.html", "Docs: intro, first steps")]
    [InlineData("teams/en/2/index.html", "en 2")]
    [InlineData("cached/index.html", "Cached")]
    [InlineData("404.html", "Not here")]
    public void A_page_is_rendered_inside_its_layouts_with_its_values(string name, string title)
    {
        var document = new HtmlParser().ParseDocument(samples.Of("").Read(name));

        Assert.Equal(title, document.QuerySelector("main h1")!.TextContent);
        Assert.Equal("en", document.DocumentElement.GetAttribute("lang"));
        Assert.NotNull(document.QuerySelector("nav"));
    }

    [Theory]
    [InlineData("feed.xml", "<feed>3</feed>")]
    [InlineData("data/2.json", """{"id":"2.json"}""")]
    [InlineData("site.css", "body { }")]
    public void Other_files_have_the_bytes_of_the_response(string name, string content) =>
        Assert.Equal(content, samples.Of("/docs").Read(name));

    [Theory]
    [InlineData("", "/_fra/navigation.", null)]
    [InlineData("/docs", "/docs/_fra/navigation.", "/docs")]
    public async Task The_script_knows_the_base_path(string basePath, string src, string? expected)
    {
        using var folder = new TempFolder(("app/layout.cs", Layout), ("app/page.cs", "Html Page() => $\"\";"));
        var site = await ExportedSite.CreateAsync(folder.Root, basePath);

        var script = Assert.Single(new HtmlParser().ParseDocument(site.Read("index.html")).Scripts);

        Assert.StartsWith(src, script.GetAttribute("src"), StringComparison.Ordinal);
        Assert.Equal(expected, script.GetAttribute("data-base"));
    }

    [Fact]
    public async Task The_not_found_page_is_exported_beside_a_page_for_every_path()
    {
        using var folder = new TempFolder(
            ("app/layout.cs", Layout),
            ("app/[[...path]]/page.cs", """
                string[][] StaticParams() => [[], ["a", "b"]];
                Html Page() => $"page";
                """),
            ("app/not-found.cs", "Html Page() => $\"<p>nothing</p>\";"));

        var site = await ExportedSite.CreateAsync(folder.Root);

        Assert.Equal([".fra-export.json", ".nojekyll", "404.html", "_fra/navigation.js", "a/b/index.html", "index.html"], site.Names);
        Assert.Contains("<p>nothing</p>", site.Read("404.html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_not_found_page_passes_middleware_of_the_application()
    {
        using var folder = new TempFolder(
            ("app/layout.cs", Layout),
            ("app/not-found.cs", "Html Page(Visit visit) => $\"{visit.Text}\";"),
            ("app/page.cs", "Html Page() => $\"\";"),
            ("app/lib/Visit.cs", "public class Visit { public string Text = \"no\"; }"),
            ("app/_startup.cs", """
                void Services(IServiceCollection services, IConfiguration configuration) => services.AddScoped<Visit>();
                void App(WebApplication app) => app.Use((context, next) =>
                {
                    context.RequestServices.GetRequiredService<Visit>().Text = "seen";
                    return next(context);
                });
                """));

        var site = await ExportedSite.CreateAsync(folder.Root);

        Assert.Contains("seen", site.Read("404.html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_application_is_that_of_a_server_in_Production()
    {
        using var folder = new TempFolder(
            ("app/layout.cs", Layout),
            ("app/page.cs", """
                Html Page(IHostEnvironment host, IConfiguration configuration, Data data) =>
                    $"<p>{host.EnvironmentName} {configuration["My:Setting"]} {data.Text}</p>";
                """),
            ("app/lib/Data.cs", "public class Data { public string Text = \"\"; }"),
            ("app/_startup.cs", """
                void Services(IServiceCollection services, IConfiguration configuration) => services.AddSingleton<Data>();
                void App(WebApplication app) => app.UseHttpsRedirection();
                Task Start(IServiceProvider services, CancellationToken stop)
                {
                    services.GetRequiredService<Data>().Text = "started";
                    return Task.CompletedTask;
                }
                """),
            ("appsettings.json", """{ "AllowedHosts": "example.com", "My": { "Setting": "file" } }"""));

        var site = await ExportedSite.CreateAsync(folder.Root);

        Assert.Contains("<p>Production file started</p>", site.Read("index.html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_script_of_Development_is_never_exported()
    {
        using var folder = new TempFolder(("app/layout.cs", Layout), ("app/page.cs", "Html Page() => $\"\";"));

        var (exitCode, _, _) = await HostProcess.RunAsync(
            folder.Root,
            new Dictionary<string, string?> { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["DOTNET_ENVIRONMENT"] = "Development" },
            "build", "--export", "site", "--environment=Development");

        var site = new ExportedSite(Path.Combine(folder.Root, "site"), "");
        Assert.Equal(0, exitCode);
        Assert.Equal([".fra-export.json", ".nojekyll", "_fra/navigation.js", "index.html"], site.Names);
        Assert.DoesNotContain("/_fra/dev", site.Read("index.html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_page_and_an_asynchronous_one_are_complete()
    {
        using var folder = new TempFolder(
            ("app/layout.cs", Layout),
            ("app/page.cs", """
                Html Page() => $"<ul>{Html.Each(Items(), item => $"<li>{item}</li>")}</ul>";

                async IAsyncEnumerable<int> Items()
                {
                    for (var i = 0; i < 20_000; i++)
                    {
                        if (i % 5_000 == 0) await Task.Yield();
                        yield return i;
                    }
                }
                """));

        var site = await ExportedSite.CreateAsync(folder.Root);

        Assert.Equal(20_000, new HtmlParser().ParseDocument(site.Read("index.html")).QuerySelectorAll("li").Length);
    }

    [Fact]
    public async Task The_values_of_a_path_are_rendered_once()
    {
        using var folder = new TempFolder(
            ("app/layout.cs", Layout),
            ("app/[id]/page.cs", """
                int[] StaticParams() => [1, 2, 1];
                Html Page(int id, Calls calls) => $"<p>{Interlocked.Increment(ref calls.Count)} {id}</p>";
                """),
            ("app/lib/Calls.cs", "public class Calls { public int Count; }"),
            ("app/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) => services.AddSingleton<Calls>();"));

        var site = await ExportedSite.CreateAsync(folder.Root);

        var counts = Enumerable.Range(1, 2).Select(id => site.Read($"{id}/index.html")).Select(html => html.Contains("<p>1 ", StringComparison.Ordinal) ? 1 : 2);
        Assert.Equal([1, 2], counts.Order());
    }

    [Fact]
    public async Task The_command_prints_what_it_has_written()
    {
        using var folder = new TempFolder(
            ("app/layout.cs", Layout), ("app/page.cs", "Html Page() => $\"\";"), ("public/a.txt", "a"), ("public/b.txt", "b"));

        var (exitCode, output, errors) = await HostProcess.RunAsync(folder.Root, "build", "--export", "site", "--base-path", "/docs/");

        Assert.Equal((0, ""), (exitCode, errors.Trim()));
        Assert.Matches("^Exported 1 page and 2 other files into site in [0-9.]+ s\n$", output);
        Assert.Contains("data-base=\"/docs\"", new ExportedSite(Path.Combine(folder.Root, "site"), "/docs").Read("index.html"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'docs' is not a valid base path", "--export", "site", "--base-path", "docs")]
    [InlineData("'/a b' is not a valid base path", "--export", "site", "--base-path", "/a b")]
    [InlineData("'//x' is not a valid base path", "--export", "site", "--base-path", "//x")]
    [InlineData("'/a/../b' is not a valid base path", "--export", "site", "--base-path", "/a/../b")]
    [InlineData("'--base-path' has no effect without '--export'", "--base-path", "/docs")]
    [InlineData("'--output' has no effect with '--export'", "--export", "site", "-o", "out")]
    [InlineData("'--no-check' has no effect with '--export'", "--export", "site", "--no-check")]
    [InlineData("'--ready-to-run' has no effect with '--export'", "--export", "site", "--ready-to-run")]
    public async Task Wrong_options_are_reported(string message, params string[] options)
    {
        using var folder = new TempFolder(("app/layout.cs", Layout), ("app/page.cs", "Html Page() => $\"\";"));

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, ["build", .. options]);

        Assert.Equal(2, exitCode);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Equal(["app"], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName));
    }

    [Fact]
    public async Task An_export_that_is_canceled_writes_nothing()
    {
        using var folder = new TempFolder(
            ("app/layout.cs", Layout),
            ("app/page.cs", """
                async Task<Html> Page(IHostApplicationLifetime host, CancellationToken stop)
                {
                    host.StopApplication();
                    await Task.Delay(Timeout.Infinite, stop);
                    return $"";
                }
                """));
        var served = ServedFolder.Open(folder.Root, ["--FileRoutes:CompileCache=false"], "Production");

        var exitCode = await ExportCommand.RunAsync(served, Path.Combine(folder.Root, "site"), "", [], Stop);

        Assert.Equal(1, exitCode);
        Assert.Equal(["app"], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName));
    }
}
