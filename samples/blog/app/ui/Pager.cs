/// <summary>The links between the pages of the list of posts.</summary>
static class Pager
{
    public static int PagesFor(int posts) => Math.Max(1, (posts + PostList.PageSize - 1) / PostList.PageSize);

    public static Html Render(int page, int posts)
    {
        var pages = PagesFor(posts);
        return Html.If(pages > 1, () =>
            $"""
            <nav class="pager" aria-label="Pages">
              {Html.If(page > 1, Link(UrlOf(page - 1), "← Newer"))}
              <span>{page} of {pages}</span>
              {Html.If(page < pages, Link(UrlOf(page + 1), "Older →", prefetch: true))}
            </nav>
            """);
    }

    private static string UrlOf(int page) => page == 1 ? "/blog" : $"/blog/page/{page}";
}
