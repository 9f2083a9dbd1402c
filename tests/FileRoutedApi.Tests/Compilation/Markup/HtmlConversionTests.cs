namespace FileRoutedApi.Tests.Compilation.Markup;

/// <summary>A string where <c>Html</c> is expected. The compiler's error is replaced by one that says what to write.</summary>
public class HtmlConversionTests(MarkupCompiler compiler) : IClassFixture<MarkupCompiler>
{
    private const string Dollar = "Write '$' before the quotes";
    private const string Both = "Both results of '?:' are strings";
    private const string Coalesced = "The result of '??' is a string";
    private const string Concatenated = "Strings are concatenated";

    [Theory]
    [InlineData("Html GET() => §\"<p>\";", Dollar)]
    [InlineData("async Task<Html> GET() { await Task.Yield(); return §\"<p>\"; }", Dollar)]
    [InlineData("Html GET() => Html.Each(new[] { 1 }, x => §\"<p>\");", Dollar)]
    [InlineData("Html GET() => Html.Each(new[] { 1 }, x => { return §\"<p>\"; });", Dollar)]
    [InlineData("Html GET(bool b) => Html.If(b, §\"<p>\");", Dollar)]
    [InlineData("Html GET(bool b) => Html.If(b, () => §\"<p>\");", Dollar)]
    [InlineData("Html GET(int n) => n switch { 1 => §\"<p>\", _ => $\"<b>\" };", Dollar)]
    [InlineData("Html[] all = [$\"<p>\", §\"<b>\"];\nHtml GET() => all[0];", Dollar)]
    [InlineData("Html GET(bool b) => §b ? $\"<p>\" : $\"<b>\";", Both)]
    [InlineData("Html GET(bool b) => (§b ? $\"<p>\" : $\"\");", Both)]
    [InlineData("async Task<Html> GET(bool b) { await Task.Yield(); return §b ? $\"<p>\" : $\"<b>\"; }", Both)]
    [InlineData("Html GET() => Html.Each(new[] { 1 }, x => §x > 1 ? $\"<p>\" : $\"<b>\");", Both)]
    [InlineData("Html GET(string? text) => §text ?? $\"<p>\";", Coalesced)]
    [InlineData("Html? none = null;\nHtml GET() => §none ?? \"<p>\";", Coalesced)]
    [InlineData("Html GET(string text) => §$\"<p>\" + text;", Concatenated)]
    [InlineData("Html GET() => §$\"<p>\" + \"<b>\";", Concatenated)]
    [InlineData("Html GET() { Html x = $\"\"; §x += $\"<p>\"; return x; }", Concatenated)]
    [InlineData("Html GET(string text) => §text;", "Write '$\"{text}\"'")]
    [InlineData("Html GET(bool b, string text) => Html.If(b, §text);", "Write '$\"{text}\"'")]
    [InlineData("Html GET(string text) => Html.Each(new[] { 1 }, x => §text.Trim());", "Write '$\"{text.Trim()}\"'")]
    [InlineData("Html GET() { var x = $\"<p>\"; return §x; }", "Declare 'x' with the type 'Html'")]
    [InlineData("Html GET(string[] n) => §n.Select(x => $\"<p>{x}</p>\");", "Html.Each(items")]
    [InlineData("IEnumerable<Html> GET(string[] n) => §n.Select(x => $\"<p>{x}</p>\");", "Html.Each(items")]
    public void FRA2069_the_error_says_what_to_write(string file, string fix)
    {
        var (found, expected) = compiler.Compare(file, "FRA2069");

        Assert.Equal(expected, found);
        Assert.Contains(fix, Assert.Single(compiler.Diagnose(file.Replace("§", "", StringComparison.Ordinal))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int GET() => §\"x\";", "CS0029")]
    [InlineData("string GET() => §Html.Raw(\"x\");", "CS0029")]
    [InlineData("string GET(Html? x) => §x ?? 1;", "CS0019")]
    [InlineData("Html GET() => §1;", "CS0029")]
    [InlineData("Html GET(ILogger x) { System.Diagnostics.Debug.Assert(true, §1); return $\"\"; }", "CS1620")]
    public void Other_errors_of_the_compiler_stay_as_they_are(string file, string id)
    {
        var (found, expected) = compiler.Compare(file, id);

        Assert.Equal(expected, found);
    }
}
