/// <summary>Queries that several route files use.</summary>
static class Queries
{
    /// <exception cref="ApiException">404: there is no such article.</exception>
    public static async Task<Article> ArticleAsync(this Db db, string slug, CancellationToken stop) =>
        await db.Articles.SingleOrDefaultAsync(article => article.Slug == slug, stop) ?? throw new ApiException(404, "There is no such article");

    /// <exception cref="ApiException">404: there is no such article. 403: another user wrote it.</exception>
    public static async Task<Article> ArticleOfAsync(this Db db, Caller caller, string slug, CancellationToken stop) =>
        await db.ArticleAsync(slug, stop) is { } article && article.AuthorId == caller.Id
            ? article
            : throw new ApiException(403, "Another user wrote this article");

    /// <exception cref="ApiException">404: there is no such user.</exception>
    public static async Task<User> UserAsync(this Db db, string username, CancellationToken stop) =>
        await db.Users.SingleOrDefaultAsync(user => user.Username == username, stop) ?? throw new ApiException(404, "There is no such profile");

    /// <exception cref="ApiException">401: the account of the token does not exist.</exception>
    public static async Task<User> CallerAsync(this Db db, Caller caller, CancellationToken stop) =>
        await db.Users.SingleOrDefaultAsync(user => user.Id == caller.Id, stop) ?? throw new ApiException(401, "The account does not exist");

    public static async Task<ArticleResponse> ViewAsync(this Db db, string slug, Caller? caller, CancellationToken stop) =>
        new(await db.Articles.Where(article => article.Slug == slug).Select(Views.Articles(caller, withBody: true)).SingleAsync(stop));

    public static async Task<ProfileResponse> ProfileAsync(this Db db, string username, Caller? caller, CancellationToken stop) =>
        new(await db.Users.Where(user => user.Username == username).Select(Views.Profiles(caller)).SingleOrDefaultAsync(stop)
            ?? throw new ApiException(404, "There is no such profile"));

    public static async Task<ArticlesResponse> ListAsync(this IQueryable<Article> articles, Caller? caller, Paging paging, CancellationToken stop) => new(
        await articles.OrderByDescending(article => article.CreatedAt).ThenByDescending(article => article.Id)
            .Skip(paging.Offset).Take(paging.Limit).Select(Views.Articles(caller, withBody: false)).ToListAsync(stop),
        await articles.CountAsync(stop));

    /// <summary>Saves the changes. The unique indexes decide, because two concurrent requests can pass the same check.</summary>
    /// <exception cref="ValidationException">The e-mail address, the name or the title is in use.</exception>
    public static async Task SaveAsync(this Db db, CancellationToken stop)
    {
        try
        {
            await db.SaveChangesAsync(stop);
        }
        catch (DbUpdateException exception) when (exception.InnerException is Microsoft.Data.Sqlite.SqliteException { SqliteExtendedErrorCode: 2067 } sqlite)
        {
            string[] fields = ["Email", "Username", "Slug"];
            var field = fields.First(name => sqlite.Message.Contains($".{name}", StringComparison.Ordinal));
            throw new ValidationException([new(field == "Slug" ? "title" : field.ToLowerInvariant(), "has already been taken")]);
        }
    }
}

/// <summary>Part of a list.</summary>
/// <param name="Offset">The number of items to skip.</param>
/// <param name="Limit">The maximum number of items, 1 to 100.</param>
record Paging(int Offset = 0, int Limit = 20);

class PagingValidator : AbstractValidator<Paging>
{
    public PagingValidator()
    {
        RuleFor(paging => paging.Offset).GreaterThanOrEqualTo(0);
        RuleFor(paging => paging.Limit).InclusiveBetween(1, 100);
    }
}
