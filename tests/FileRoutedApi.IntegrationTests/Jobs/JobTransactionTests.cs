using Npgsql;

namespace FileRoutedApi.IntegrationTests.Jobs;

/// <summary>Calls of jobs in a transaction of the caller.</summary>
public sealed class JobTransactionTests(SharedPostgres postgres)
{
    private const string Prints = """
        void Run(Work work, JobContext job, ILogger log) => log.LogWarning("ran {Number} {Attempt}", work.Number, job.Attempt);
        record Work(int Number);
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_in_a_transaction_runs_after_the_commit_and_never_after_a_rollback()
    {
        var store = await postgres.CreateDatabaseAsync();
        await using var app = JobApp.Start(store, Prints);
        await using var data = NpgsqlDataSource.Create(store);
        await using (var connection = await data.OpenConnectionAsync(Stop))
        {
            await using var rolledBack = await connection.BeginTransactionAsync(Stop);
            await app.Jobs.EnqueueAsync("work", new { Number = 1 }, transaction: rolledBack, cancellationToken: Stop);
            await app.Jobs.EnqueueAsync("work", new { Number = 1 }, key: "k", transaction: rolledBack, cancellationToken: Stop);
            await rolledBack.RollbackAsync(Stop);
        }

        await using (var connection = await data.OpenConnectionAsync(Stop))
        {
            await using var committed = await connection.BeginTransactionAsync(Stop);
            await app.Jobs.EnqueueAsync("work", new { Number = 2 }, transaction: committed, cancellationToken: Stop);
            await app.Jobs.EnqueueAsync("work", new { Number = 3 }, key: "k", transaction: committed, cancellationToken: Stop);
            Assert.Equal(0, (await app.Engine.DescribeAsync(Stop)).Waiting);
            await committed.CommitAsync(Stop);
        }

        await app.Logs.WaitForAsync("ran 2 1");
        await app.Logs.WaitForAsync("ran 3 1");
        Assert.Equal(0, app.Logs.Count("ran 1"));
    }

    [Fact]
    public async Task A_call_in_a_transaction_that_has_failed_throws_the_exception_of_the_driver()
    {
        var store = await postgres.CreateDatabaseAsync();
        await using var app = JobApp.Start(store, Prints);
        await app.Jobs.EnqueueAsync("work", new { Number = 1 }, cancellationToken: Stop);
        await using var data = NpgsqlDataSource.Create(store);
        await using var connection = await data.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using var command = new NpgsqlCommand("SELECT * FROM missing", connection, transaction);
        await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Stop));

        var exception = await Assert.ThrowsAsync<PostgresException>(
            () => app.Jobs.EnqueueAsync("work", new { Number = 2 }, transaction: transaction, cancellationToken: Stop));

        Assert.Equal("25P02", exception.SqlState);
    }

    [Fact]
    public async Task An_open_transaction_with_a_call_does_not_delay_other_calls()
    {
        var store = await postgres.CreateDatabaseAsync();
        await using var app = JobApp.Start(store, Prints);
        await using var data = NpgsqlDataSource.Create(store);
        await using var connection = await data.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await app.Jobs.EnqueueAsync("work", new { Number = 1 }, transaction: transaction, cancellationToken: Stop);

        await app.Jobs.EnqueueAsync("work", new { Number = 2 }, cancellationToken: Stop);

        await app.Logs.WaitForAsync("ran 2 1");
        Assert.Equal(0, app.Logs.Count("ran 1"));
    }

    [Fact]
    public async Task A_call_in_a_transaction_is_not_supported_with_SQLite()
    {
        using var folder = new TempFolder();
        var store = $"Data Source={folder.Root}/jobs.db;Pooling=False";
        await using var app = JobApp.Start(store, Prints);
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(store);
        await connection.OpenAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);

        var exception = await Assert.ThrowsAsync<NotSupportedException>(
            () => app.Jobs.EnqueueAsync("work", new { Number = 1 }, transaction: transaction, cancellationToken: Stop));

        Assert.Contains("PostgreSQL", exception.Message, StringComparison.Ordinal);
    }
}
