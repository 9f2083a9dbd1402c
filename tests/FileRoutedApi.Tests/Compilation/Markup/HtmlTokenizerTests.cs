using AngleSharp.Dom;
using CsCheck;
using FileRoutedApi.Compilation.Markup;
using HtmlParser = AngleSharp.Html.Parser.HtmlParser;

namespace FileRoutedApi.Tests.Compilation.Markup;

/// <summary>The place of a hole, which is written as <c>¤</c>.</summary>
public class HtmlTokenizerTests
{
    private const char Hole = '¤';
    private const string Word = "q7x";

    private static readonly string[] _pieces =
    [
        "<a", "<p>", "</a>", "</", " ", "href", "=", "\"", "'", ">", "<!--", "-->", "--", "-", "!", "<!", "<?", "<!doctype html", "x", "/", "<",
        "<script", "<script>", "</script", "</script>", "<style>", "</style>", "<title>", "</title>", "<textarea>", "</textarea >", "<iframe>",
        "</iframe>", "&lt;", "\n", "</p", "type=module",
    ];

    private static readonly string[] _foreignPieces =
        ["<svg>", "<svg ", "</svg>", "<title>", "</title>", "<g", "<g/>", "<title/>", "<desc/>", ">", "\"", " ", "x", "=", "<!--", "-->", "<", "/"];

    private static readonly string[] _cdataPieces = ["<svg>", "</svg>", "<![CDATA[", "]]>", "]", "<g/>", ">", "<", "x"];

    public static TheoryData<string[]> Vocabularies => new(_pieces, _foreignPieces, _cdataPieces);

    [Theory]
    [InlineData("¤", "Text")]
    [InlineData("<p>¤", "Text")]
    [InlineData("a < ¤", "Text")]
    [InlineData("a <3¤", "Text")]
    [InlineData("</>¤", "Text")]
    [InlineData("<p/>¤", "Text")]
    [InlineData("<!-->¤", "Text")]
    [InlineData("<!--->¤", "Text")]
    [InlineData("<!-- a --!>¤", "Text")]
    [InlineData("<!-- <!-- -->¤", "Text")]
    [InlineData("<!doctype html>¤", "Text")]
    [InlineData("<a title='>' b=\">\">¤", "Text")]
    [InlineData("<title>¤</title>", "Text", "title")]
    [InlineData("<title><b>¤", "Text", "title")]
    [InlineData("<textarea></text>¤", "Text", "textarea")]
    [InlineData("<svg><![CDATA[ < > ¤", "Comment")]
    [InlineData("<svg><![CDATA[ < > ]] ]]>¤", "Text")]
    [InlineData("<svg><title/><p>¤", "Text")]
    [InlineData("<svg><svg><title><g/></svg><title/><svg ¤", "Text", "title")]
    [InlineData("<svg><title></svg><title/><svg ¤", "Text", "title")]
    [InlineData("<svg><title><b></b></svg><title/><svg ¤", "Text", "title")]
    [InlineData("<style></style>¤", "Text")]
    [InlineData("<style>a</style x='1'>¤", "Text")]
    [InlineData("<script></SCRIPT\n>¤", "Text")]
    [InlineData("<script><!-- <script> </script> --></script>¤", "Text")]
    [InlineData("<script><!-- </script>¤", "Text")]
    [InlineData("<svg><script/>¤", "Text")]
    [InlineData("<plaintext></plaintext><a ¤", "Text")]
    [InlineData("<script>¤", "Script", "script")]
    [InlineData("<script/>¤", "Script", "script")]
    [InlineData("<script></scripts>¤", "Script", "script")]
    [InlineData("<script><!-- <script> </script> ¤", "Script", "script")]
    [InlineData("<script><!-- <script> --> </scrip ¤", "Script", "script")]
    [InlineData("<style>p > a { ¤", "Style", "style")]
    [InlineData("<style><!-- </styl ¤", "Style", "style")]
    [InlineData("<!--¤", "Comment")]
    [InlineData("<!-¤", "Comment")]
    [InlineData("<!¤", "Comment")]
    [InlineData("<!-- a -- > ¤", "Comment")]
    [InlineData("<?php ¤", "Comment")]
    [InlineData("</3 ¤", "Comment")]
    [InlineData("<![CDATA[ ¤", "Comment")]
    [InlineData("<!doctype ¤", "Comment")]
    [InlineData("<¤", "TagName")]
    [InlineData("</¤", "TagName")]
    [InlineData("<a¤", "TagName", "a")]
    [InlineData("<my-x¤", "TagName", "my-x")]
    [InlineData("</a¤", "TagName", "a")]
    [InlineData("<title></¤", "TagName", "title")]
    [InlineData("<a ¤", "AttributeName", "a")]
    [InlineData("<a b¤", "AttributeName", "a")]
    [InlineData("<a b ¤", "AttributeName", "a")]
    [InlineData("<a b=c ¤", "AttributeName", "a")]
    [InlineData("<a b='c'¤", "AttributeName", "a")]
    [InlineData("<a/¤", "AttributeName", "a")]
    [InlineData("<A\nB=¤", "UnquotedValue", "a", "b")]
    [InlineData("<a b= \n¤", "UnquotedValue", "a", "b")]
    [InlineData("<a b=c\"¤", "UnquotedValue", "a", "b")]
    [InlineData("<a b=/¤", "UnquotedValue", "a", "b")]
    [InlineData("<a b=\"¤", "QuotedValue", "a", "b")]
    [InlineData("<a b = 'c > d ¤", "QuotedValue", "a", "b")]
    [InlineData("<a b c==\"¤", "UnquotedValue", "a", "c")]
    [InlineData("<a @click=\"¤", "QuotedValue", "a", "@click")]
    [InlineData("<svg><title><a xlink:href=\"¤", "QuotedValue", "a", "xlink:href")]
    public void A_hole_has_the_place_of_the_standard(string html, string kind, string element = "", string attribute = "")
    {
        var place = PlaceIn(html);

        Assert.Equal((kind, element, attribute), (place.Kind.ToString(), place.Element, place.Attribute));
        AssertParserAgrees(html.Replace(Hole.ToString(), "", StringComparison.Ordinal)[..html.IndexOf(Hole, StringComparison.Ordinal)]);
    }

