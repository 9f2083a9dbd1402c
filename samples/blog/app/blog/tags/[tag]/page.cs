var config = new RouteConfig { Revalidate = 60, Tags = ["posts"] };

async Task<IEnumerable<string>> StaticParams(BlogStore store, CancellationToken stop) =>
    (await store.TagsAsync(stop)).Select(tag => tag.Name);

PageMetadata Metadata(string tag) => new() { Title = $"Posts about {tag}", Canonical = TagLinks.UrlOf(tag) };

async Task<Html> Page(string tag, BlogStore store, CancellationToken stop) => await store.ListByTagAsync(tag, stop) switch
{
    [] => NotFound(),
    var posts => $"<h1>Posts about {tag}</h1>{PostList.Render(posts)}",
};
