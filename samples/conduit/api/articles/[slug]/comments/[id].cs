/// <summary>Deletes a comment of the authenticated user.</summary>
[Authorize]
async Task<NoContent> DELETE(string slug, int id, Caller caller, Db db, CancellationToken stop)
{
    var article = await db.ArticleAsync(slug, stop);
    var comment = await db.Comments.SingleOrDefaultAsync(comment => comment.Id == id && comment.ArticleId == article.Id, stop)
        ?? throw new ApiException(404, "There is no such comment");
    if (comment.AuthorId != caller.Id)
    {
        throw new ApiException(403, "Another user wrote this comment");
    }

    db.Remove(comment);
    await db.SaveChangesAsync(stop);
    return TypedResults.NoContent();
}
