namespace Site;

/// <summary>Shared code beside the pages: data, and a component.</summary>
public static class Posts
{
    public static readonly string[] All = ["one", "two", "a/b"];

    public static Html Item(string slug) => $"<li>{Link($"/site/blog/{Uri.EscapeDataString(slug)}", slug)}</li>";
}
