using System.Linq.Expressions;

record UserResponse(UserView User)
{
    public static UserResponse Of(User user, Tokens tokens) =>
        new(new UserView(user.Email, tokens.CreateFor(user), user.Username, user.Bio, user.Image));
}

record UserView(string Email, string Token, string Username, string Bio, string? Image);

record ProfileResponse(Profile Profile);

record Profile(string Username, string Bio, string? Image, bool Following);

record ArticleResponse(ArticleView Article);

record ArticlesResponse(IReadOnlyList<ArticleView> Articles, int ArticlesCount);

/// <param name="Body">The text; null, and not in the JSON, in a list.</param>
record ArticleView(
    string Slug,
    string Title,
    string Description,
    [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)] string? Body,
    IEnumerable<string> TagList,
    DateTime CreatedAt,
    DateTime UpdatedAt,
    bool Favorited,
    int FavoritesCount,
    Profile Author);

record CommentResponse(CommentView Comment);

record CommentsResponse(IReadOnlyList<CommentView> Comments);

record CommentView(int Id, string Body, DateTime CreatedAt, DateTime UpdatedAt, Profile Author);

/// <summary>The projections from entities to responses, for the calling user.</summary>
static class Views
{
    public static Expression<Func<User, Profile>> Profiles(Caller? caller)
    {
        var id = caller?.Id;
        return user => new Profile(user.Username, user.Bio, user.Image, user.Followers.Any(follower => follower.Id == id));
    }

    public static Expression<Func<Article, ArticleView>> Articles(Caller? caller, bool withBody)
    {
        var id = caller?.Id;
        return article => new ArticleView(
            article.Slug,
            article.Title,
            article.Description,
            withBody ? article.Body : null,
            article.Tags.Select(tag => tag.Name).OrderBy(name => name).ToList(),
            article.CreatedAt,
            article.UpdatedAt,
            article.FavoritedBy.Any(user => user.Id == id),
            article.FavoritedBy.Count,
            new Profile(article.Author.Username, article.Author.Bio, article.Author.Image, article.Author.Followers.Any(user => user.Id == id)));
    }

    public static Expression<Func<Comment, CommentView>> Comments(Caller? caller)
    {
        var id = caller?.Id;
        return comment => new CommentView(
            comment.Id,
            comment.Body,
            comment.CreatedAt,
            comment.CreatedAt,
            new Profile(comment.Author.Username, comment.Author.Bio, comment.Author.Image, comment.Author.Followers.Any(user => user.Id == id)));
    }
}
