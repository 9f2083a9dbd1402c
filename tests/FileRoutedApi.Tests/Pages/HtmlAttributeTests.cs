namespace FileRoutedApi.Tests.Pages;

/// <summary>Holes in attributes: flags, and HTML.</summary>
public class HtmlAttributeTests
{
    public static TheoryData<string, Html> Flags => new()
    {
        { "<input checked>", $"<input checked=\"{true}\">" },
        { "<input>", $"<input checked=\"{false}\">" },
        { "<input>", $"<input checked=\"{(bool?)null}\">" },
        { "<input>", $"<input checked=\"{(object)false}\">" },
        { "<input checked name=\"x\" disabled>", $"<input checked='{true}' name=\"x\" disabled='{true}'>" },
        { "<input name=\"x\">", $"<input checked='{false}' name=\"x\" disabled='{false}'>" },
        { "<input>", $"<input\n    checked = \"{false}\"\n    disabled=\"{false}\">" },
        { "<input a>", $"<input a=\"{true}\" b=\"{false}\">" },
        { "<input class=\"a true b\">", $"<input class=\"a {true} b\">" },
        { "<input class=\"true b\">", $"<input class=\"{true} b\">" },
        { "<input class=\"true5\">", $"<input class=\"{true}{5}\">" },
        { "<p>true=\"false\"</p>", $"<p>{true}=\"{false}\"</p>" },
        { "<p>a=\"true\"</p>", $"<p>a=\"{true}\"</p>" },
        { "<p aria-expanded=\"false\" draggable=\"true\">", $"<p aria-expanded=\"{false}\" draggable=\"{true}\">" },
        { "<p aria-expanded=\"\">", $"<p aria-expanded=\"{(bool?)null}\">" },
        { "<p data-x>", $"<p data-x=\"{true}\">" },
        { "<a href=\"/\" x><b y></b></a>", $"<a href=\"{"/"}\" x=\"{true}\"><b y=\"{true}\"></b></a>" },
    };

    [Theory]
    [MemberData(nameof(Flags), DisableDiscoveryEnumeration = true)]
    public void A_bool_makes_an_attribute_present_or_absent(string expected, Html html) => Assert.Equal(expected, html.ToString());

    public static TheoryData<string, Html> Nested => new()
    {
        { "<p class=\"active\">", $"<p class=\"{Html.If(true, $"active")}\">" },
        { "<p class=\"a b\">", $"<p class=\"{Html.Raw("a")} {Html.Raw("b")}\">" },
        { "<p title=\"&quot;x&#39;<b>&amp;\">", $"<p title=\"{Html.Raw("\"x'<b>&amp;")}\">" },
        { "<p title='a &quot;'>", $"<p title='{"a"} {Html.Raw("\"")}'>" },
        { "<p data-x=\"{&quot;a&quot;:&quot;\\u0022\\u003E&quot;}\">", $"<p data-x=\"{Html.Json(new { A = "\">" })}\">" },
        { "<p title=\"&quot;\">", $"<p title=\"{Html.Each([1], _ => $"{Html.Raw("\"")}")}\">" },
        { "<p><b class=\"x\"></b></p>", $"<p>{Html.Raw("<b class=\"x\"></b>")}</p>" },
        { "<p title=\"x\"><b class=\"x\"></b></p>", $"<p title=\"{"x"}\">{Html.Raw("<b class=\"x\"></b>")}</p>" },
    };

    [Theory]
    [MemberData(nameof(Nested), DisableDiscoveryEnumeration = true)]
    public void Html_in_an_attribute_cannot_end_the_value(string expected, Html html) => Assert.Equal(expected, html.ToString());
}
