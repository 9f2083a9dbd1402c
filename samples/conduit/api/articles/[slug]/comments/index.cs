/// <summary>Lists the comments on an article, the newest first.</summary>
/// <response code="404">There is no such article.</response>
async Task<CommentsResponse> GET(string slug, Caller? caller, Db db, CancellationToken stop)
{
    var article = await db.ArticleAsync(slug, stop);
    return new(await db.Comments.Where(comment => comment.ArticleId == article.Id).OrderByDescending(comment => comment.Id)
        .Select(Views.Comments(caller)).ToListAsync(stop));
}

/// <summary>Adds a comment to an article.</summary>
/// <response code="404">There is no such article.</response>
[Authorize]
async Task<CommentResponse> POST(string slug, NewComment input, Caller caller, Db db, TimeProvider time, CancellationToken stop)
{
    var comment = new Comment
    {
        Body = input.Comment.Body,
        CreatedAt = time.GetUtcNow().UtcDateTime,
        ArticleId = (await db.ArticleAsync(slug, stop)).Id,
        AuthorId = (await db.CallerAsync(caller, stop)).Id,
    };
    db.Add(comment);
    await db.SaveChangesAsync(stop);
    return new(await db.Comments.Where(other => other.Id == comment.Id).Select(Views.Comments(caller)).SingleAsync(stop));
}

record NewComment(CommentDraft Comment);

record CommentDraft(string Body);

class NewCommentValidator : AbstractValidator<NewComment>
{
    public NewCommentValidator() => RuleFor(input => input.Comment).ChildRules(comment =>
        comment.RuleFor(draft => draft.Body).NotEmpty().MaximumLength(10_000));
}
