var config = new RouteConfig { Revalidate = 60, Tags = ["posts"] };

var metadata = new PageMetadata { Title = "Posts", Canonical = "/blog" };

async Task<Html> Page(BlogStore store, CancellationToken stop)
{
    var posts = await store.ListAsync(skip: 0, take: PostList.PageSize, stop);
    return $"""
        <h1>Posts</h1>
        {PostList.Render(posts)}
        {Pager.Render(1, await store.CountAsync(stop))}
        """;
}
