var config = new RouteConfig { Revalidate = 60, Tags = ["posts"] };

// The first page is /blog.
async Task<IEnumerable<int>> StaticParams(BlogStore store, CancellationToken stop) =>
    Enumerable.Range(2, Pager.PagesFor(await store.CountAsync(stop)) - 1);

PageMetadata Metadata(int number) => new() { Title = $"Posts, page {number}", Canonical = $"/blog/page/{number}" };

async Task<Html> Page(int number, BlogStore store, CancellationToken stop)
{
    var count = await store.CountAsync(stop);
    if (number == 1)
    {
        return Redirect("/blog");
    }

    if (number < 1 || number > Pager.PagesFor(count))
    {
        return NotFound();
    }

    var posts = await store.ListAsync((number - 1) * PostList.PageSize, PostList.PageSize, stop);
    return $"""
        <h1>Posts, page {number}</h1>
        {PostList.Render(posts)}
        {Pager.Render(number, count)}
        """;
}
