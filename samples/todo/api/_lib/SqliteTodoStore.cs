using Dapper;
using Microsoft.Data.Sqlite;

/// <summary>Stores todos in a SQLite file.</summary>
class SqliteTodoStore : ITodoStore
{
    private const string Columns = "Id, Title, Done, CreatedAt";

    private readonly string _connection;
    private readonly TimeProvider _time;

    public SqliteTodoStore(IConfiguration configuration, IHostEnvironment environment, TimeProvider time)
    {
        var connection = new SqliteConnectionStringBuilder(configuration.GetConnectionString("Todos"));
        connection.DataSource = Path.Combine(environment.ContentRootPath, connection.DataSource);
        _connection = connection.ToString();
        _time = time;
    }

    public async Task PrepareAsync(CancellationToken stop)
    {
        await using var database = new SqliteConnection(_connection);
        await database.ExecuteAsync(new CommandDefinition(
            "CREATE TABLE IF NOT EXISTS Todos (Id INTEGER PRIMARY KEY, Title TEXT NOT NULL, Done INTEGER NOT NULL, CreatedAt INTEGER NOT NULL)",
            cancellationToken: stop));
    }

    public async Task<IReadOnlyList<Todo>> ListAsync(bool? done, int take, CancellationToken stop)
    {
        var rows = await QueryAsync($"SELECT {Columns} FROM Todos WHERE @done IS NULL OR Done = @done ORDER BY Id DESC LIMIT @take", new { done, take }, stop);
        return [.. rows];
    }

    public async Task<Todo?> FindAsync(long id, CancellationToken stop) =>
        (await QueryAsync($"SELECT {Columns} FROM Todos WHERE Id = @id", new { id }, stop)).SingleOrDefault();

    public async Task<Todo> AddAsync(TodoInput input, CancellationToken stop) =>
        (await QueryAsync(
            $"INSERT INTO Todos (Title, Done, CreatedAt) VALUES (@Title, @Done, @now) RETURNING {Columns}",
            new { input.Title, input.Done, now = _time.GetUtcNow().ToUnixTimeMilliseconds() },
            stop)).Single();

    public async Task<Todo?> ChangeAsync(long id, TodoInput input, CancellationToken stop) =>
        (await QueryAsync($"UPDATE Todos SET Title = @Title, Done = @Done WHERE Id = @id RETURNING {Columns}", new { id, input.Title, input.Done }, stop)).SingleOrDefault();

    public async Task<bool> RemoveAsync(long id, CancellationToken stop) =>
        (await QueryAsync($"DELETE FROM Todos WHERE Id = @id RETURNING {Columns}", new { id }, stop)).Any();

    private async Task<IEnumerable<Todo>> QueryAsync(string sql, object parameters, CancellationToken stop)
    {
        await using var database = new SqliteConnection(_connection);
        var rows = await database.QueryAsync<Row>(new CommandDefinition(sql, parameters, cancellationToken: stop));
        return rows.Select(row => new Todo(row.Id, row.Title, row.Done, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt)));
    }

    private sealed class Row
    {
        public long Id { get; init; }

        public string Title { get; init; } = "";

        public bool Done { get; init; }

        public long CreatedAt { get; init; }
    }
}
