/// <summary>Lists articles, the newest first.</summary>
/// <param name="tag">Only articles with this tag.</param>
/// <param name="author">Only articles of this user.</param>
/// <param name="favorited">Only articles that this user likes.</param>
Task<ArticlesResponse> GET(
    Caller? caller, Db db, [AsParameters] Paging paging, CancellationToken stop, string? tag = null, string? author = null, string? favorited = null) =>
    db.Articles
        .Where(article => tag == null || article.Tags.Any(other => other.Name == tag))
        .Where(article => author == null || article.Author.Username == author)
        .Where(article => favorited == null || article.FavoritedBy.Any(user => user.Username == favorited))
        .ListAsync(caller, paging, stop);

/// <summary>Publishes an article.</summary>
[Authorize]
async Task<Created<ArticleResponse>> POST(Publication input, Caller caller, Db db, TimeProvider time, CancellationToken stop)
{
    var (draft, now) = (input.Article, time.GetUtcNow().UtcDateTime);
    var names = draft.TagList ?? [];
    foreach (var name in names)
    {
        await db.Database.ExecuteSqlAsync($"INSERT OR IGNORE INTO Tags (Name) VALUES ({name})", stop);
    }

    var article = new Article
    {
        Slug = Slug.Of(draft.Title),
        Title = draft.Title,
        Description = draft.Description,
        Body = draft.Body,
        CreatedAt = now,
        UpdatedAt = now,
        AuthorId = (await db.CallerAsync(caller, stop)).Id,
        Tags = await db.Tags.Where(tag => names.Contains(tag.Name)).ToListAsync(stop),
    };
    db.Add(article);
    await db.SaveAsync(stop);
    return TypedResults.Created($"/api/articles/{Uri.EscapeDataString(article.Slug)}", await db.ViewAsync(article.Slug, caller, stop));
}

record Publication(Draft Article);

record Draft(string Title, string Description, string Body, string[]? TagList = null);

class PublicationValidator : AbstractValidator<Publication>
{
    public PublicationValidator() => RuleFor(input => input.Article).ChildRules(article =>
    {
        article.RuleFor(draft => draft.Title).NotEmpty().MaximumLength(200).Must(Slug.IsPossible).WithMessage("needs a letter or a digit, and is not Feed");
        article.RuleFor(draft => draft.Description).NotEmpty().MaximumLength(1000);
        article.RuleFor(draft => draft.Body).NotEmpty().MaximumLength(100_000);
        article.RuleForEach(draft => draft.TagList).NotEmpty().MaximumLength(64);
    });
}
