using System.Runtime.Versioning;
using System.Text;
using FileRoutedApi.Compilation.Caching;
using FileRoutedApi.Compilation.Compiling;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Routing;
using FileRoutedApi.Tests.Modules;

namespace FileRoutedApi.Tests.Compilation;

public class CompileCacheTests
{
    private static readonly string[] _damages = ["empty", "half", "changed", "foreign"];

    public static TheoryData<string> Damages => new(_damages);

    [Fact]
    public void What_was_saved_is_found_under_its_key_and_files_only()
    {
        using var folder = new CacheFolder();
        var (a, b) = (folder.Source("api/a.cs", "1"), folder.Source("api/b.cs", "2"));
        folder.Cache.Save("key", CacheFolder.Image(a));

        Assert.Equal(CacheFolder.Image(a).Assembly, folder.Cache.Find("key", [a])!.Assembly);
        Assert.Null(folder.Cache.Find("other", [a]));
        Assert.Null(folder.Cache.Find("key", [b]));
        Assert.Null(folder.Cache.Find("key", [a, b]));
    }

    [Fact]
    public void An_image_comes_back_as_it_was()
    {
        using var folder = new CacheFolder();
        var source = folder.Source("api/ä.cs", "text");
        var image = CacheFolder.Image(source) with { Warnings = [new RouteDiagnostic("CS8600", RouteDiagnosticSeverity.Warning, "api/ä.cs", 3, 7, "a\nb"), new RouteDiagnostic("X", RouteDiagnosticSeverity.Warning, null, 0, 0, "")] };

        folder.Cache.Save("key", image);
        var found = folder.Cache.Find("key", [source])!;

        Assert.Equal(image.Files, found.Files);
        Assert.Equal(image.Warnings, found.Warnings);
        Assert.Equal((image.Assembly, image.Symbols, image.Documentation), (found.Assembly, found.Symbols, found.Documentation), (left, right) =>
            left.Item1.SequenceEqual(right.Item1) && left.Item2.SequenceEqual(right.Item2) && left.Item3.SequenceEqual(right.Item3));
    }

    [Fact]
    public void Images_of_many_files_are_looked_through_for_those_that_are_wanted()
    {
        using var folder = new CacheFolder();
        var (a, b, c, changed) = (folder.Source("api/a.cs", "1"), folder.Source("api/b.cs", "2"), folder.Source("api/c.cs", "3"), folder.Source("api/b.cs", "2 changed"));
        folder.Cache.Save("key", CacheFolder.Image(a, b));
        folder.Cache.Save("key", CacheFolder.Image(c));

        Assert.Equal(["api/a.cs", "api/b.cs", "api/c.cs"], folder.Cache.FindAny("key", [a, c], together: true).SelectMany(image => image.Files).Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.Equal(["api/c.cs"], folder.Cache.FindAny("key", [a, c], together: false).SelectMany(image => image.Files).Select(file => file.Path));
        Assert.Empty(folder.Cache.FindAny("key", [changed], together: true));
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_entry_is_ignored_and_replaced(string damage)
    {
        using var folder = new CacheFolder();
        var source = folder.Source("api/a.cs", "1");
        folder.Cache.Save("key", CacheFolder.Image(source));
        var entry = Assert.Single(Directory.GetFiles(folder.Path));
        var bytes = File.ReadAllBytes(entry);
        File.WriteAllBytes(entry, damage switch
        {
            "empty" => [],
            "half" => bytes[..(bytes.Length / 2)],
            "changed" => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)],
            _ => "MZ something else"u8.ToArray(),
        });

        Assert.Null(folder.Cache.Find("key", [source]));
        folder.Cache.Save("key", CacheFolder.Image(source));
        Assert.NotNull(folder.Cache.Find("key", [source]));
    }