    [Theory]
    [InlineData("application/json", true)]
    [InlineData("Application/LD+JSON; charset=utf-8", true)]
    [InlineData("importmap", true)]
    [InlineData("speculationrules", true)]
    [InlineData("module", false)]
    [InlineData("text/javascript", false)]
    [InlineData("", false)]
    [InlineData("¤+json", false)]
    public void Only_some_types_of_a_script_contain_json(string type, bool isJson)
    {
        Assert.Equal(isJson, PlaceIn($"<script id=a type='{type}' type=module>¤").IsJson);
        Assert.Equal(isJson && type.Length > 0, PlaceIn($"<script type=\"{type}\" data-type='¤'>¤").IsJson);
    }

    [Theory]
    [InlineData("<p>¤</p>", null)]
    [InlineData("<p>¤</p", 3)]
    [InlineData("a<b>¤</b><!-- ¤", 8)]
    [InlineData("¤¤<a b='¤", 0)]
    [InlineData("<p><script>", 3)]
    [InlineData("<p><title>¤</titl", 3)]
    [InlineData("<plaintext>", null)]
    [InlineData("a < b", null)]
    public void An_unfinished_fragment_knows_where_it_began(string html, int? start)
    {
        var tokenizer = Read(html);

        Assert.Equal(start, tokenizer.IsBetweenTags ? null : tokenizer.Start);
    }

    [Theory]
    [MemberData(nameof(Vocabularies))]
    public void Any_text_is_read_as_a_parser_of_html_reads_it(string[] vocabulary) =>
        Gen.Int[0, vocabulary.Length - 1].Select(index => vocabulary[index]).Array[1, 14].Select(string.Concat).Sample(AssertParserAgrees, iter: 3000);

