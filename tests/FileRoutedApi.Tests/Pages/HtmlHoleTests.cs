using System.Globalization;
using System.Numerics;
using System.Text;

namespace FileRoutedApi.Tests.Pages;

/// <summary>What each type of value writes in a hole.</summary>
public class HtmlHoleTests
{
    private enum Color
    {
        Red,
    }

    private static readonly string[] _texts = ["<a>", "b"];
    private static readonly object?[] _mixed = [1, null, "<", Html.Raw("<i>"), new List<int> { 2, 3 }];

    public static TheoryData<object?, string> Values => new()
    {
        { null, "" },
        { "", "" },
        { "text", "text" },
        { "&<>\"'", "&amp;&lt;&gt;&quot;&#39;" },
        { "a\0b", "a\uFFFDb" },
        { "\uD800x\uDC00", "\uFFFDx\uFFFD" },
        { "😀\u2028é`=/\\", "😀\u2028é`=/\\" },
        { 'x', "x" },
        { '<', "&lt;" },
        { true, "true" },
        { false, "false" },
        { (byte)7, "7" },
        { (sbyte)-7, "-7" },
        { (short)-7, "-7" },
        { (ushort)7, "7" },
        { int.MinValue, "-2147483648" },
        { 7u, "7" },
        { long.MaxValue, "9223372036854775807" },
        { ulong.MaxValue, "18446744073709551615" },
        { 1.5, "1.5" },
        { -1.5f, "-1.5" },
        { double.NaN, "NaN" },
        { (Half)0.5, "0.5" },
        { 1234.50m, "1234.50" },
        { (Int128)5, "5" },
        { (UInt128)5, "5" },
        { BigInteger.Pow(10, 100), "1" + new string('0', 100) },
        { new DateTime(2026, 1, 31, 8, 30, 0, DateTimeKind.Utc), "2026-01-31T08:30:00Z" },
        { new DateTime(2026, 1, 31, 8, 30, 0, 250), "2026-01-31T08:30:00.25" },
        { new DateTimeOffset(2026, 1, 31, 8, 30, 0, TimeSpan.FromHours(2)), "2026-01-31T08:30:00+02:00" },
        { new DateOnly(2026, 1, 31), "2026-01-31" },
        { new TimeOnly(8, 30), "08:30:00" },
        { TimeSpan.FromMinutes(90), "01:30:00" },
        { Guid.Empty, "00000000-0000-0000-0000-000000000000" },
        { Color.Red, "Red" },
        { (Color)5, "5" },
        { new Uri("https://example.com/a b?x=1&y=2"), "https://example.com/a%20b?x=1&amp;y=2" },
        { new Uri("/a", UriKind.Relative), "/a" },
        { new StringBuilder("<b>"), "&lt;b&gt;" },
        { new Complex(1, 2), "&lt;1; 2&gt;" },
        { Html.Raw("<b>"), "<b>" },
        { new[] { Html.Raw("<b>"), Html.Raw("</b>") }, "<b></b>" },
        { _texts, "&lt;a&gt;b" },
        { _mixed, "1&lt;<i>23" },
        { new Version(1, 2), "1.2" },
    };

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void A_value_is_written_by_its_type(object? value, string expected)
    {
        Html html = $"<p>{value}</p>";

        Assert.Equal($"<p>{expected}</p>", html.ToString());
    }

    [Fact]
    public void A_static_type_writes_the_same_as_the_run_time_type()
    {
        DateTime time = new(2026, 1, 31, 8, 30, 0, DateTimeKind.Utc);
        int? some = 5, none = null;
        string? text = null;
        Html? missing = null;
        List<Html> list = [$"<i>", $"</i>"];

        Html html = $"{1}{2L}{1.5}{true}{'x'}{(byte)3}{time}{DateOnly.FromDateTime(time)}{2.50m}";
        html = $"{html}{some}{none}{text}{missing}{list}{"<".AsSpan()}";

        Assert.Equal("121.5truex32026-01-31T08:30:00Z2026-01-312.505<i></i>&lt;", html.ToString());
    }

    [Fact]
    public void Formats_and_widths_use_the_invariant_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            var (price, name) = (1234.5m, "<b>");
            string? none = null;

            Html html = $"{price:0.00}|{price,9:0.0}|{name,-5}|{none,2}|{new DateTime(2026, 1, 31):dd.MM.yyyy}|{1.5,4}|{price}";

            Assert.Equal("1234.50|   1234.5|&lt;b&gt;  |  |31.01.2026| 1.5|1234.5", html.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void A_mutable_value_is_read_when_it_is_appended()
    {
        var text = new StringBuilder("before");
        var list = new List<string> { "before" };
        Html html = $"{text} {list}";

        text.Clear();
        list.Clear();

        Assert.Equal("before before", html.ToString());
    }

    [Theory]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(16383)]
    [InlineData(16384)]
    [InlineData(100_000)]
    public void A_long_text_is_written_whole(int length)
    {
        var text = string.Concat(Enumerable.Repeat("é😀<", (length / 4) + 2))[..length] + "😀";
        Html html = $"{text}{Html.Raw(text)}";

        var expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        Assert.Equal(expected.Replace("<", "&lt;") + expected, html.ToString());
    }

    [Fact]
    public void Text_is_a_mistake_where_encoding_does_not_make_it_safe()
    {
        var text = "x";
        Func<Html>[] mistakes =
        [
            () => $"<script>{text}</script>",
            () => $"<script type=\"module\">{text}</script>",
            () => $"<style>{text}</style>",
            () => $"<a onclick=\"{text}\">",
            () => $"<a ONCLICK='f({text})'>",
            () => $"<p style=\"{text}\">",
            () => $"<iframe srcdoc=\"{text}\">",
            () => $"<p class={text}>",
            () => $"<p {text}>",
            () => $"<{text}>",
            () => $"<p {new[] { text }}>",
            () => $"<p class='{text}' {text}>",
        ];

        Assert.All(mistakes, mistake => Assert.Throws<InvalidOperationException>(mistake));
    }

    [Fact]
    public void Text_is_encoded_where_quotes_and_tags_only_look_like_an_attribute()
    {
        var text = "<";
        Html html = $"<!-- don't --><p>don't {text} \"a\" {text}</p><!DOCTYPE \"x\">{text}<script>a<b='</script> {text}1 < {text}";

        Assert.Equal(
            "<!-- don't --><p>don't &lt; \"a\" &lt;</p><!DOCTYPE \"x\">&lt;<script>a<b='</script> &lt;1 < &lt;", html.ToString());
    }
}
