using AngleSharp.Html.Parser;
using FileRoutedApi.Host.Building;

namespace FileRoutedApi.IntegrationTests.Exports;

/// <summary>Which URLs of a document get the base path.</summary>
public class ExportedHtmlTests
{
    private const string Script = "/_fra/navigation.0123.js";

    /// <summary>A document, and the document with the base path <c>/docs</c>.</summary>
    public static TheoryData<string, string> Changed => new()
    {
        { "<a href=\"/x\">", "<a href=\"/docs/x\">" },
        { "<a href=\"/\">", "<a href=\"/docs/\">" },
        { "<a href='/x?y=/z#/w'>", "<a href='/docs/x?y=/z#/w'>" },
        { "<a href=/x>", "<a href=/docs/x>" },
        { "<A HREF = \"/x\" >", "<A HREF = \"/docs/x\" >" },
        { "<a\nhref\n=\n\"/x\"\n>", "<a\nhref\n=\n\"/docs/x\"\n>" },
        { "<a href=\" /x\">", "<a href=\" /docs/x\">" },
        { "<a title=\"a > b\" href=\"/x\">", "<a title=\"a > b\" href=\"/docs/x\">" },
        { "<a title='\"' href=\"/x\">", "<a title='\"' href=\"/docs/x\">" },
        { "<img src=\"/x.png\"/>", "<img src=\"/docs/x.png\"/>" },
        { "<img src=/x.png/>", "<img src=/docs/x.png/>" },
        { "<form action=\"/x\"><button formaction=\"/y\">", "<form action=\"/docs/x\"><button formaction=\"/docs/y\">" },
        { "<video poster=\"/x\">", "<video poster=\"/docs/x\">" },
        { "<object data=\"/x\">", "<object data=\"/docs/x\">" },
        { "<svg><use xlink:href=\"/x#i\" /></svg><a href=\"/y\">", "<svg><use xlink:href=\"/docs/x#i\" /></svg><a href=\"/docs/y\">" },
        { "<svg><title/><a href=\"/y\"/></svg>", "<svg><title/><a href=\"/docs/y\"/></svg>" },
        { "<svg><![CDATA[<a href=\"/x\">]]><a href=\"/y\"></svg>", "<svg><![CDATA[<a href=\"/x\">]]><a href=\"/docs/y\"></svg>" },
        { "<img srcset=\"/a.png\">", "<img srcset=\"/docs/a.png\">" },
        { "<img srcset=\"/a.png 1x, /b.png 2x\">", "<img srcset=\"/docs/a.png 1x, /docs/b.png 2x\">" },
        { "<img srcset=\"/a.png,/b.png 2x ,c.png 3x\">", "<img srcset=\"/docs/a.png,/b.png 2x ,c.png 3x\">" },
        { "<img srcset=\"/a.png, /b.png 2x ,/c,d.png 3x\">", "<img srcset=\"/docs/a.png, /docs/b.png 2x ,/docs/c,d.png 3x\">" },
        { "<img srcset=\"//cdn/a.png 1x, https://b/c.png 2x, /d 100w\">", "<img srcset=\"//cdn/a.png 1x, https://b/c.png 2x, /docs/d 100w\">" },
        { "<link imagesrcset=\"/a 1x\">", "<link imagesrcset=\"/docs/a 1x\">" },
        { "<meta property=\"og:image\" content=\"/x\">", "<meta property=\"og:image\" content=\"/docs/x\">" },
        { "<meta content=\"/x\" property=\"og:url\">", "<meta content=\"/docs/x\" property=\"og:url\">" },
        { "<meta name=\"twitter:image\" content=\"/x\">", "<meta name=\"twitter:image\" content=\"/docs/x\">" },
        { "<meta http-equiv=\"refresh\" content=\"0; url=/x\">", "<meta http-equiv=\"refresh\" content=\"0; url=/docs/x\">" },
        { "<meta http-equiv=\"Refresh\" content=\"5;URL='/x'\">", "<meta http-equiv=\"Refresh\" content=\"5;URL='/docs/x'\">" },
        { "<noscript><img src=\"/x\"></noscript>", "<noscript><img src=\"/docs/x\"></noscript>" },
        { "<template><a href=\"/x\"></template>", "<template><a href=\"/docs/x\"></template>" },
        { "<base href=\"/\">", "<base href=\"/docs/\">" },
        { "<script src=\"/x.js\"></script>", "<script src=\"/docs/x.js\"></script>" },
        { $"<script type=\"module\" src=\"{Script}\"></script>", $"<script data-base=\"/docs\" type=\"module\" src=\"/docs{Script}\"></script>" },
        { "<!--><a href=\"/x\">-->", "<!--><a href=\"/docs/x\">-->" },
        { "<!-- --!><a href=\"/x\">", "<!-- --!><a href=\"/docs/x\">" },
        { "<script><!--<script></script>--></script><a href=\"/x\">", "<script><!--<script></script>--></script><a href=\"/docs/x\">" },
        { "<script><!--></script><a href=\"/x\">", "<script><!--></script><a href=\"/docs/x\">" },
        { "<title>a</title ><a href=\"/x\">", "<title>a</title ><a href=\"/docs/x\">" },
        { "<textarea></textareas></textarea><a href=\"/x\">", "<textarea></textareas></textarea><a href=\"/docs/x\">" },
        { "1 < 2 <a href=\"/x\">", "1 < 2 <a href=\"/docs/x\">" },
        { "</p><a =\"/y\" href=\"/x\">", "</p><a =\"/y\" href=\"/docs/x\">" },
    };

