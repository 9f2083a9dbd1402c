public record Post(string Id, string Title);

public static class Posts
{
    private static readonly Post[] _all = [new("first", "The first post"), new("second", "The second post")];

    public static Post? Find(string id) => _all.FirstOrDefault(post => post.Id == id);
}
