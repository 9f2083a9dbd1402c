using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace FileRoutedApi.Tests.Pages;

/// <summary>Hostile texts in every place that takes text, read by a real HTML parser: none becomes markup, and none a script URL.</summary>
public class HtmlXssTests
{
    private static readonly string[] _safeSchemes = ["http", "https", "mailto", "tel"];

    /// <summary>A tag with an attribute for each place of a URL, and the name of the attribute.</summary>
    private static readonly (string Attribute, Func<string, Html> Render)[] _urls =
    [
        ("href", text => $"<div><a id=\"x\" href=\"{text}\">x</a></div>"),
        ("href", text => $"<div><a id=\"x\" href='{text}'>x</a></div>"),
        ("href", text => $"<div><a id=\"x\" href=\"{(Html)$"{text}"}\">x</a></div>"),
        ("href", text => $"<div><a id=\"x\" href=\"{text[..(text.Length / 2)]}{text[(text.Length / 2)..]}\">x</a></div>"),
        ("href", text => $"<div><a id=\"x\" href=\"{text[..4]}{text[4..]}\">x</a></div>"),
        ("href", text => $"<div><a id=\"x\" href=\" {text}\">x</a></div>"),
        ("href", text => $"<div><a id=\"x\" href=\"java{text}\">x</a></div>"),
        ("src", text => $"<div><img id=\"x\" src=\"{text}\"></div>"),
        ("action", text => $"<div><form id=\"x\" action=\"{text}\"></form></div>"),
        ("formaction", text => $"<div><button id=\"x\" formaction=\"{text}\"></button></div>"),
        ("poster", text => $"<div><video id=\"x\" poster=\"{text}\"></video></div>"),
        ("xlink:href", text => $"<div><svg><a id=\"x\" xlink:href=\"{text}\"></a></svg></div>"),
        ("data", text => $"<div><object id=\"x\" data=\"{text}\"></object></div>"),
        ("background", text => $"<div><p id=\"x\" background=\"{text}\"></p></div>"),
        ("cite", text => $"<div><q id=\"x\" cite=\"{text}\"></q></div>"),
        ("manifest", text => $"<div><p id=\"x\" manifest=\"{text}\"></p></div>"),
        ("ping", text => $"<div><a id=\"x\" ping=\"{text}\"></a></div>"),
        ("srcset", text => $"<div><img id=\"x\" srcset=\"{text}\"></div>"),
        ("srcset", text => $"<div><img id=\"x\" srcset=\"/a.png 1x, {text}\"></div>"),
    ];

    public static TheoryData<int> Vectors => [.. Enumerable.Range(0, XssVectors.All.Count)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Text_in_an_element_stays_text(int vector)
    {
        var text = XssVectors.All[vector];
        Html html = $"<div><p id=\"x\">{text}</p></div>";

        var body = Parse(html);

        Assert.Equal(["div", "p"], Elements(body));
        Assert.Equal(["id"], body.QuerySelector("#x")!.Attributes.Select(attribute => attribute.Name));
        Assert.Equal(Readable(text), body.QuerySelector("#x")!.TextContent);
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Text_in_an_attribute_stays_in_the_attribute(int vector)
    {
        var text = XssVectors.All[vector];
        Html html = $"<div><p id=\"x\" title=\"{text}\" lang='{text}' class=\"a {text} {(Html)$"{text}"}\">b</p></div>";

        var body = Parse(html);

        var p = body.QuerySelector("#x")!;
        Assert.Equal(["div", "p"], Elements(body));
        Assert.Equal(["id", "title", "lang", "class"], p.Attributes.Select(attribute => attribute.Name));
        Assert.Equal((Readable(text), Readable(text)), (p.GetAttribute("title"), p.GetAttribute("lang")));
        Assert.Equal($"a {Readable(text)} {Readable(text)}", p.GetAttribute("class"));
        Assert.Equal("b", p.TextContent);
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Text_in_a_url_does_not_run(int vector)
    {
        var text = XssVectors.All[vector];
        Assert.All(_urls, url =>
        {
            var html = url.Render(text);

            var body = Parse(html);

            var element = body.QuerySelector("#x")!;
            Assert.Equal(Elements(Parse(url.Render("xxxxxxxx"))), Elements(body));

            // The parser puts 'xlink:href' into a namespace, so the attribute is taken by its index.
            Assert.Equal(2, element.Attributes.Length);
            Assert.All(UrlsOf(url.Attribute, element.Attributes[1]!.Value), AssertSafe);
        });
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Json_in_a_script_element_stays_data(int vector)
    {
        var text = XssVectors.All[vector];
        Html html = $"<div><script id=\"x\" type=\"application/json\">{Html.Json(new { Text = text })}</script><p>b</p></div>";
        Html attribute = $"<div><p id=\"x\" data-json=\"{Html.Json(new { Text = text })}\">b</p></div>";

        var (script, p) = (Parse(html), Parse(attribute));

        Assert.Equal(["div", "script", "p"], Elements(script));
        Assert.Equal(["div", "p"], Elements(p));
        Assert.Equal(["id", "data-json"], p.QuerySelector("#x")!.Attributes.Select(item => item.Name));
        Assert.Equal(p.QuerySelector("#x")!.GetAttribute("data-json"), script.QuerySelector("#x")!.TextContent);
    }

    private static IElement Parse(Html html) => new HtmlParser().ParseDocument($"<!DOCTYPE html><body>{html.ToString()}</body>").Body!;

    private static IEnumerable<string> Elements(IElement body) => body.QuerySelectorAll("*").Select(element => element.LocalName);

    // What HTML cannot represent is replaced, and a parser normalizes line breaks.
    private static string Readable(string text) =>
        new(text.Replace("\r\n", "\n").Replace('\r', '\n').Select(c => c == '\0' || char.IsSurrogate(c) ? '\uFFFD' : c).ToArray());

    private static string[] UrlsOf(string attribute, string value) =>
        attribute is "srcset" or "ping" ? value.Split([' ', '\t', '\n', '\r', '\f', ',']) : [value];

    /// <summary>Reads the scheme as the URL standard says.</summary>
    private static void AssertSafe(string url)
    {
        var stripped = new string([.. url.SkipWhile(c => c <= ' ').Where(c => c is not ('\t' or '\n' or '\r'))]);
        var end = stripped.IndexOf(':');
        var isAbsolute = end > 0 && char.IsAsciiLetter(stripped[0])
            && stripped[..end].All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.');
        Assert.True(!isAbsolute || _safeSchemes.Contains(stripped[..end].ToLowerInvariant()), url);
    }
}
