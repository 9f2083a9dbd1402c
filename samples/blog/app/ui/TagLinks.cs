/// <summary>Links to the posts with a tag.</summary>
static class TagLinks
{
    public static Html Render(IEnumerable<string> tags) =>
        $"""<ul class="tags" aria-label="Tags">{Html.Each(tags, tag => $"<li>{To(tag)}</li>")}</ul>""";

    public static Html To(string tag) => Link(UrlOf(tag), tag);

    // A tag such as "c#" has a character with a meaning in URLs.
    public static string UrlOf(string tag) => $"/blog/tags/{Uri.EscapeDataString(tag)}";
}
