namespace FileRoutedApi.Tests.Pages;

/// <summary>The functions that pages call without a <c>using</c>.</summary>
public class PageFunctionTests
{
    private const string Text = "a < b";

    public static TheoryData<string, string> Links => new()
    {
        { PageFunctions.Link("/", "Home").ToString(), "<a href=\"/\">Home</a>" },
        { PageFunctions.Link("/", Text).ToString(), "<a href=\"/\">a &lt; b</a>" },
        { PageFunctions.Link("/", $"<b>bold</b>").ToString(), "<a href=\"/\"><b>bold</b></a>" },
        { PageFunctions.Link("/", $"<b>{Text}</b>").ToString(), "<a href=\"/\"><b>a &lt; b</b></a>" },
        { PageFunctions.Link("/", "Home", prefetch: true).ToString(), "<a href=\"/\" data-prefetch>Home</a>" },
        { PageFunctions.Link("/a?b=1&c=\"", "x").ToString(), "<a href=\"/a?b=1&amp;c=&quot;\">x</a>" },
        { PageFunctions.Link("javascript:alert(1)", "x").ToString(), "<a href=\"#\">x</a>" },
    };

    [Theory]
    [MemberData(nameof(Links))]
    public void A_link_is_an_element_with_an_encoded_URL(string link, string expected) => Assert.Equal(expected, link);

    [Fact]
    public void NotFound_and_Redirect_throw()
    {
        Assert.Equal(404, Assert.Throws<ApiException>(() => PageFunctions.NotFound()).Status);
        Assert.Equal(307, Assert.Throws<ApiException>(() => PageFunctions.Redirect("/a")).Status);
        Assert.Throws<ArgumentException>(() => PageFunctions.Redirect("/a\r\nX: y"));
    }
}
