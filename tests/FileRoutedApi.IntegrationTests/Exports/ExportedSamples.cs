namespace FileRoutedApi.IntegrationTests.Exports;

/// <summary>A folder with every kind of file, exported with and without a base path.</summary>
public sealed class ExportedSamples : IAsyncLifetime
{
    private readonly TempFolder _folder = new(
        ("app/layout.cs", """"
            Html Layout(Html children, IPosts posts) => $"""
                <html lang="en">
                  <head><link rel="stylesheet" href="/site.css"></head>
                  <body>
                    <nav>{Link("/", "Home")} <a href="/about#team">About</a> <a href="https://example.com/x">elsewhere</a> {Link("/blog", "Blog")}</nav>
                    <main>{children}</main>
                    <img src="/images/größe.svg" srcset="/images/größe.svg 1x, /images/größe.svg 2x" alt="">
                  </body>
                </html>
                """;
            """"),
        ("app/page.cs", """"
            Html Page() => $"""
                <h1>Home</h1>
                <a href="/feed.xml">feed</a> <a href="/data/1.json">1</a> <a href="/data/2.json">2</a> <a href="/cached">cached</a>
                <a href="/docs/">docs</a> <a href="/docs/intro/first%20steps">intro</a> <a href="/teams/de/1">de</a> <a href="/teams/en/2">en</a>
                """;
            """"),
        ("app/(info)/about/page.cs", "Html Page() => $\"<h1>About</h1>\";"),
        ("app/blog/layout.cs", "Html Layout(Html children) => $\"<article>{children}</article>\";"),
        ("app/blog/page.cs", "Html Page(IPosts posts) => $\"<h1>Blog</h1>{Html.Each(posts.Slugs, slug => Link($\"/blog/{Uri.EscapeDataString(slug)}\", slug))}\";"),
        ("app/blog/[slug]/page.cs", """
            async Task<IEnumerable<string>> StaticParams(IPosts posts)
            {
                await Task.Yield();
                return posts.Slugs;
            }

            PageMetadata Metadata(string slug) => new() { Title = slug };
            Html Page(string slug) => $"<h1>{slug}</h1>";
            """),
        ("app/docs/[[...path]]/page.cs", """
            string[][] StaticParams() => [[], ["intro", "first steps"]];
            Html Page([FromCatchAll] string[] path) => $"<h1>Docs: {string.Join(", ", path)}</h1>";
            """),
        ("app/teams/[lang]/[id]/page.cs", """
            IEnumerable<(string, int)> StaticParams() => [("de", 1), ("en", 2)];
            Html Page(string lang, int id, CancellationToken stop, ILogger logger) => $"<h1>{lang} {id}</h1>";
            """),
        ("app/cached/page.cs", """
            var config = new RouteConfig { Revalidate = 60 };
            Html Page() => $"<h1>Cached</h1>";
            """),
        ("app/feed.xml/route.cs", """
            var config = new RouteConfig { Dynamic = RouteDynamic.ForceStatic };
            IResult GET(IPosts posts) => Results.Text($"<feed>{posts.Slugs.Count(slug => slug != "100%")}</feed>", "application/xml");
            """),
        ("app/data/[id]/route.cs", """
            var config = new RouteConfig { Revalidate = 60 };
            IEnumerable<object> StaticParams() => [new { id = "1.json" }, new Dictionary<string, string> { ["id"] = "2.json" }];
            void GET(ApiRequest req, ApiResponse res) => res.Json(new { id = req.Query["id"] });
            """),
        ("app/not-found.cs", """
            var metadata = new PageMetadata { Title = "Not found" };
            Html Page() => $"<h1>Not here</h1>";
            """),
        ("app/blog/not-found.cs", "Html Page() => $\"<h1>No such post</h1>\";"),
        ("app/error.cs", "Html Page(Exception exception) => $\"<h1>Error</h1>\";"),
        ("app/lib/Posts.cs", """
            public interface IPosts { IReadOnlyList<string> Slugs { get; } }
            public class Posts : IPosts { public IReadOnlyList<string> Slugs => ["first", "a b", "über", "100%"]; }
            """),
        ("app/_startup.cs", "void Services(IServiceCollection services, IConfiguration configuration) => services.AddScoped<IPosts, Posts>();"),
        ("public/site.css", "body { }"),
        ("public/images/größe.svg", "<svg/>"),
        ("public/.well-known/security.txt", "Contact: x"),
        ("public/.env", "SECRET=1"),
        ("public/.git/config", "x"));

    private readonly Dictionary<string, ExportedSite> _sites = [];

    public async ValueTask InitializeAsync()
    {
        foreach (var basePath in new[] { "", "/docs", "/a/b-c" })
        {
            var site = await ExportedSite.CreateAsync(_folder.Root, basePath);
            var output = Path.Combine(_folder.Root, $"site{_sites.Count}");
            Directory.Move(site.Output, output);
            _sites.Add(basePath, new ExportedSite(output, basePath));
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }

    internal ExportedSite Of(string basePath) => _sites[basePath];
}
