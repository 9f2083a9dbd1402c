public record Post(string Id, string Title, string Text);

public static class Posts
{
    public static IReadOnlyList<Post> All { get; } =
    [
        new("hello", "Hello, world", "The first post."),
        new("folders", "Folders are URLs", "The name of a folder or a file is a part of the address."),
    ];

    public static Post? Find(string id) => All.FirstOrDefault(post => post.Id == id);
}