    [Theory]
    [InlineData("a <b>x</b>", true)]
    [InlineData("<br>", true)]
    [InlineData("x</li>", true)]
    [InlineData("<my-card ", true)]
    [InlineData("<!-- x -->", true)]
    [InlineData("<h1", true)]
    [InlineData("List<string>", false)]
    [InlineData("a < b", false)]
    [InlineData("1<2", false)]
    [InlineData("<", false)]
    [InlineData("Dictionary<int, Foo>", false)]
    [InlineData("&lt;b&gt;", false)]
    public void Text_with_tags_is_recognized(string text, bool isMarkup) => Assert.Equal(isMarkup, HtmlNames.HasMarkup(text));

    /// <summary>Parses a text with a word in place of the hole, and looks where the parser put the word.</summary>
    private static void AssertParserAgrees(string html)
    {
        var place = PlaceIn(html + Hole);
        var suffix = place.Kind switch
        {
            HolePlaceKind.QuotedValue => IsIn(html, place) == '"' ? "\">" : "'>",
            HolePlaceKind.Comment => "-->",
            HolePlaceKind.TagName or HolePlaceKind.AttributeName or HolePlaceKind.UnquotedValue => ">",
            _ => "",
        };
        var parser = new HtmlParser();
        var body = parser.ParseDocument("").Body!;
        var found = parser.ParseFragment(html + Word + suffix, body).SelectMany(Descendants).SelectMany(PlacesIn).FirstOrDefault();

        // A parser drops end tags, a second attribute of the same name and what follows '<!DOCTYPE'.
        var isText = place.Kind is HolePlaceKind.Text or HolePlaceKind.Script or HolePlaceKind.Style;
        Assert.True(found is null ? !isText : KindsOf(place).Contains(found), $"{html}¤: {place}, but the parser says {found ?? "nothing"}");
    }

    // The quote that ends the value is the one after which the tokenizer is no longer in it.
    private static char IsIn(string html, HolePlace place)
    {
        var tokenizer = Read(html + "\"");
        return tokenizer.Place == place ? '\'' : '"';
    }

    private static IEnumerable<string> KindsOf(HolePlace place) => place.Kind switch
    {
        HolePlaceKind.Text or HolePlaceKind.Script or HolePlaceKind.Style => [$"Text in {place.Kind}"],
        HolePlaceKind.QuotedValue or HolePlaceKind.UnquotedValue => [$"Value of {place.Attribute}"],
        HolePlaceKind.TagName => ["TagName", "Text in Text"],

        // The encoded value would be wrong in a CDATA section.
        HolePlaceKind.Comment => ["Comment", "Text in Text"],
        _ => [place.Kind.ToString()],
    };

    private static IEnumerable<INode> Descendants(INode node) =>
        [node, .. node.ChildNodes.SelectMany(Descendants), .. ((node as AngleSharp.Html.Dom.IHtmlTemplateElement)?.Content.ChildNodes ?? Enumerable.Empty<INode>()).SelectMany(Descendants)];

    private static IEnumerable<string> PlacesIn(INode node)
    {
        if (node is IComment or IProcessingInstruction && Has(node.TextContent + node.NodeName + node.NodeValue))
        {
            yield return "Comment";
        }

        if (node is IText && Has(node.TextContent))
        {
            yield return $"Text in {(node.ParentElement?.LocalName switch { "script" => "Script", "style" => "Style", _ => "Text" })}";
        }

        if (node is IElement element)
        {
            foreach (var attribute in element.Attributes.Where(attribute => Has(attribute.Name) || Has(attribute.Value)))
            {
                yield return Has(attribute.Name) ? "AttributeName" : $"Value of {attribute.Name}";
            }

            if (Has(element.LocalName))
            {
                yield return "TagName";
            }
        }
    }

    private static bool Has(string text) => text.Contains(Word, StringComparison.OrdinalIgnoreCase);

    private static HolePlace PlaceIn(string html) => Read(html[..html.LastIndexOf(Hole)]).Place;

    private static HtmlTokenizer Read(string html)
    {
        var tokenizer = new HtmlTokenizer();
        foreach (var (index, part) in html.Split(Hole).Index())
        {
            if (index > 0)
            {
                tokenizer.ReadHole();
            }

            tokenizer.Read(part);
        }

        return tokenizer;
    }
}
