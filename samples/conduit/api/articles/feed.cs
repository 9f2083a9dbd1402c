/// <summary>Lists the articles of the users that the authenticated user follows, the newest first.</summary>
[Authorize]
Task<ArticlesResponse> GET(Caller caller, Db db, [AsParameters] Paging paging, CancellationToken stop) =>
    db.Articles.Where(article => article.Author.Followers.Any(user => user.Id == caller.Id)).ListAsync(caller, paging, stop);
