/// <summary>The comments of a post, and the form for a new one.</summary>
static class Comments
{
    /// <param name="hasForm">False in a static export, which has no server for new comments.</param>
    public static Html Render(Post post, IReadOnlyList<Comment> comments, bool hasForm) =>
        $"""
        <section class="comments" aria-labelledby="comments">
          <h2 id="comments">Comments</h2>
          {Html.If(comments.Count == 0, $"<p>No comments yet.</p>", $"<ol>{Html.Each(comments, Item)}</ol>")}
          {Html.If(hasForm, Form(post))}
        </section>
        """;

    // What readers write is text. It is encoded like every string.
    private static Html Item(Comment comment) =>
        $"""
        <li id="comment-{comment.Id}">
          <p class="by"><strong>{comment.Name}</strong> <time datetime="{comment.CreatedAt}">{comment.CreatedAt:d MMM yyyy}</time></p>
          <p class="text">{comment.Text}</p>
        </li>
        """;

    // The page is cached, so every reader gets the same form: there is no place for an antiforgery token. Comments need no login, so a
    // forged one gains nothing. A form that acts for an authenticated user belongs on a page that is not cached, with a token.
    private static Html Form(Post post) =>
        $"""
        <form method="post" action="/blog/{post.Slug}/comments">
          <label>Name <input name="name" autocomplete="name" required maxlength="60"></label>
          <label>Comment <textarea name="text" rows="4" required maxlength="2000"></textarea></label>
          <button>Send</button>
        </form>
        """;
}