    [Fact]
    public async Task Writers_and_readers_of_one_entry_do_not_disturb_each_other()
    {
        using var folder = new CacheFolder();
        var source = folder.Source("api/a.cs", "1");
        folder.Cache.Save("key", CacheFolder.Image(source));
        var another = CompileCache.Open(folder.Path, "/", [])!;

        await Parallel.ForAsync(0, 200, TestContext.Current.CancellationToken, (i, _) =>
        {
            if (i % 3 == 0)
            {
                (i % 2 == 0 ? folder.Cache : another).Save("key", CacheFolder.Image(source));
            }
            else
            {
                Assert.NotNull((i % 2 == 0 ? folder.Cache : another).Find("key", [source]));
            }

            return ValueTask.CompletedTask;
        });
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void What_was_not_used_for_longest_goes_first()
    {
        using var folder = new CacheFolder();
        var sources = Enumerable.Range(0, 4).Select(i => folder.Source($"api/{i}.cs", "1")).ToList();
        foreach (var source in sources)
        {
            folder.Cache.Save("key", CacheFolder.Image(source));
        }

        var size = new FileInfo(Directory.GetFiles(folder.Path)[0]).Length;
        Assert.NotNull(folder.Cache.Find("key", [sources[0]]));
        folder.Cache.Prune(maxSize: size * 5 / 2);

        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
        Assert.NotNull(folder.Cache.Find("key", [sources[0]]));
        Assert.NotNull(folder.Cache.Find("key", [sources[3]]));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Only_its_owner_can_read_or_write_the_folder()
    {
        using var folder = new CacheFolder();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path));
    }

    [Theory]
    [UnsupportedOSPlatform("windows")]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void FRA3019_a_folder_that_others_can_write_to_is_not_used(UnixFileMode mode)
    {
        using var folder = new CacheFolder();
        File.SetUnixFileMode(folder.Path, File.GetUnixFileMode(folder.Path) | mode);
        var diagnostics = new List<RouteDiagnostic>();

        Assert.Null(CompileCache.Open(folder.Path, "/", diagnostics));
        Assert.Equal(("FRA3019", RouteDiagnosticSeverity.Warning), (Assert.Single(diagnostics).Id, diagnostics[0].Severity));
    }

    [Theory]
    [UnsupportedOSPlatform("windows")]
    [InlineData("owner of the folder")]
    [InlineData("owner of the folder above")]
    [InlineData("owner further up")]
    [InlineData("link to a folder of another user")]
    [InlineData("link on the way to a folder of another user")]
    [InlineData("link of another user")]
    [InlineData("folder above that everybody may write to")]
    [InlineData("further up that everybody may write to")]
    [InlineData("folder above that another group may write to")]
    [InlineData("link in a folder that everybody may write to")]
    [InlineData("missing folder below one that everybody may write to")]
    [InlineData("circle of links")]
    public void FRA3019_a_folder_that_another_user_could_replace_is_not_used(string problem)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Files of another user are needed.");
        using var files = new TestFolder();
        var (above, folder) = (Path.Combine(files.Root, "a", "b"), Path.Combine(files.Root, "a", "b", "cache"));
        var (elsewhere, link) = (Path.Combine(files.Root, "elsewhere"), Path.Combine(files.Root, "link"));
        Directory.CreateDirectory(folder);
        Directory.CreateDirectory(elsewhere);
        var named = problem switch
        {
            "owner of the folder" => Own(folder, folder),
            "owner of the folder above" => Own(above, folder),
            "owner further up" => Own(Path.GetDirectoryName(above)!, folder),
            "link to a folder of another user" => Link(link, Own(elsewhere, elsewhere)),
            "link on the way to a folder of another user" => Path.Combine(Link(link, Own(elsewhere, elsewhere)), "cache"),
            "link of another user" => Own(Link(link, folder), link),
            "folder above that everybody may write to" => Open(above, UnixFileMode.OtherWrite, folder),
            "further up that everybody may write to" => Open(Path.GetDirectoryName(above)!, UnixFileMode.OtherWrite, folder),
            "folder above that another group may write to" => Open(Own(above, above, ":65534"), UnixFileMode.GroupWrite, folder),
            "link in a folder that everybody may write to" => Open(above, UnixFileMode.OtherWrite, Link(Path.Combine(above, "link"), elsewhere)),
            "missing folder below one that everybody may write to" => Open(above, UnixFileMode.OtherWrite, Path.Combine(above, "missing", "cache")),
            _ => Link(link, Link(Path.Combine(files.Root, "other"), link)),
        };
        var diagnostics = new List<RouteDiagnostic>();

