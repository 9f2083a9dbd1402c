var config = new RouteConfig { RateLimit = { Permits = 10, Window = 60 } };

/// <summary>Adds a comment, and sends the browser back to the post.</summary>
async Task POST(string slug, ApiRequest<CommentInput> req, ApiResponse res, BlogStore store)
{
    if (await store.AddCommentAsync(slug, req.Body, req.Aborted) is not { } id)
    {
        throw new ApiException(404, "There is no such post");
    }

    // The page of the post is cached, and has to show the comment now.
    await res.Revalidate($"/blog/{slug}");

    // 303: the browser requests the page with GET, and a reload does not send the comment again.
    res.Redirect(303, $"/blog/{slug}#comment-{id}");
}
