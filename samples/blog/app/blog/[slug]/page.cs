var config = new RouteConfig { Revalidate = 60, Tags = ["posts"] };

async Task<IEnumerable<string>> StaticParams(BlogStore store, CancellationToken stop) => await store.SlugsAsync(stop);

// Runs after Page, so the post exists.
async Task<PageMetadata> Metadata(string slug, BlogStore store, CancellationToken stop)
{
    var post = (await store.FindAsync(slug, stop))!;
    return new PageMetadata
    {
        Title = post.Title,
        Description = post.Summary,
        Canonical = $"/blog/{post.Slug}",
        OpenGraph = new OpenGraph { Type = "article", SiteName = "Marginalia" },
    };
}

async Task<Html> Page(string slug, BlogStore store, IConfiguration configuration, CancellationToken stop)
{
    if (await store.FindAsync(slug, stop) is not { } post)
    {
        return NotFound();
    }

    return $"""
        <article class="prose">
          <header>
            <p class="overline"><time datetime="{post.Published}">{post.Published:d MMMM yyyy}</time></p>
            <h1>{post.Title}</h1>
            <p class="summary">{post.Summary}</p>
          </header>
          {PostText.Render(post.Text)}
          <footer>{TagLinks.Render(post.Tags)}</footer>
        </article>
        {Comments.Render(post, await store.CommentsAsync(slug, stop), configuration.GetValue("Blog:HasServer", true))}
        """;
}
