using System.Text;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Routing;
using FileRoutedApi.Tests.Modules;

namespace FileRoutedApi.Tests.Compilation;

public class SourceFileTests
{
    [Theory]
    [InlineData("#:package A@1\nvar x = 1;", "#:package A@1 1")]
    [InlineData("#!/usr/bin/env dotnet\n#:package A@1", "#:package A@1 2")]
    [InlineData("\uFEFF#:package A@1\r\n#:package B@2\r\n", "#:package A@1 1,#:package B@2 2")]
    [InlineData("// a comment\n\n/* one\n two */ #:package A@1\n  #:package B@2", "#:package B@2 5")]
    [InlineData("/* #:package A@1\n#:package B@2 */\n#:package C@3", "#:package C@3 3")]
    [InlineData("/* a */ /* b */\n#:package C@3", "#:package C@3 2")]
    [InlineData("#nullable enable\n#:package A@1", "#:package A@1 2")]
    [InlineData("var text = \"\"\"\n#:package A@1\n\"\"\";", "")]
    [InlineData("/* never closed\n#:package A@1", "")]
    [InlineData("", "")]
    public void Directives_stand_before_all_code(string text, string expected)
    {
        using var folder = new TestFolder(("api/a.cs", text));

        var directives = SourceFile.Read(new RouteFolder(folder.Root), "api/a.cs", [])!.Directives;

        Assert.Equal(expected, string.Join(',', directives.Select(directive => $"{directive.Text} {directive.Line}")));
    }

    [Fact]
    public void A_file_that_did_not_change_is_not_read_again()
    {
        using var folder = new TestFolder(("api/a.cs", "1"));
        var files = new SourceFiles(new RouteFolder(folder.Root), TimeProvider.System);
        var first = files.Read("api/a.cs", []);

        Assert.Same(first, files.Read("api/a.cs", []));
        folder.Write("api/a.cs", Encoding.UTF8.GetBytes("12"));
        Assert.NotEqual(first!.Hash, files.Read("api/a.cs", [])!.Hash);
    }

    [Fact]
    public void A_file_that_an_event_names_is_read_though_size_and_time_are_the_same()
    {
        using var folder = new TestFolder(("api/a.cs", "1"));
        var path = Path.Combine(folder.Root, "api/a.cs");
        var files = new SourceFiles(new RouteFolder(folder.Root), TimeProvider.System);
        var first = files.Read("api/a.cs", [])!;
        var time = File.GetLastWriteTimeUtc(path);
        File.WriteAllText(path, "2");
        File.SetLastWriteTimeUtc(path, time);

        files.Invalidate(["api/a.cs"], trustOthers: true);

        Assert.NotEqual(first.Hash, files.Read("api/a.cs", [])!.Hash);
    }
}
