using FileRoutedApi.Pages;

namespace FileRoutedApi.Tests.Pages;

/// <summary>Completing the HTML of a root layout.</summary>
public class HtmlDocumentTests
{
    private const string Doctype = "<!DOCTYPE html>\n";

    public static TheoryData<Html, string> Documents => new()
    {
        { $"<html><body>x</body></html>", Doctype + "<html><head>[]</head><body>x</body></html>" },
        { $"<html lang=\"{"de"}\" class='>'><body>", Doctype + "<html lang=\"de\" class='>'><head>[]</head><body>" },
        { $"<html><head></head><body>", Doctype + "<html><head>[]</head><body>" },
        {
            $"<HTML><HEAD data-x=\"a>b\" class=\"{"x"}\"><title>x</title></HEAD>",
            Doctype + "<HTML><HEAD data-x=\"a>b\" class=\"x\">[]<title>x</title></HEAD>"
        },
        { $"<!doctype html>\n<html>", "<!doctype html>\n<html><head>[]</head>" },
        {
            $"<!-- <html><head> -->\n<!DOCTYPE html>\n<html>\n<!-- <head> --><head\n>",
            "<!-- <html><head> -->\n<!DOCTYPE html>\n<html>\n<!-- <head> --><head\n>[]"
        },
        { $"<html><header>x</header>", Doctype + "<html><head>[]</head><header>x</header>" },
        { $"<html>{"<head>"}<head>", Doctype + "<html><head>[]</head>&lt;head&gt;<head>" },
        { $"<html><body><head>", Doctype + "<html><head>[]</head><body><head>" },
        { $"<html title=\"{Html.Raw("<head>")}\"><body>", Doctype + "<html title=\"<head>\"><head>[]</head><body>" },
        { $"{(Html)$"{(Html)$"<html>{Html.Empty}"} <he"}{(Html)$""}ad>", Doctype + "<html><head>[]</head> <head>" },
        { $"a{5}<html><head>", Doctype + "a5<html><head>[]" },
        { $"{(Html)$"<html lang=\"{5}\">"}{(Html)$"<head>{"x"}</head>"}<body>", Doctype + "<html lang=\"5\"><head>[]x</head><body>" },
        { Html.Raw("<html><head></head></html>"), Doctype + "<html><head>[]</head></html>" },
    };

    [Theory]
    [MemberData(nameof(Documents), DisableDiscoveryEnumeration = true)]
    public void A_document_is_completed(Html document, string expected)
    {
        var before = document.ToString();

        Assert.True(HtmlDocument.TryInsertHead(document, $"[]", out var complete));

        Assert.Equal(expected, complete.ToString());
        Assert.Equal(before, document.ToString());
    }

    [Theory]
    [InlineData("<body></body>")]
    [InlineData("")]
    [InlineData("<!-- <html> -->")]
    [InlineData("<htmlx><html>")]
    [InlineData("<p><html></p>")]
    [InlineData("<")]
    public void A_fragment_has_no_html_tag(string literal)
    {
        Html fragment = $"{Html.Raw(literal)}{"<html>"}";

        Assert.False(HtmlDocument.TryInsertHead(fragment, $"[]", out var same));

        Assert.Same(fragment, same);
    }

    [Fact]
    public void Nothing_is_inserted_for_an_empty_head()
    {
        Assert.True(HtmlDocument.TryInsertHead($"<html><body>", Html.Empty, out var complete));

        Assert.Equal(Doctype + "<html><body>", complete.ToString());
    }
}
