/// <summary>Adds an article to the favorites of the authenticated user.</summary>
/// <response code="404">There is no such article.</response>
[Authorize]
Task<ArticleResponse> POST(string slug, Caller caller, Db db, CancellationToken stop) => SetAsync(true, slug, caller, db, stop);

/// <summary>Removes an article from the favorites of the authenticated user.</summary>
/// <response code="404">There is no such article.</response>
[Authorize]
Task<ArticleResponse> DELETE(string slug, Caller caller, Db db, CancellationToken stop) => SetAsync(false, slug, caller, db, stop);

// One statement, so that two concurrent requests do not fail on the same row.
async Task<ArticleResponse> SetAsync(bool likes, string slug, Caller caller, Db db, CancellationToken stop)
{
    var article = await db.ArticleAsync(slug, stop);
    await db.Database.ExecuteSqlAsync(
        likes
            ? $"INSERT OR IGNORE INTO Favorite (FavoritedById, FavoritesId) VALUES ({caller.Id}, {article.Id})"
            : (FormattableString)$"DELETE FROM Favorite WHERE FavoritedById = {caller.Id} AND FavoritesId = {article.Id}",
        stop);
    return await db.ViewAsync(slug, caller, stop);
}
