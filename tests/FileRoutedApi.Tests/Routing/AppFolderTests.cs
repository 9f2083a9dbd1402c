using FileRoutedApi.Routing;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Tests.Routing;

/// <summary>The names in <c>app/</c>: folders are segments, and special files make them reachable.</summary>
public class AppFolderTests
{
    [Theory]
    [InlineData("app/page.cs", "/")]
    [InlineData("app/blog/page.cs", "/blog")]
    [InlineData("app/blog/[slug]/page.cs", "/blog/[slug]")]
    [InlineData("app/docs/[[...path]]/page.cs", "/docs/[[...path]]")]
    [InlineData("app/(marketing)/about/page.cs", "/about")]
    [InlineData("app/(a)/(b)/page.cs", "/")]
    [InlineData("app/api/users/[id]/route.cs", "/api/users/[id]")]
    [InlineData("app/blog/page.csx", "/blog")]
    [InlineData("app/.well-known/x/route.cs", "/.well-known/x")]
    public void A_page_or_route_handler_has_the_URL_of_its_folder(string path, string pattern) =>
        Assert.Equal(pattern, Assert.Single(Create(path, "app/layout.cs").Routes).Pattern);

    [Fact]
    public void The_base_path_is_for_api_only() => Assert.Equal(
        ["/", "/v1/a"],
        RouteTable.Create(["app/layout.cs", "app/page.cs", "api/a.cs"], new RouteTableOptions("/v1", ["cs"])).Routes
            .Select(file => file.Pattern).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("app/layout.cs", "layout")]
    [InlineData("app/(shop)/layout.cs", "layout")]
    [InlineData("app/docs/[[...path]]/layout.cs", "layout")]
    [InlineData("app/not-found.cs", "not-found")]
    [InlineData("app/(shop)/not-found.cs", "not-found")]
    [InlineData("app/error.cs", "error")]
    [InlineData("app/blog/_middleware.cs", "_middleware")]
    public void Other_special_files_are_for_their_folder(string path, string role)
    {
        var table = Create(path);

        Assert.Equal((path, role), (Assert.Single(table.FolderFiles).Path, table.FolderFiles[0].Role.Name));
        Assert.Empty(table.Routes);
    }

    [Theory]
    [InlineData("app/ui/Post.cs")]
    [InlineData("app/blog/[slug]/Comments.cs")]
    [InlineData("app/_lib/Posts.cs")]
    [InlineData("app/_components/page.cs")]
    [InlineData("app/blog/_lib/route.cs")]
    [InlineData("app/pages.cs")]
    public void Every_other_file_is_shared_code(string path)
    {
        var table = Create(path);

        Assert.Equal([path], table.SharedFiles);
        Assert.Empty(table.Files);
        Assert.Empty(table.Diagnostics);
    }

    [Theory]
    [InlineData("app/readme.md")]
    [InlineData("app/.hidden/page.cs")]
    [InlineData("app/blog/style.css")]
    public void Files_that_are_not_code_are_ignored(string path)
    {
        var table = Create(path);

        Assert.Empty(table.Files);
        Assert.Empty(table.SharedFiles);
    }