        Assert.Null(CompileCache.Open(named, "/", diagnostics));
        Assert.Equal(("FRA3019", RouteDiagnosticSeverity.Warning), (Assert.Single(diagnostics).Id, diagnostics[0].Severity));
    }

    [Theory]
    [UnsupportedOSPlatform("windows")]
    [InlineData("below missing folders")]
    [InlineData("link to a folder of one's own")]
    [InlineData("relative link on the way")]
    [InlineData("folder above with the sticky bit")]
    [InlineData("folder above that one's own group may write to")]
    public void A_folder_that_only_this_user_can_replace_is_used(string kind)
    {
        using var files = new TestFolder();
        var (above, link) = (Path.Combine(files.Root, "a"), Path.Combine(files.Root, "link"));
        Directory.CreateDirectory(above);
        var named = kind switch
        {
            "below missing folders" => Path.Combine(above, "b", "c", "cache"),
            "link to a folder of one's own" => Link(link, above),
            "relative link on the way" => Path.Combine(Link(link, "a"), "cache"),
            "folder above with the sticky bit" => Open(above, UnixFileMode.OtherWrite | UnixFileMode.GroupWrite | UnixFileMode.StickyBit, Path.Combine(above, "cache")),
            _ => Open(above, UnixFileMode.GroupWrite, Path.Combine(above, "cache")),
        };

        Assert.NotNull(CompileCache.Open(named, "/", []));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Entries_and_the_folders_above_are_for_their_owner_only()
    {
        using var files = new TestFolder();
        var folder = Path.Combine(files.Root, "a", "cache");
        files.Write("api/a.cs", "1"u8.ToArray());
        var source = SourceFile.Read(new RouteFolder(files.Root), "api/a.cs", [])!;
        CompileCache.Open(folder, "/", [])!.Save("key", CacheFolder.Image(source));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Directory.GetFiles(folder))));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(folder)!));
    }

    [Theory]
    [UnsupportedOSPlatform("windows")]
    [InlineData("writable")]
    [InlineData("owned")]
    [InlineData("link")]
    public void An_entry_that_another_user_could_have_written_is_ignored(string problem)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Files of another user are needed.");
        using var folder = new CacheFolder();
        var source = folder.Source("api/a.cs", "1");
        folder.Cache.Save("key", CacheFolder.Image(source));
        var entry = Assert.Single(Directory.GetFiles(folder.Path));
        switch (problem)
        {
            case "writable":
                Open(entry, UnixFileMode.OtherWrite, entry);
                break;
            case "owned":
                Own(entry, entry);
                break;
            default:
                File.Move(entry, $"{folder.Path}.moved");
                Link(entry, $"{folder.Path}.moved");
                break;
        }

        Assert.Null(folder.Cache.Find("key", [source]));
    }

    [Fact]
    public void It_can_be_turned_off()
    {
        var diagnostics = new List<RouteDiagnostic>();

        Assert.Null(CompileCache.Open("false", "/", diagnostics));
        Assert.Empty(diagnostics);
    }

    private static string Own(string path, string result, string owner = "65534")
    {
        System.Diagnostics.Process.Start("chown", ["-h", owner, path]).WaitForExit();
        return result;
    }

    [UnsupportedOSPlatform("windows")]
    private static string Open(string path, UnixFileMode mode, string result)
    {
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | mode);
        return result;
    }

    private static string Link(string path, string target)
    {
        File.CreateSymbolicLink(path, target);
        return path;
    }

    private sealed class CacheFolder : IDisposable
    {
        private readonly TestFolder _files = new();

        public CacheFolder() => Cache = CompileCache.Open(Path, "/", [])!;

        public string Path => System.IO.Path.Combine(_files.Root, "cache");

        public CompileCache Cache { get; }

        public SourceFile Source(string path, string text)
        {
            _files.Write(path, Encoding.UTF8.GetBytes(text));
            return SourceFile.Read(new RouteFolder(_files.Root), path, [])!;
        }

        public static CompiledImage Image(params SourceFile[] files) =>
            new([1, 2, 3], [4], [5, 6], [.. files.Select(file => new ImageFile(file.Path, file.Hash))], []);

        public void Dispose() => _files.Dispose();
    }
}
