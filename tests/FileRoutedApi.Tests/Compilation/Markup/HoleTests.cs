using System.Globalization;

namespace FileRoutedApi.Tests.Compilation.Markup;

/// <summary>Holes that are wrong, each with its exact place, which is marked with <c>§</c>.</summary>
public class HoleTests(MarkupCompiler compiler) : IClassFixture<MarkupCompiler>
{
    // The line before the file of a test.
    private const string Values =
        "string text = \"t\"; int number = 1; bool isChecked = true; string[] items = [\"a\"]; Html html = $\"<b>b</b>\"; "
        + "Task<string> task = Task.FromResult(\"x\"); Func<string> call = () => \"x\";\n";

    [Theory]
    [InlineData("FRA2060", """<script>let x = §{text};</script>""")]
    [InlineData("FRA2060", """<script>let x = §{html};</script>""")]
    [InlineData("FRA2060", """<script>let x = "§{number}";</script>""")]
    [InlineData("FRA2060", """<SCRIPT src="{text}">§{text}</SCRIPT>""")]
    [InlineData("FRA2060", """<script type="module">import §{text}</script>""")]
    [InlineData("FRA2060", """<script type="text/javascript">§{html}</script>""")]
    [InlineData("FRA2060", """<script type="{text}">§{html}</script>""")]
    [InlineData("FRA2060", """<script type="{text}+json">§{html}</script>""")]
    [InlineData("FRA2060", """<script type="application/json">§{text}</script>""")]
    [InlineData("FRA2060", """<script type="application/json">[§{number}]</script>""")]
    [InlineData("FRA2060", """<script><!-- <script> </script> §{text} --></script>""")]
    [InlineData("FRA2060", """<svg><script>§{text}</script></svg>""")]
    [InlineData("FRA2060", """<script>if (a </b>c) §{text}</script >""")]
    [InlineData("FRA2061", """<style>p.a§{text} b</style>""")]
    [InlineData("FRA2061", """<style>§{number}</style>""")]
    [InlineData("FRA2061", """<svg><style>§{html}</style></svg>""")]
    [InlineData("FRA2061", """<p style="color: §{text}">x</p>""")]
    [InlineData("FRA2061", """<p STYLE='§{text}'>x</p>""")]
    [InlineData("FRA2061", """<p style="x: §{isChecked}">x</p>""")]
    [InlineData("FRA2062", """<!-- §{text} -->""")]
    [InlineData("FRA2062", """<!-- > §{text} -> §{html} --><p>{text}</p>""")]
    [InlineData("FRA2062", """<!DOCTYPE §{text}>""")]
    [InlineData("FRA2062", """<?xml §{text}>""")]
    [InlineData("FRA2062", """<![CDATA[ §{text} ]]>""")]
    [InlineData("FRA2062", """</ §{text}>""")]
    [InlineData("FRA2063", """<§{text}>x</§{text}>""")]
    [InlineData("FRA2063", """<h§{number}>x</h§{number}>""")]
    [InlineData("FRA2063", """<input §{isChecked}>""")]
    [InlineData("FRA2063", """<input §{text}="a">""")]
    [InlineData("FRA2063", """<input data-§{text}="a">""")]
    [InlineData("FRA2063", """<input a="b"§{text}>""")]
    [InlineData("FRA2063", """<input a="b" §{html} §{html}>""")]
    [InlineData("FRA2063", """<br/§{text}>""")]
    [InlineData("FRA2063", """<p>1 <§{number}</p>""")]
    [InlineData("FRA2063", """<textarea><§{text}></textarea>""")]
    [InlineData("FRA2064", """<a href=§{text}>x</a>""")]
    [InlineData("FRA2064", """<a href= §{text} id=b>x</a>""")]
    [InlineData("FRA2064", """<a href=/x/§{text}>x</a>""")]
    [InlineData("FRA2064", """<a href=a§{text}/§{number}>x</a>""")]
    [InlineData("FRA2065", """<a onclick="go('§{text}')">x</a>""")]
    [InlineData("FRA2065", """<a OnClick='go(§{number})'>x</a>""")]
    [InlineData("FRA2065", """<iframe srcdoc="§{html}"></iframe>""")]
    [InlineData("FRA2066", """<p>{§"<b>x</b>"}</p>""")]
    [InlineData("FRA2066", """<p>{(isChecked ? §$"<a>{text}</a>" : "")}</p>""")]
    [InlineData("FRA2066", """<ul>{items.Select(x => §$"<li>{x}</li>")}</ul>""")]
    [InlineData("FRA2066", """<ul>{items.Select(x => { return §$"<li>{x}</li>"; }).ToList()}</ul>""")]
    [InlineData("FRA2066", """<ul>{string.Join("", items.Select(x => §$"<li>{x}</li>"))}</ul>""")]
    [InlineData("FRA2066", """<ul>{string.Concat(text, §"<br>")}</ul>""")]
    [InlineData("FRA2066", """<ul>{string.Join(§"<br>", items)}</ul>""")]
    [InlineData("FRA2066", """<p>{text + §"<br>"}</p>""")]
    [InlineData("FRA2066", """<p>{text.Replace("\n", §"<br>")}</p>""")]
    [InlineData("FRA2066", """<p>{(number switch { 1 => text, _ => §"<hr>" })}</p>""")]
    [InlineData("FRA2066", """<p>{(string)§$"<i>{text}</i>"}</p>""")]
    [InlineData("FRA2066", """<p>{(text ?? §"<i>none</i>")}</p>""")]
    [InlineData("FRA2067", """<p>§{task}</p>""")]
    [InlineData("FRA2067", """<p>§{call}</p>""")]
    [InlineData("FRA2067", """<p title="§{ValueTask.FromResult(1)}">x</p>""")]
    [InlineData("FRA2068", """§<a href="{text}""")]
    [InlineData("FRA2068", """<p>{text}</p>§<div class='a {text}'""")]
    [InlineData("FRA2068", """{text} §<""")]
    [InlineData("FRA2068", """<p>§<!-- x --""")]
    [InlineData("FRA2068", """<p>§<script>x""")]
    [InlineData("FRA2068", """<p>§<style>x</styl""")]
    [InlineData("FRA2068", """<p>§<textarea>{text}""")]
    [InlineData("FRA2068", """<p>§</p""")]
    public void A_hole_in_a_wrong_place_is_an_error_with_its_place(string id, string html)
    {
        var (found, expected) = compiler.Compare($"{Values}Html GET() => $\"\"\"\n{html}\n\"\"\";", id);

        Assert.NotEmpty(expected);
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("Html GET() => $\"<p §{text}>\";")]
    [InlineData("Html GET() => $\"\\u003cp\\t\\\"é\\\"=\\x22{{}}\\\" §{text}>\";")]
    [InlineData("Html GET() => $\"\\U0001F600<p 😀 §{text,5:x}>\";")]
    [InlineData("Html GET() => $@\"<p \"\"\n  {{ §{text}>\";")]
    [InlineData("Html GET() => @$\"<p \\ §{text}>\";")]
    [InlineData("Html GET() => $\"\"\"<p \"\" §{text}>\"\"\";")]
    [InlineData("Html GET() => $\"\"\"\n    <p\n      class=\"a\"\n\n  \n     §{text}>\n    \"\"\";")]
    [InlineData("Html GET() => $\"\"\"\r\n    <p\r\n      §{text}>\r\n    \"\"\";")]
    [InlineData("Html GET() => $\"\"\"\n\t<p\n\t\t§{text}>\n\t\"\"\";")]
    [InlineData("Html GET() => $$\"\"\"<p {x} §{{text}}>\"\"\";")]
    [InlineData("Html GET() => $$\"\"\"\n    <p {}\n    {§{{text}}}>\n    \"\"\";")]
    [InlineData("Html GET() => $$$\"\"\"\"\"<p \"\"\"\" {{x}} §{{{text}}}>\"\"\"\"\";")]
    [InlineData("Html GET() => $\"\"\"\n    {text}<p\n    §{(\n    text)} x\n    >\n    \"\"\";")]
    [InlineData("Html GET() => $\"{Html.If(true, $\"<p>{(Html)$\"<b §{text}>\"}</p>\")}\";")]
    [InlineData("Html GET() => $\"<p \" + ($\"§{text}\" + $\">{text}\");")]
    [InlineData("Html GET() => (Html)$\"<p §{text}>\";")]
    [InlineData("Html GET() => (Html)($\"<p §{text}>\");")]
    [InlineData("async Task<Html> GET() { await Task.Yield(); return $\"<p §{text}>\"; }")]
    [InlineData("Html[] all = [$\"<p §{text}>\"];\nHtml GET() => all[0];")]
    [InlineData("Html GET(int id) => id switch { 1 => $\"<p>\", _ => $\"<p §{text}>\" };")]
    [InlineData("Html GET(Html? x = null) => x ?? $\"<p §{text}>\";")]
    [InlineData("Html GET(bool b) => b ? Html.Raw(\"\") : $\"<p §{text}>\";")]
    [InlineData("Html GET() => Html.Each(items, (item, index) => $\"<p §{text}>\");")]
    [InlineData("Html GET() { Html x; x = $\"<p §{text}>\"; return x; }")]
    [InlineData("Html GET() => Html.Each(new[] { 1 }, _ => { Html b() => $\"<p §{text}>\"; return b(); });")]
    [InlineData("Html GET() => new Card(text).Show();\nrecord Card(string text) { public Html Show() => $\"<p §{text}>\"; }")]
    [InlineData("Html GET(string text) =>\n#line 40\n$\"<p>\"\n#if !NOTHING\n + $\"<p §{text}>\";\n#endif\n", 36)]
    public void A_string_of_every_form_has_exact_places(string file, int lineShift = 0)
    {
        var (found, expected) = compiler.Compare($"{Values}{file}", "FRA2063");

        var (line, column) = (int.Parse(expected[0].Split(' ', ',')[1], CultureInfo.InvariantCulture), expected[0].Split(',')[1]);
        Assert.Equal([$"FRA2063 {line + lineShift},{column}"], found);
    }

