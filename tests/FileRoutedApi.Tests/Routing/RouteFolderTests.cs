using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using FileRoutedApi.Tests.Modules;

namespace FileRoutedApi.Tests.Routing;

/// <summary>What is on a disk: links, folders that are missing or empty.</summary>
public class RouteFolderTests
{
    private const string Handler = "void Handler(ApiRequest req, ApiResponse res) { }";

    [Fact]
    public void All_files_below_api_are_found()
    {
        using var folder = new TestFolder(("api/a.cs", Handler), ("api/b/[c].cs", Handler), ("api/b/_lib/d.cs", ""), ("other/e.cs", ""), ("f.cs", ""));

        Assert.Equal(["api/a.cs", "api/b/[c].cs", "api/b/_lib/d.cs"], folder.Scan().Order(StringComparer.Ordinal));
        Assert.Empty(folder.Diagnostics);
    }

    [Fact]
    public void FRA1017_a_link_out_of_the_folder_is_not_followed()
    {
        using var elsewhere = new TestFolder(("secret/x.cs", Handler));
        using var folder = new TestFolder(("api/a.cs", Handler), ("outside.cs", Handler));
        File.CreateSymbolicLink(Path.Combine(folder.Root, "api/file.cs"), Path.Combine(folder.Root, "outside.cs"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Root, "api/dir"), Path.Combine(elsewhere.Root, "secret"));

        Assert.Equal(["api/a.cs"], folder.Scan());
        Assert.Equal(
            ["FRA1017 api/dir", "FRA1017 api/file.cs"],
            folder.Diagnostics.Select(diagnostic => $"{diagnostic.Id} {diagnostic.File}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void FRA1018_a_link_to_nothing_or_to_a_folder_around_it_is_an_error()
    {
        using var folder = new TestFolder(("api/a/b.cs", Handler));
        File.CreateSymbolicLink(Path.Combine(folder.Root, "api/gone.cs"), "nowhere");
        Directory.CreateSymbolicLink(Path.Combine(folder.Root, "api/a/loop"), "..");

        Assert.Equal(["api/a/b.cs"], folder.Scan());
        Assert.Equal(
            ["FRA1018 api/a/loop", "FRA1018 api/gone.cs"],
            folder.Diagnostics.Select(diagnostic => $"{diagnostic.Id} {diagnostic.File}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_link_within_the_folder_is_followed()
    {
        // A mounted volume looks like this: the files are links into a hidden folder of the current generation.
        using var folder = new TestFolder(("api/..2026_01/a.cs", Handler), ("api/..2026_01/b/c.cs", Handler));
        Directory.CreateSymbolicLink(Path.Combine(folder.Root, "api/..data"), "..2026_01");
        File.CreateSymbolicLink(Path.Combine(folder.Root, "api/a.cs"), "..data/a.cs");
        Directory.CreateSymbolicLink(Path.Combine(folder.Root, "api/b"), "..data/b");

        var table = new RouteFolder(folder.Root).CreateTable(RouteTableOptions.Default, folder.Diagnostics);

        Assert.Equal(["/api/a", "/api/b/c"], table.Routes.Select(route => route.Pattern));
        Assert.Empty(folder.Diagnostics);
    }

    [Fact]
    public void FRA1019_a_file_that_is_gone_when_it_is_read_is_an_error()
    {
        using var folder = new TestFolder(("api/a.cs", Handler));
        var table = new RouteFolder(folder.Root).CreateTable(RouteTableOptions.Default, folder.Diagnostics);
        File.Delete(Path.Combine(folder.Root, "api/a.cs"));

        var source = FileRoutedApi.Compilation.Files.SourceFile.Read(new RouteFolder(folder.Root), table.Routes[0].Path, folder.Diagnostics);

        Assert.Null(source);
        Assert.Equal(("FRA1019", "api/a.cs"), (Assert.Single(folder.Diagnostics).Id, folder.Diagnostics[0].File));
    }

    [Fact]
    public void FRA1020_an_empty_folder_is_a_warning_that_shows_a_first_route()
    {
        using var folder = new TestFolder();

        var table = new RouteFolder(folder.Root).CreateTable(RouteTableOptions.Default, folder.Diagnostics);

        Assert.Empty(table.Routes);
        var diagnostic = Assert.Single(folder.Diagnostics);
        Assert.Equal(("FRA1020", RouteDiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.Severity));
        Assert.Contains("api/hello.cs", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_may_be_named_or_the_one_around_it()
    {
        using var folder = new TestFolder(("api/a.cs", Handler));

        Assert.Equal(folder.Root, RouteFolder.Find(folder.Root)?.Root);
        Assert.Equal(folder.Root, RouteFolder.Find(Path.Combine(folder.Root, "api"))?.Root);
        Assert.Equal(folder.Root, RouteFolder.Find(Path.Combine(folder.Root, "api/"))?.Root);
    }

    [Fact]
    public void There_may_be_no_folder()
    {
        using var folder = new TestFolder(("other/a.cs", Handler));

        Assert.Null(RouteFolder.Find(Path.Combine(folder.Root, "other")));
        Assert.Null(RouteFolder.Find(Path.Combine(folder.Root, "nowhere")));
    }
}
