// The result depends on the query, which a cached page does not see.
var config = new RouteConfig { Dynamic = RouteDynamic.ForceDynamic };

PageMetadata Metadata(string? q) => new() { Title = string.IsNullOrWhiteSpace(q) ? "Search" : $"Search for “{q}”", Robots = "noindex" };

async Task<Html> Page(string? q, BlogStore store, CancellationToken stop)
{
    if (string.IsNullOrWhiteSpace(q))
    {
        return $"<h1>Search</h1><p>Type something into the field at the top.</p>";
    }

    return await store.SearchAsync(q.Trim(), stop) switch
    {
        [] => $"<h1>Nothing about “{q}”</h1><p>Try another word, or look at {Link("/blog", "all posts")}.</p>",
        var posts => $"<h1>Posts with “{q}”</h1>{PostList.Render(posts)}",
    };
}
