/// <summary>The posts. Replace this with a database.</summary>
static class Posts
{
    private static readonly IReadOnlyList<BlogPost> _all =
    [
        new(1, "hello-world", "Hello, world"),
        new(2, "folders-are-urls", "Folders are URLs"),
    ];

    public static Task<IReadOnlyList<BlogPost>> GetPostsAsync() => Task.FromResult(_all);
}

/// <summary>One post.</summary>
record BlogPost(int Id, string Slug, string Title);