    /// <summary>Documents that are not changed.</summary>
    public static TheoryData<string> Unchanged =>
    [
        "",
        "text with href=\"/x\" and /x",
        "<p title=\"/x\" data-href=\"/x\" data=\"/x\">/x</p>",
        "<a href=\"//cdn.example.com/x\">", "<a href=\"/\\example.com\">", "<a href=\"https://example.com/x\">", "<a href=\"x\">",
        "<a href=\"#/x\">", "<a href=\"?/x\">", "<a href=\"mailto:/x\">", "<a href=\"\">", "<a href>",
        "<!-- <a href=\"/x\"> -->", "<!-- > <a href=\"/x\"> --", "<!doctype html \"<a href='/x'\">", "<?php <a href=\"/x\" ?>", "</ <a href=\"/x\">",
        "<script>const x = '<a href=\"/x\">';</script>",
        "<script type=\"application/json\">{\"href\":\"/x\"}</script>",
        "<script><!-- <script> </script> <a href=\"/x\"> --></script>",
        "<style>a { background: url(/x) } /* <a href=\"/x\"> */</style>",
        "<textarea><a href=\"/x\"></textarea>", "<title><a href=\"/x\"></title>", "<iframe><a href=\"/x\"></iframe>", "<xmp><a href=\"/x\"></xmp>",
        "<plaintext><a href=\"/x\">",
        "<meta name=\"description\" content=\"/x\">", "<meta property=\"og:title\" content=\"/x\">",
        "<meta http-equiv=\"content-security-policy\" content=\"/x\">",
        "<a href=\"/x", "<a href=\"/x\"", "</a href=\"/x\">", "<", "</", "<!", "<!--", "<a", "<a href=", "<script>", "<script",
    ];

    [Theory]
    [MemberData(nameof(Changed))]
    public void A_URL_gets_the_base_path(string html, string expected) => Assert.Equal(expected, Prefix(html));

    [Theory]
    [MemberData(nameof(Unchanged))]
    public void Everything_else_stays(string html) => Assert.Equal(html, Prefix(html));

    /// <summary>The tags are those of an independent parser. It builds a tree, so only the documents of which it keeps every tag are here.</summary>
    [Theory]
    [MemberData(nameof(Changed))]
    public void An_HTML_parser_finds_the_same_URLs(string html, string expected)
    {
        var parser = new HtmlParser();

        var before = HrefsOf(parser, html).Select(href => href is ['/', not ('/' or '\\'), ..] or "/" ? "/docs" + href : href);

        Assert.Equal(before, HrefsOf(parser, expected));
    }

    private static IEnumerable<string> HrefsOf(HtmlParser parser, string html) =>
        parser.ParseDocument(html).QuerySelectorAll("a[href], base[href]").Select(element => element.GetAttribute("href")!.Trim());

    private static string Prefix(string html) => new ExportedHtml("/docs", [Script]).Prefix(html);
}