    [Theory]
    [InlineData("var row = $\"<li>{text}</li>\";\nHtml GET() => $\"<ul>{§row}</ul>\";")]
    [InlineData("string Row(string x) => $\"<li>{x}</li>\";\nHtml GET() => $\"<ul>{§Row(text)}</ul>\";")]
    [InlineData("string Row(string x) { if (x == \"\") { return x; } return $\"<li>{x}</li>\"; }\nHtml GET() => $\"<ul>{items.Select(x => §Row(x))}</ul>\";")]
    [InlineData("Html GET() { var rows = \"\"; foreach (var x in items) { rows += $\"<li>{x}</li>\"; } return $\"<ul>{§rows}</ul>\"; }")]
    [InlineData("Html GET() => $\"<ul>{§Card.Rule}{new Card().Head}</ul>\";\nclass Card { public const string Rule = \"<hr>\"; public string Head => \"x\"; }")]
    [InlineData("Html GET() => $\"<ul>{new Card().§Head}</ul>\";\nclass Card { public string Head { get; } = \"<hr>\"; }", -11)]
    [InlineData("string Loop(int n) => n == 0 ? \"<hr>\" : Loop(n - 1);\nHtml GET() => $\"<ul>{§Loop(3)}</ul>\";")]
    public void FRA2066_the_string_of_a_variable_or_function_is_found(string file, int columnShift = 0)
    {
        var (found, expected) = compiler.Compare($"{Values}{file}", "FRA2066");

        var (line, column) = (expected[0].Split(' ', ',')[1], int.Parse(expected[0].Split(',')[1], CultureInfo.InvariantCulture));
        Assert.Equal([$"FRA2066 {line},{column + columnShift}"], found);
    }

