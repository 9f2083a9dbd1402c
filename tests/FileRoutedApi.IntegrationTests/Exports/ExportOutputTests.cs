using FileRoutedApi.Host.Building;

namespace FileRoutedApi.IntegrationTests.Exports;

/// <summary>Which files an export replaces, and which stop it.</summary>
public class ExportOutputTests
{
    public static TheoryData<string> Kinds => new(Foreign.Keys);

    // A change to an output, and the name that the message must contain.
    private static Dictionary<string, (Action<string> Change, string Name)> Foreign { get; } = new()
    {
        ["a file"] = (output => File.WriteAllText(Path.Combine(output, "CNAME"), "mine"), "CNAME"),
        ["a hidden file"] = (output => File.WriteAllText(Path.Combine(output, ".env"), "mine"), ".env"),
        ["a file in an exported folder"] = (output => File.WriteAllText(Path.Combine(output, "about/notes.txt"), "mine"), "about/notes.txt"),
        ["a page that was changed"] = (output => File.AppendAllText(Path.Combine(output, "about/index.html"), "mine"), "about/index.html"),
        ["an empty folder"] = (output => Directory.CreateDirectory(Path.Combine(output, "uploads")), "uploads"),
        ["a link"] = (output => File.CreateSymbolicLink(Path.Combine(output, "data"), "../app"), "data"),
        ["a page that is a link now"] = (output => Relink(Path.Combine(output, "index.html")), "index.html"),
        ["a folder that is a link now"] = (
            output =>
            {
                Directory.Move(Path.Combine(output, "about"), $"{output}-about");
                File.CreateSymbolicLink(Path.Combine(output, "about"), $"{output}-about");
            },
            "about"),
        ["a repository"] = (
            output => File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(output, ".git")).FullName, "HEAD"), "ref"),
            ".git/HEAD"),
        ["a damaged manifest"] = (output => File.WriteAllText(Path.Combine(output, ExportFiles.Manifest), "{"), "index.html"),
        ["a manifest of something else"] = (output => File.WriteAllText(Path.Combine(output, ExportFiles.Manifest), "{ \"files\": [{}] }"), "index.html"),
        ["no manifest"] = (output => File.Delete(Path.Combine(output, ExportFiles.Manifest)), "index.html"),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task FRA3024_a_file_that_no_export_wrote_stops_the_next_export_and_is_not_deleted(string kind)
    {
        using var folder = Site();
        var site = await ExportedSite.CreateAsync(folder.Root);
        var (change, name) = Foreign[kind];
        change(site.Output);
        var before = ContentOf(folder.Root);

        var exception = await Assert.ThrowsAsync<FileRoutesException>(() => ExportedSite.CreateAsync(folder.Root));

        Assert.Equal("FRA3024", Assert.Single(exception.Diagnostics).Id);
        Assert.Contains($"'{name}'", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, ContentOf(folder.Root));
    }

    [Fact]
    public async Task FRA3035_a_file_written_at_the_last_moment_is_not_deleted()
    {
        using var folder = Site();
        var site = await ExportedSite.CreateAsync(folder.Root);
        await File.WriteAllTextAsync(Path.Combine(site.Output, "about/x.txt"), "mine", TestContext.Current.CancellationToken);

        Assert.Equal(["about"], ExportFiles.Delete(site.Output));
        Assert.Equal(["about/x.txt"], ContentOf(site.Output).Select(file => file.Name));
    }

    [Fact]
    public async Task A_second_export_replaces_the_first()
    {
        using var folder = Site();
        var site = await ExportedSite.CreateAsync(folder.Root);
        Directory.Delete(Path.Combine(folder.Root, "app/about"), recursive: true);
        await File.WriteAllTextAsync(Path.Combine(folder.Root, "app/page.cs"), "Html Page() => $\"second\";", TestContext.Current.CancellationToken);

        await ExportedSite.CreateAsync(folder.Root);

        Assert.Equal([".fra-export.json", ".nojekyll", "_fra/navigation.js", "index.html"], site.Names);
        Assert.Contains("second", site.Read("index.html"), StringComparison.Ordinal);
        Assert.Equal(["app", "site"], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task The_same_sources_give_the_same_bytes()
    {
        using var folder = Site();
        var site = await ExportedSite.CreateAsync(folder.Root);
        var before = ContentOf(site.Output);

        await ExportedSite.CreateAsync(folder.Root);

        Assert.Equal(before, ContentOf(site.Output));
    }

    [Fact]
    public async Task A_failed_export_does_not_change_the_previous_one()
    {
        using var folder = Site();
        var site = await ExportedSite.CreateAsync(folder.Root);
        var before = ContentOf(site.Output);
        await File.WriteAllTextAsync(Path.Combine(folder.Root, "app/page.cs"), "Html Page() => NotFound();", TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<FileRoutesException>(() => ExportedSite.CreateAsync(folder.Root));

        Assert.Equal(before, ContentOf(site.Output));
        Assert.Equal(["app", "site"], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task An_export_whose_files_were_deleted_is_replaced()
    {
        using var folder = Site();
        var site = await ExportedSite.CreateAsync(folder.Root);
        var before = ContentOf(site.Output);
        File.Delete(Path.Combine(site.Output, "about/index.html"));

        await ExportedSite.CreateAsync(folder.Root);

        Assert.Equal(before, ContentOf(site.Output));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("app")]
    [InlineData("app/out")]
    [InlineData("public/out")]
    public async Task FRA3025_the_sources_are_not_replaced(string output)
    {
        using var folder = Site();
        var before = ContentOf(folder.Root);

        var (exitCode, _, errors) = await HostProcess.RunAsync(folder.Root, "build", "--export", output);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("error FRA3025: ", errors, StringComparison.Ordinal);
        Assert.Equal(before, ContentOf(folder.Root));
    }

    [Theory]
    [InlineData("--output", "--export")]
    [InlineData("--export", "--output")]
    public async Task FRA3024_an_output_of_the_other_kind_is_not_replaced(string first, string second)
    {
        using var folder = Site();
        var (exitCode, _, _) = await HostProcess.RunAsync(folder.Root, "build", first, "both");
        Assert.Equal(0, exitCode);
        var before = ContentOf(folder.Root);

        var (secondCode, _, errors) = await HostProcess.RunAsync(folder.Root, "build", second, "both");

        Assert.Equal(1, secondCode);
        Assert.StartsWith("error FRA3024: ", errors, StringComparison.Ordinal);
        Assert.Equal(before, ContentOf(folder.Root));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Everything_is_readable_by_a_server_with_another_user()
    {
        using var folder = Site();
        File.SetUnixFileMode(Path.Combine(folder.Root, "app/page.cs"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var site = await ExportedSite.CreateAsync(folder.Root);

        Assert.All(ExportFiles.EntriesOf(site.Output), entry => Assert.True(entry.Entry.UnixFileMode.HasFlag(UnixFileMode.OtherRead), entry.Name));
    }

    private static TempFolder Site() => new(
        ("app/layout.cs", "Html Layout(Html children) => $\"<html><body>{children}</body></html>\";"),
        ("app/page.cs", "Html Page() => $\"first\";"),
        ("app/about/page.cs", "Html Page() => $\"about\";"));

    private static List<(string Name, string Text)> ContentOf(string folder) =>
    [
        .. ExportFiles.EntriesOf(folder)
            .Where(entry => entry.Entry is FileInfo { LinkTarget: null })
            .Select(entry => (entry.Name, File.ReadAllText(entry.Entry.FullName)))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal),
    ];

    private static void Relink(string file)
    {
        File.Move(file, Path.Combine(Path.GetDirectoryName(file)!, "../moved.html"));
        File.CreateSymbolicLink(file, "../moved.html");
    }
}
