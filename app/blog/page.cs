var metadata = new PageMetadata { Title = "Blog" };

async Task<Html> Page()
{
    var posts = await Posts.GetPostsAsync();

    return $"""
        <ul>
          {Html.Each(posts, post => Post.Render(post))}
        </ul>
        """;
}
