var config = new RouteConfig { Revalidate = 60, Tags = ["posts"] };

var metadata = new PageMetadata { Canonical = "/" };

async Task<Html> Page(BlogStore store, CancellationToken stop)
{
    var posts = await store.ListAsync(skip: 0, take: 3, stop);
    return $"""
        <section class="hero">
          <h1>Notes from the margin</h1>
          <p>Short posts about making web sites with few parts: files, links, forms, and a little CSS.</p>
        </section>
        <section aria-labelledby="latest">
          <p id="latest" class="overline">Latest posts</p>
          {PostList.Render(posts)}
          <p class="more">{Link("/blog", "All posts →", prefetch: true)}</p>
        </section>
        """;
}
