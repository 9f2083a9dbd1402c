// The sidebar is in the layout of /blog, so the open part of it stays open from post to post.
async Task<Html> Layout(Html children, BlogStore store, CancellationToken stop)
{
    var tags = await store.TagsAsync(stop);
    return $"""
        <div class="columns">
          <div class="column">{children}</div>
          <aside class="sidebar">
            <nav aria-labelledby="tags">
              <h2 id="tags" class="overline">Tags</h2>
              <ul class="tags">
                {Html.Each(tags, tag => $"""<li>{TagLinks.To(tag.Name)} <span class="count">{tag.Count}</span></li>""")}
              </ul>
            </nav>
            <details>
              <summary>About these notes</summary>
              <p>Each note explains one idea, and is short enough for a cup of tea. Opened once, this text stays open while you read.</p>
            </details>
          </aside>
        </div>
        """;
}