    [Theory]
    [InlineData("app/page.cs", "")]
    [InlineData("app/(a)/page.cs", "app/(a)/layout.cs")]
    [InlineData("app/blog/x/page.cs", "app/blog/x/layout.cs app/blog/layout.cs app/layout.cs")]
    [InlineData("app/blog/x/error.cs", "app/blog/layout.cs")]
    [InlineData("app/blog/page.cs", "app/blogs/layout.cs app/layout.cs")]
    public void The_layouts_around_a_page_are_those_of_its_folders_outermost_first(string path, string layouts)
    {
        var table = Create([path, .. layouts.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(
            layouts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Reverse().Where(layout => !layout.Contains("blogs", StringComparison.Ordinal)),
            table.LayoutsOf(table.Files.Single(file => file.Path == path)).Select(file => file.Path));
    }

    [Theory]
    [InlineData("app/x/page.cs", "app/x/route.cs")]
    [InlineData("app/page.cs", "app/route.cs")]
    public void FRA1030_a_folder_has_a_page_or_a_route_handler(string page, string route) =>
        Expect("FRA1030", route, page, route, "app/layout.cs");

    [Theory]
    [InlineData("app/api/a/route.cs", "api/a.cs")]
    [InlineData("app/api/a/page.cs", "api/a/index.cs")]
    [InlineData("app/(x)/a/page.cs", "app/(y)/a/page.cs")]
    [InlineData("app/(x)/a/page.cs", "app/a/route.cs")]
    public void FRA1011_two_files_with_one_URL_are_an_error(string first, string second) =>
        Expect("FRA1011", new[] { first, second }.Max(StringComparer.Ordinal)!, first, second, "app/layout.cs");

    [Theory]
    [InlineData("app/page.cs")]
    [InlineData("app/blog/page.cs", "app/shop/layout.cs", "app/shop/page.cs")]
    [InlineData("app/(a)/page.cs", "app/(b)/layout.cs")]
    public void FRA1031_a_page_has_a_root_layout(string page, params string[] others) => Expect("FRA1031", page, [page, .. others]);

    [Theory]
    [InlineData("app/Page.cs", "app/page.cs")]
    [InlineData("app/blog/LAYOUT.cs", "app/blog/layout.cs")]
    [InlineData("app/Route.csx", "app/route.csx")]
    [InlineData("app/index.cs", "app/page.cs")]
    [InlineData("app/_404.cs", "app/not-found.cs")]
    [InlineData("app/blog/notFound.cs", "app/blog/not-found.cs")]
    [InlineData("app/_error.cs", "app/error.cs")]
    [InlineData("app/blog/[slug].cs", "app/blog/[slug]/page.cs")]
    [InlineData("app/[...rest].cs", "app/[...rest]/page.cs")]
    [InlineData("app/pgae.cs", "app/page.cs")]
    [InlineData("app/blog/layuot.cs", "app/blog/layout.cs")]
    [InlineData("app/not-fuond.cs", "app/not-found.cs")]
    public void FRA1032_a_name_that_looks_like_a_special_file_is_an_error(string path, string suggestion)
    {
        var diagnostic = Expect("FRA1032", path, path);

        Assert.Contains($"'{suggestion}'", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app/Pages.cs")]
    [InlineData("app/routes.cs")]
    [InlineData("app/Layouts.cs")]
    [InlineData("app/post.cs")]
    [InlineData("app/Rout.cs")]
    public void Shared_code_may_have_a_similar_name(string path) =>
        Assert.Empty(RouteTable.Create(["app/layout.cs", "app/page.cs", path], RouteTableOptions.Default).Diagnostics);

    [Theory]
    [InlineData("app/loading.cs")]
    [InlineData("app/blog/template.cs")]
    [InlineData("app/default.cs")]
    [InlineData("app/global-error.cs")]
    public void FRA1033_special_files_that_do_not_exist_here_are_an_error(string path) => Expect("FRA1033", path, path);

    [Fact]
    public void FRA1034_there_is_one_start_up_file() => Expect("FRA1034", "app/_startup.cs", "api/_startup.cs", "app/_startup.cs");

    [Theory]
    [InlineData("app/_startup.cs")]
    [InlineData("api/_startup.cs")]
    public void The_start_up_file_is_in_one_of_the_folders(string path) => Assert.Equal(path, Create(path).StartupFile);

    private static RouteDiagnostic Expect(string id, string file, params string[] paths)
    {
        var diagnostic = Assert.Single(Create(paths).Diagnostics);
        Assert.Equal((id, file), (diagnostic.Id, diagnostic.File));
        return diagnostic;
    }

    private static RouteTable Create(params string[] paths) => RouteTable.Create(paths, RouteTableOptions.Default);
}