    [Theory]
    [InlineData("<input {isChecked}>", "as in 'checked=\"{isChecked}\"'")]
    [InlineData("<input {(number > 1 ? \"disabled\" : \"\")}>", "as in 'disabled=\"{number > 1}\"'")]
    [InlineData("<a href={text}>x</a>", "as in 'href=\"{text}\"'")]
    [InlineData("<p>{task}</p>", "'Task<string>', not its result. Write 'await'")]
    [InlineData("<p>{call}</p>", "Call the function")]
    [InlineData("<ul>{items.Select(x => $\"<li>{x}</li>\")}</ul>", "Html.Each(items")]
    [InlineData("<ul>{(isChecked ? $\"<li>{text}</li>\" : \"\")}</ul>", "Html.If(condition")]
    [InlineData("<p>{\"<b>\"}</p>", "Html.Raw(text)")]
    [InlineData("<a href=\"{text}", "inside of the value of the attribute 'href'")]
    [InlineData("<a href=\"{text}\"", "inside of the tag '<a>'")]
    [InlineData("<style>", "inside of the element '<style>'")]
    [InlineData("<script type=\"application/json\">{text}</script>", "Html.Json(value)")]
    public void The_text_says_what_to_write(string html, string fix)
    {
        var found = Assert.Single(compiler.Diagnose($"{Values}Html GET() => $\"\"\"\n{html}\n\"\"\";"));

        Assert.Contains(fix, found.Message, StringComparison.Ordinal);
        Assert.Equal("api/x.cs", found.File);
    }

    [Fact]
    public void Shared_code_and_the_startup_file_are_checked()
    {
        const string function = "Html Card(string text) => $\"<p>\\n\" +\n $\"<p {text}>\";";

        Assert.Equal(["FRA2063 3,7"], MarkupCompiler.DiagnoseShared($"public static class Cards {{\npublic static {function} }}").Select(MarkupCompiler.ToText));
        Assert.Equal(["FRA2063 3,7"], compiler.DiagnoseStartup($"void Start() {{ }}\n{function}").Select(MarkupCompiler.ToText));
    }

    [Fact]
    public void A_file_with_an_error_of_the_compiler_is_checked_too()
    {
        var (found, _) = compiler.Compare("Html GET(string text) => $\"<p {text}>\";\nvoid Other() => missing();", "FRA2063");

        Assert.Equal(["FRA2063 1,31", "CS0103 2,17"], found);
    }
}
