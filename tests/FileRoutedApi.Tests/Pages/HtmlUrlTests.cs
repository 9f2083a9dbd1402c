namespace FileRoutedApi.Tests.Pages;

/// <summary>Holes in attributes that hold a URL.</summary>
public class HtmlUrlTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("about.html")]
    [InlineData("?page=2")]
    [InlineData("#top")]
    [InlineData("//example.com/x")]
    [InlineData("../x:y")]
    [InlineData("a/b:c")]
    [InlineData("?next=javascript:x")]
    [InlineData("http://example.com")]
    [InlineData("HTTPS://example.com:8080/x?y=1:2#z:")]
    [InlineData("mailto:a@example.com")]
    [InlineData("tel:+1-23")]
    [InlineData("10:30")]
    [InlineData("ü:x")]
    public void A_safe_url_is_written(string url)
    {
        Html html = $"<a href=\"{url}\">";

        Assert.Equal($"<a href=\"{url}\">", html.ToString());
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JaVaScRiPt:alert(1)")]
    [InlineData(" \u0001\u001Fjavascript:alert(1)")]
    [InlineData("\0javascript:alert(1)")]
    [InlineData("java\nscript:alert(1)")]
    [InlineData("java\tscr\ript:alert(1)")]
    [InlineData("javascript\n:alert(1)")]
    [InlineData("javascript\t:alert(1)")]
    [InlineData("java script:alert(1)")]
    [InlineData("vbscript:x")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("blob:https://example.com/x")]
    [InlineData("filesystem:x")]
    [InlineData("feed:javascript:alert(1)")]
    [InlineData("view-source:x")]
    [InlineData("ftp://example.com")]
    [InlineData("x+y.z-1:")]
    public void Another_scheme_is_replaced(string url)
    {
        Html quoted = $"<a href=\"{url}\">";
        Html single = $"<a href='{url}'>";
        Html upper = $"<form class=\"x\" ACTION = \"{url}\">";

        Assert.Equal("<a href=\"#\">", quoted.ToString());
        Assert.Equal("<a href='#'>", single.ToString());
        Assert.Equal("<form class=\"x\" ACTION = \"#\">", upper.ToString());
    }

    private static readonly string[] _parts = ["javascript", ":x"];

    public static TheoryData<string, Html> Combined => new()
    {
        { "<a href=\"java#\">", $"<a href=\"{"java"}{"script:x"}\">" },
        { "<a href=\"javascript#\">", $"<a href=\"{"javascript"}{":"}{""}\">" },
        { "<a href=\"javascript#x\">", $"<a href=\"{"javascript"}{":"}{"x"}\">" },
        { "<a href=\"#:alert(1)\">", $"<a href=\"{"javascript"}:alert(1)\">" },
        { "<a href=\"#:x\">", $"<a href=\"{"javascript"}:{"x"}\">" },
        { "<a href=\"java#\">", $"<a href=\"java{"script:x"}\">" },
        { "<a href=\" #\">", $"<a href=\" {"javascript:x"}\">" },
        { "<a href=\"\n    #\n\">", $"<a href=\"\n    {"javascript:x"}\n\">" },
        { "<a href=\"&#32;#\">", $"<a href=\"&#32;{"javascript:x"}\">" },
        { "<a href=\"&Tab;#\">", $"<a href=\"&Tab;{"javascript:x"}\">" },
        { "<a href=\"&#106ava#\">", $"<a href=\"&#106ava{"script:x"}\">" },
        { "<a href=\"javascript:go('#','#')\">", $"<a href=\"javascript:go('{"');x('"}','{"y"}')\">" },
        { "<a href=\"data:#,x\">", $"<a href=\"data:{"text/html"},x\">" },
        { "<img src=\"data:image/png;base64,AA==\">", $"<img src=\"data:image/png;base64,{"AA=="}\">" },
        { "<a href=\"sms:123\">", $"<a href=\"sms:{"123"}\">" },
        { "<a href=\"/x/javascript:x\">", $"<a href=\"/x/{"javascript:x"}\">" },
        { "<a href=\"/javascript:x\">", $"<a href=\"{"/"}{"javascript:x"}\">" },
        { "<a href=\"?u=javascript:x&amp;y=a:b\">", $"<a href=\"?u={"javascript:x"}&amp;y={"a:b"}\">" },
        { "<a href=\"https://x:80\">", $"<a href=\"https://{"x"}:{80}\">" },
        { "<a href=\"5/javascript:x\">", $"<a href=\"{5}/{"javascript:x"}\">" },
        { "<a href=\"true\">", $"<a href=\"{"true"}\">" },
        { "<a href=\"#\" title=\"data:x\">data:x</a>", $"<a href=\"{"data:x"}\" title=\"{"data:x"}\">{"data:x"}</a>" },
        { "<a href=\"#\">", $"<a href=\"{new Uri("javascript:x")}\">" },
        { "<a href=\"#\">", $"<a href=\"{Html.Raw("javascript:x")}\">" },
        { "<a href=\"#\">", $"<a href=\"{Html.Raw("javascript&#58alert(1)")}\">" },
        { "<a href=\"#\">", $"<a href=\"{Html.Raw("javascript&colon;alert(1)")}\">" },
        { "<a href=\"#\">", $"<a href=\"{Html.Raw("java&NewLine;script:x")}\">" },
        { "<a href=\"java#\">", $"<a href=\"{(Html)$"java"}{(Html)$"{"script:x"}"}\">" },
        { "<a href=\"q&amp;a:x/y\">", $"<a href=\"{(Html)$"{"q&a:x/y"}"}\">" },
        { "<a href=\"#\">", $"<a href=\"{_parts}\">" },
        { "<a href=\"#\">", $"<a href=\"{Html.Each(Sequence(), x => $"{x}")}\">" },
        { "<img srcset=\"a.png 1x, b.png 2x\">", $"<img srcset=\"{"a.png"} 1x, {"b.png"} 2x\">" },
        { "<img srcset=\"a.png 1x, # 2x\">", $"<img srcset=\"{"a.png"} 1x, {"javascript:x"} 2x\">" },
        { "<img srcset=\"/a.png 1x, # 2x\">", $"<img srcset=\"/a.png 1x, {"javascript:x"} 2x\">" },
        { "<img srcset=\"/a.png?1 1x, # 2x\">", $"<img srcset=\"/a.png?{1} 1x, {"javascript:x"} 2x\">" },
        { "<img srcset=\"#\">", $"<img srcset=\"{"a.png 1x,javascript:x 2x"}\">" },
        { "<img srcset=\"a.png, java# 2x\">", $"<img srcset=\"{"a.png"}, java{"script:x"} 2x\">" },
        { "<a ping=\"/a #\">", $"<a ping=\"/a {"javascript:x"}\">" },
    };

    [Theory]
    [MemberData(nameof(Combined), DisableDiscoveryEnumeration = true)]
    public void The_parts_of_a_url_are_checked_together(string expected, Html html) => Assert.Equal(expected, html.ToString());

    private static async IAsyncEnumerable<string> Sequence()
    {
        await Task.CompletedTask;
        yield return "/";
    }
}
