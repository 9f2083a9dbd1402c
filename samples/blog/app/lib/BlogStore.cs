using System.Globalization;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;

/// <summary>Stores posts and comments in a SQLite file.</summary>
class BlogStore
{
    private const string Columns = "Slug, Title, Summary, Published, Tags, Text";

    private readonly string _connection;
    private readonly TimeProvider _time;

    public BlogStore(IConfiguration configuration, IHostEnvironment environment, TimeProvider time)
    {
        var connection = new SqliteConnectionStringBuilder(configuration.GetConnectionString("Blog"));
        connection.DataSource = Path.Combine(environment.ContentRootPath, connection.DataSource);
        _connection = connection.ToString();
        _time = time;
    }

    /// <summary>Creates the tables, and adds the first posts to an empty one.</summary>
    public async Task PrepareAsync(CancellationToken stop)
    {
        await ExecuteAsync(
            """
            CREATE TABLE IF NOT EXISTS Posts (
                Slug TEXT PRIMARY KEY, Title TEXT NOT NULL, Summary TEXT NOT NULL,
                Published TEXT NOT NULL, Tags TEXT NOT NULL, Text TEXT NOT NULL);
            CREATE TABLE IF NOT EXISTS Comments (
                Id INTEGER PRIMARY KEY, Slug TEXT NOT NULL REFERENCES Posts,
                Name TEXT NOT NULL, Text TEXT NOT NULL, CreatedAt INTEGER NOT NULL);
            CREATE INDEX IF NOT EXISTS CommentsOfPost ON Comments (Slug);
            """,
            null,
            stop);
        if (await CountAsync(stop) == 0)
        {
            foreach (var post in FirstPosts.All)
            {
                var published = post.Published.ToString("O", CultureInfo.InvariantCulture);
                await ExecuteAsync(
                    $"INSERT INTO Posts ({Columns}) VALUES (@Slug, @Title, @Summary, @published, @tags, @Text)",
                    new { post.Slug, post.Title, post.Summary, published, tags = JsonSerializer.Serialize(post.Tags), post.Text },
                    stop);
            }
        }
    }

    /// <summary>Returns posts, the newest first.</summary>
    public Task<IReadOnlyList<Post>> ListAsync(int skip, int take, CancellationToken stop) =>
        PostsAsync("ORDER BY Published DESC, Slug LIMIT @take OFFSET @skip", new { skip, take }, stop);

    public Task<IReadOnlyList<Post>> ListByTagAsync(string tag, CancellationToken stop) =>
        PostsAsync("WHERE EXISTS (SELECT 1 FROM json_each(Tags) WHERE value = @tag) ORDER BY Published DESC, Slug", new { tag }, stop);

    /// <summary>Returns the posts that contain a text, without regard to the case of ASCII letters.</summary>
    public Task<IReadOnlyList<Post>> SearchAsync(string text, CancellationToken stop) => PostsAsync(
        "WHERE instr(lower(Title || ' ' || Summary || ' ' || Text), lower(@text)) > 0 ORDER BY Published DESC, Slug LIMIT 50",
        new { text },
        stop);

    public async Task<Post?> FindAsync(string slug, CancellationToken stop) =>
        (await PostsAsync("WHERE Slug = @slug", new { slug }, stop)).SingleOrDefault();

    public async Task<int> CountAsync(CancellationToken stop) =>
        (int)(await QueryAsync<long>("SELECT count(*) FROM Posts", null, stop)).Single();

    public Task<IReadOnlyList<string>> SlugsAsync(CancellationToken stop) => QueryAsync<string>("SELECT Slug FROM Posts", null, stop);

    /// <summary>Returns the tags by name.</summary>
    public async Task<IReadOnlyList<Tag>> TagsAsync(CancellationToken stop)
    {
        var rows = await QueryAsync<(string Name, long Count)>(
            "SELECT value, count(*) FROM Posts, json_each(Posts.Tags) GROUP BY value ORDER BY value", null, stop);
        return [.. rows.Select(row => new Tag(row.Name, row.Count))];
    }

    /// <summary>Returns the comments of a post, the oldest first.</summary>
    public async Task<IReadOnlyList<Comment>> CommentsAsync(string slug, CancellationToken stop)
    {
        var rows = await QueryAsync<(long Id, string Name, string Text, long CreatedAt)>(
            "SELECT Id, Name, Text, CreatedAt FROM Comments WHERE Slug = @slug ORDER BY Id", new { slug }, stop);
        return [.. rows.Select(row => new Comment(row.Id, row.Name, row.Text, DateTimeOffset.FromUnixTimeSeconds(row.CreatedAt)))];
    }

    /// <summary>Returns the id of the new comment; null if there is no such post.</summary>
    public async Task<long?> AddCommentAsync(string slug, CommentInput comment, CancellationToken stop) => (await QueryAsync<long?>(
        "INSERT INTO Comments (Slug, Name, Text, CreatedAt) SELECT Slug, @Name, @Text, @now FROM Posts WHERE Slug = @slug RETURNING Id",
        new { slug, comment.Name, comment.Text, now = _time.GetUtcNow().ToUnixTimeSeconds() },
        stop)).SingleOrDefault();

    private async Task<IReadOnlyList<Post>> PostsAsync(string where, object parameters, CancellationToken stop)
    {
        var rows = await QueryAsync<(string Slug, string Title, string Summary, string Published, string Tags, string Text)>(
            $"SELECT {Columns} FROM Posts {where}", parameters, stop);
        return
        [
            .. rows.Select(row => new Post(
                row.Slug,
                row.Title,
                row.Summary,
                DateOnly.ParseExact(row.Published, "O", CultureInfo.InvariantCulture),
                JsonSerializer.Deserialize<string[]>(row.Tags)!,
                row.Text)),
        ];
    }

    private async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken stop)
    {
        await using var database = new SqliteConnection(_connection);
        return [.. await database.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: stop))];
    }

    private async Task ExecuteAsync(string sql, object? parameters, CancellationToken stop)
    {
        await using var database = new SqliteConnection(_connection);
        await database.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: stop));
    }
}
