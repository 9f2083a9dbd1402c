public record Post(string Slug, string Title, string Text);

public static class Posts
{
    public static IReadOnlyList<Post> All { get; } =
    [
        new("hello", "Hello, world", "The first post."),
        new("folders", "Folders are URLs", "This page is app/blog/[slug]/page.cs."),
    ];

    public static Post? Find(string slug) => All.FirstOrDefault(post => post.Slug == slug);
}
