/// <summary>A list of posts with their summaries.</summary>
static class PostList
{
    public const int PageSize = 4;

    public static Html Render(IEnumerable<Post> posts) =>
        $"""
        <ol class="posts">
          {Html.Each(posts, Item)}
        </ol>
        """;

    private static Html Item(Post post) =>
        $"""
        <li>
          <time datetime="{post.Published}">{post.Published:d MMM yyyy}</time>
          <h2>{Link($"/blog/{post.Slug}", post.Title)}</h2>
          <p>{post.Summary}</p>
          {TagLinks.Render(post.Tags)}
        </li>
        """;
}
