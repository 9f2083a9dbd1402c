/// <summary>Returns an article.</summary>
/// <response code="404">There is no such article.</response>
async Task<ArticleResponse> GET(string slug, Caller? caller, Db db, CancellationToken stop) =>
    await db.ViewAsync((await db.ArticleAsync(slug, stop)).Slug, caller, stop);

/// <summary>Changes an article of the authenticated user; its slug follows its title.</summary>
/// <response code="403">Another user wrote it.</response>
/// <response code="404">There is no such article.</response>
[Authorize]
async Task<ArticleResponse> PUT(string slug, Change input, Caller caller, Db db, TimeProvider time, CancellationToken stop)
{
    var (article, change) = (await db.ArticleOfAsync(caller, slug, stop), input.Article);
    article.Slug = change.Title is { } title ? Slug.Of(title) : article.Slug;
    article.Title = change.Title ?? article.Title;
    article.Description = change.Description ?? article.Description;
    article.Body = change.Body ?? article.Body;
    article.UpdatedAt = time.GetUtcNow().UtcDateTime;
    await db.SaveAsync(stop);
    return await db.ViewAsync(article.Slug, caller, stop);
}

/// <summary>Deletes an article of the authenticated user.</summary>
/// <response code="403">Another user wrote it.</response>
/// <response code="404">There is no such article.</response>
[Authorize]
async Task<NoContent> DELETE(string slug, Caller caller, Db db, CancellationToken stop)
{
    db.Remove(await db.ArticleOfAsync(caller, slug, stop));
    await db.SaveChangesAsync(stop);
    return TypedResults.NoContent();
}

record Change(ArticleChange Article);

record ArticleChange(string? Title = null, string? Description = null, string? Body = null);

class ChangeValidator : AbstractValidator<Change>
{
    public ChangeValidator() => RuleFor(input => input.Article).ChildRules(article =>
    {
        article.RuleFor(change => change.Title).MaximumLength(200).Must(Slug.IsPossible).When(change => change.Title is not null)
            .WithMessage("needs a letter or a digit, at most 200 characters, and is not Feed");
        article.RuleFor(change => change.Description).MaximumLength(1000);
        article.RuleFor(change => change.Body).MaximumLength(100_000);
    });
}
