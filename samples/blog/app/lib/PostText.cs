using Markdig;

/// <summary>Converts the text of posts to HTML.</summary>
static class PostText
{
    // Without HTML in the Markdown, a post contains only elements that Markdig writes.
    private static readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    /// <summary>Returns the HTML of a text in Markdown.</summary>
    public static Html Render(string markdown) => Html.Raw(Markdown.ToHtml(markdown, _pipeline));
}
