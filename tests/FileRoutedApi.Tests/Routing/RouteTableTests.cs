using CsCheck;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Tests.Routing;

public class RouteTableTests
{
    [Theory]
    [InlineData("api/index.cs", "/api", "Static")]
    [InlineData("api/Index.cs", "/api", "Static")]
    [InlineData("api/hello.cs", "/api/hello", "Static")]
    [InlineData("api/hello.csx", "/api/hello", "Static")]
    [InlineData("api/post/index.cs", "/api/post", "Static")]
    [InlineData("api/index/index.cs", "/api/index", "Static")]
    [InlineData("api/post/[pid].cs", "/api/post/[pid]", "Dynamic")]
    [InlineData("api/post/[...slug].cs", "/api/post/[...slug]", "CatchAll")]
    [InlineData("api/shop/[[...slug]].cs", "/api/shop/[[...slug]]", "OptionalCatchAll")]
    [InlineData("api/[a]/x/[b].cs", "/api/[a]/x/[b]", "Dynamic")]
    [InlineData("api/(group)/x.cs", "/api/x", "Static")]
    [InlineData("api/(a)/(b)/index.cs", "/api", "Static")]
    [InlineData("api/robots.txt.cs", "/api/robots.txt", "Static")]
    [InlineData("api/.well-known/thing.cs", "/api/.well-known/thing", "Static")]
    [InlineData("api/:42.cs", "/api/:42", "Static")]
    [InlineData("api/users:batch.cs", "/api/users:batch", "Static")]
    [InlineData("api/größe/[straße].cs", "/api/größe/[straße]", "Dynamic")]
    public void A_name_is_a_route(string path, string pattern, string kind)
    {
        var table = Create(path);

        Assert.Empty(table.Diagnostics);
        var route = Assert.Single(table.Routes);
        Assert.Equal((pattern, kind, path), (route.Pattern, route.Kind.ToString(), route.Path));
    }

    [Theory]
    [InlineData("api/readme.md")]
    [InlineData("api/Directory.Build.props")]
    [InlineData("api/.hidden.cs")]
    [InlineData("api/.git/x.cs")]
    [InlineData("api/_drafts/x.cs")]
    [InlineData("api/.cs")]
    public void A_name_is_not_a_route(string path)
    {
        var table = Create(path);

        Assert.Empty(table.Routes);
        Assert.Empty(table.Diagnostics);
    }

    [Fact]
    public void Files_of_lib_are_shared_code()
    {
        var table = Create("api/_lib/a.cs", "api/post/_lib/deep/b.cs", "api/_lib/readme.md", "api/x.cs");

        Assert.Equal(["api/_lib/a.cs", "api/post/_lib/deep/b.cs"], table.SharedFiles);
        Assert.Equal(["/api/x"], table.Routes.Select(route => route.Pattern));
    }

    [Theory]
    [InlineData("/", "/post/[pid]")]
    [InlineData("/v1/rest", "/v1/rest/post/[pid]")]
    [InlineData("/v1/", "/v1/post/[pid]")]
    public void The_base_path_comes_first(string basePath, string pattern)
    {
        var table = RouteTable.Create(["api/post/[pid].cs"], RouteTableOptions.Default with { BasePath = basePath });

        Assert.Equal(pattern, Assert.Single(table.Routes).Pattern);
    }

    [Fact]
    public void Page_extensions_decide_what_is_a_route()
    {
        var table = RouteTable.Create(
            ["api/a.cs", "api/b.api.cs", "api/c.csx"], RouteTableOptions.Default with { PageExtensions = ["api.cs", "csx"] });

        Assert.Equal(["/api/b", "/api/c"], table.Routes.Select(route => route.Pattern));
    }

    [Fact]
    public void Literal_precedes_dynamic_precedes_catch_all_in_every_segment()
    {
        string[] expected =
        [
            "/api",
            "/api/a/[x]",
            "/api/b",
            "/api/b/c",
            "/api/b/[x]",
            "/api/b/[x]/d",
            "/api/b/[x]/[y]",
            "/api/b/[x]/[...rest]",
            "/api/b/[...rest]",
            "/api/c/[[...rest]]",
            "/api/[a]",
            "/api/[a]/x",
            "/api/[...all]",
        ];

        var table = Create([.. expected.Reverse().Select(pattern => pattern == "/api" ? "api/index.cs" : pattern[1..] + ".cs")]);

        Assert.Empty(table.Diagnostics);
        Assert.Equal(expected, table.Routes.Select(route => route.Pattern));
    }

    [Fact]
    public void The_order_of_the_paths_does_not_matter() =>
        RouteFiles.Valid.SelectMany(files => Gen.Shuffle(files).Select(shuffled => (files, shuffled))).Sample(
            (files, shuffled) =>
                Create(files).Routes.Select(route => route.Path).SequenceEqual(Create(shuffled).Routes.Select(route => route.Path)),
            iter: 500);

    [Fact]
    public void The_order_of_the_paths_does_not_matter_for_errors() =>
        RouteFiles.Any.SelectMany(files => Gen.Shuffle(files).Select(shuffled => (files, shuffled))).Sample(
            (files, shuffled) => Create(files).Diagnostics.SequenceEqual(Create(shuffled).Diagnostics),
            iter: 500);

    [Fact]
    public void All_errors_are_reported_together()
    {
        var table = Create("api/[a].cs", "api/[b].cs", "api/[[o]]/x.cs", "api/c.cs", "api/c/index.cs", "api/_x.cs");

        Assert.Equal(["FRA1009", "FRA1005", "FRA1016", "FRA1011"], table.Diagnostics.Select(diagnostic => diagnostic.Id));
        Assert.Equal(
            ["api/[[o]]/x.cs", "api/[b].cs", "api/_x.cs", "api/c/index.cs"],
            table.Diagnostics.Select(diagnostic => diagnostic.File));
    }

    private static RouteTable Create(params string[] paths) => RouteTable.Create(paths, RouteTableOptions.Default);
}
