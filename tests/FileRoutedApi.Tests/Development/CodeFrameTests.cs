using FileRoutedApi.Development;
using FileRoutedApi.Tests.Modules;

namespace FileRoutedApi.Tests.Development;

public sealed class CodeFrameTests : IDisposable
{
    private readonly TestFolder _folder = new(
        ("api/hello.cs", "using System;\n\nvoid Handler(ApiRequest req)\n{\n\tvar x = 1;\r\n\treq.Nothing();\n}\n"),
        ("api/long.cs", string.Concat(Enumerable.Range(1, 200).Select(number => $"// {number}\n"))),
        ("elsewhere.txt", "secret\n"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Text_marks_the_line_and_keeps_tabs_below_tabs() => Assert.Equal(
        "  4 | {\n"
        + "  5 | \tvar x = 1;\n"
        + "> 6 | \treq.Nothing();\n"
        + "    | \t    ^\n"
        + "  7 | }",
        Read("api/hello.cs", 6, 6)!.ToText());

    [Fact]
    public void Numbers_are_aligned() => Assert.Equal(
        "   98 | // 98\n"
        + "   99 | // 99\n"
        + "> 100 | // 100\n"
        + "      |    ^\n"
        + "  101 | // 101\n"
        + "  102 | // 102",
        Read("api/long.cs", 100, 4)!.ToText());

    [Theory]
    [InlineData(1, 1, 6)]
    [InlineData(100, 95, 11)]
    [InlineData(200, 195, 6)]
    public void There_are_up_to_five_lines_on_either_side(int line, int first, int count)
    {
        var frame = Read("api/long.cs", line, 1)!;

        Assert.Equal((first, count, $"// {line}"), (frame.FirstLine, frame.Lines.Count, frame.Text));
    }

    [Fact]
    public void Without_a_column_there_is_no_caret() =>
        Assert.DoesNotContain('^', Read("api/long.cs", 3, 0)!.ToText());

    [Fact]
    public void A_column_after_the_end_is_at_the_end() =>
        Assert.Contains("> 3 | // 3\n    |     ^\n", Read("api/long.cs", 3, 99)!.ToText(), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, 1)]
    [InlineData("", 1)]
    [InlineData("api/gone.cs", 1)]
    [InlineData("api", 1)]
    [InlineData("api/hello.cs", 0)]
    [InlineData("api/hello.cs", 8)]
    [InlineData("api/\0.cs", 1)]
    [InlineData("../elsewhere.txt", 1)]
    [InlineData("api/../../elsewhere.txt", 1)]
    [InlineData("/etc/passwd", 1)]
    public void There_is_no_frame_without_such_a_line(string? file, int line) => Assert.Null(Read(file, line, 1));

    [Fact]
    public void A_link_out_of_the_folder_is_not_followed()
    {
        using var outside = new TestFolder(("api/x.cs", "secret"));
        File.CreateSymbolicLink(Path.Combine(_folder.Root, "api/link.cs"), Path.Combine(outside.Root, "api/x.cs"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Root, "api/linked"), Path.Combine(outside.Root, "api"));
        File.CreateSymbolicLink(Path.Combine(_folder.Root, "api/inside.cs"), Path.Combine(_folder.Root, "api/hello.cs"));

        Assert.Null(Read("api/link.cs", 1, 1));
        Assert.Null(Read("api/linked/x.cs", 1, 1));
        Assert.NotNull(Read("api/inside.cs", 1, 1));
    }

    [Fact]
    public void The_files_of_a_linked_api_folder_are_read()
    {
        using var other = new TestFolder();
        Directory.Delete(Path.Combine(other.Root, "api"));
        Directory.CreateSymbolicLink(Path.Combine(other.Root, "api"), Path.Combine(_folder.Root, "api"));

        Assert.NotNull(CodeFrame.Read(other.Root, "api/hello.cs", 1, 1));
    }

    [Fact]
    public void Control_characters_of_a_file_are_not_written()
    {
        _folder.Write("api/escape.cs", "// \u001b[31m\u009b2J\n"u8.ToArray());

        Assert.DoesNotContain(Read("api/escape.cs", 1, 1)!.ToText(), character => char.IsControl(character) && character != '\n');
    }

    [Fact]
    public void A_very_long_line_is_truncated()
    {
        _folder.Write("api/minified.cs", System.Text.Encoding.UTF8.GetBytes(new string('x', 100_000)));

        Assert.InRange(Read("api/minified.cs", 1, 90_000)!.Text.Length, 100, 1000);
    }

    private CodeFrame? Read(string? file, int line, int column) => CodeFrame.Read(_folder.Root, file, line, column);
}
