namespace FileRoutedApi.IntegrationTests.Jobs;

/// <summary>Calls of jobs in SQLite and PostgreSQL.</summary>
public sealed class JobStoreTests(SharedPostgres postgres) : IDisposable
{
    private const string Sqlite = "SQLite";
    private const string Postgres = "PostgreSQL";

    private const string Prints = """
        void Run(Work work, JobContext job, ILogger log) => log.LogWarning("ran {Number} {Attempt}", work.Number, job.Attempt);
        record Work(int Number);
        """;

    private const string Fails = """
        var config = new JobConfig { Retry = { Attempts = 2, Delay = 0.1, Factor = 1.5 } };
        void Run(Work work, JobContext job, ILogger log, IConfiguration configuration)
        {
            log.LogWarning("ran {Number} {Attempt}", work.Number, job.Attempt);
            if (!File.Exists(configuration["Test:Fixed"]))
            {
                throw new InvalidOperationException($"broken {job.Attempt}");
            }
        }
        record Work(int Number);
        """;

    private const string Waits = """
        var config = new JobConfig { Retry = { Attempts = 0 } };
        async Task Run(Work work, JobContext job, ILogger log, IConfiguration configuration, CancellationToken stop)
        {
            log.LogWarning("begun {Number} {Attempt}", work.Number, job.Attempt);
            while (!File.Exists(configuration["Test:Gate"]))
            {
                await Task.Delay(10, stop);
            }

            log.LogWarning("ran {Number}", work.Number);
        }
        record Work(int Number);
        """;

    private readonly TempFolder _data = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(Postgres)]
    public async Task A_call_is_repeated_then_kept_as_failed_and_runs_when_it_is_retried(string database)
    {
        var isFixed = Path.Combine(_data.Root, "fixed");
        await using var app = JobApp.Start(await StoreAsync(database), Fails, ("Test:Fixed", isFixed));
        var id = await app.Jobs.EnqueueAsync("work", new { Number = 7 }, cancellationToken: Stop);

        var failed = await app.FailedAsync();
        Assert.Equal((id, "work", """{"number":7}""", "broken 3", 3), (failed.Id, failed.Job, failed.Payload, failed.Error, failed.Attempts));
        Assert.Equal([1, 2, 3], AttemptsOf(app, 7));
        await File.WriteAllTextAsync(isFixed, "", Stop);
        Assert.True(await app.Engine.RetryAsync(id, Stop));

        await app.StateAsync(state => state is { Failed: [], Waiting: 0 });
        Assert.Equal([1, 2, 3, 1], AttemptsOf(app, 7));
        Assert.False(await app.Engine.RetryAsync(id, Stop));
    }

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(Postgres)]
    public async Task A_failed_call_can_be_discarded_once(string database)
    {
        await using var app = JobApp.Start(await StoreAsync(database), Fails);
        var id = await app.Jobs.EnqueueAsync("work", new { Number = 1 }, cancellationToken: Stop);
        await app.FailedAsync();

        Assert.True(await app.Engine.DiscardAsync(id, Stop));

        Assert.False(await app.Engine.DiscardAsync(id, Stop));
        Assert.Empty((await app.Engine.DescribeAsync(Stop)).Failed);
    }

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(Postgres)]
    public async Task FRA3135_a_call_whose_payload_is_not_valid_any_more_is_kept_as_failed_without_repetitions(string database)
    {
        await using var app = JobApp.Start(await StoreAsync(database), Fails);
        await app.Jobs.EnqueueAsync("work", new { Number = "seven" }, cancellationToken: Stop);

        var failed = await app.FailedAsync();

        Assert.Equal(1, failed.Attempts);
        Assert.StartsWith("The payload of the call is not a valid 'Work': ", failed.Error, StringComparison.Ordinal);
        Assert.Equal(0, app.Logs.Count("ran "));
    }

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(Postgres)]
    public async Task FRA3133_a_call_whose_file_is_missing_is_kept_as_failed_and_runs_when_the_file_is_there(string database)
    {
        var store = await StoreAsync(database);
        const string code = "var config = new JobConfig { Retry = { Attempts = 0 } };\n" + Prints;
        string id;
        await using (var web = JobApp.Start(store, code, ("FileRoutes:Jobs:Enabled", "false")))
        {
            id = await web.Jobs.EnqueueAsync("work", new { Number = 3 }, cancellationToken: Stop);
        }

        await using (var without = JobApp.Start(store, code: null))
        {
            var failed = await without.FailedAsync();
            Assert.Equal(1, failed.Attempts);
            Assert.Contains("FRA3133", failed.Error, StringComparison.Ordinal);
            await without.Logs.WaitForAsync("There is no job 'work'.");
        }

        await using var worker = JobApp.Start(store, code);
        Assert.True(await worker.Engine.RetryAsync(id, Stop));
        await worker.Logs.WaitForAsync("ran 3 1");
    }

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(Postgres)]
    public async Task While_a_call_waits_runs_or_is_kept_as_failed_a_second_one_with_its_key_is_not_stored(string database)
    {
        var gate = Path.Combine(_data.Root, "gate");
        await using var app = JobApp.Start(await StoreAsync(database), Waits, ("Test:Gate", gate));
        var id = await EnqueueAsync(1);
        await app.Logs.WaitForAsync("begun 1 1");
        Assert.Equal(id, await EnqueueAsync(2));
        await File.WriteAllTextAsync(gate, "", Stop);
        await app.StateAsync(state => state.Waiting == 0);

        Assert.Equal(id, await EnqueueAsync(3));
        await app.Logs.WaitForAsync("ran 3");
        await app.StateAsync(state => state.Waiting == 0);
        Assert.Equal(id, await app.Jobs.EnqueueAsync("work", new { Number = "invalid" }, key: "k", cancellationToken: Stop));
        await app.FailedAsync();
        Assert.Equal(id, await EnqueueAsync(4));

        Assert.Equal(0, (await app.Engine.DescribeAsync(Stop)).Waiting);
        Assert.Equal((1, 0, 1), (app.Logs.Count("begun 1"), app.Logs.Count("begun 2"), app.Logs.Count("begun 3")));

        Task<string> EnqueueAsync(int number) => app.Jobs.EnqueueAsync("work", new { Number = number }, key: "k", cancellationToken: Stop);
    }

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(Postgres)]
    public async Task Of_many_calls_with_one_key_at_the_same_time_one_is_stored(string database)
    {
        await using var app = JobApp.Start(await StoreAsync(database), Prints);

        await Parallel.ForAsync(0, 20, Stop, async (number, stop) =>
            await app.Jobs.EnqueueAsync("work", new { Number = number }, TimeSpan.FromHours(1), "k", cancellationToken: stop));

        Assert.Equal(1, (await app.Engine.DescribeAsync(Stop)).Waiting);
    }

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(Postgres)]
    public async Task A_call_with_a_delay_runs_when_it_is_due(string database)
    {
        const string code = """
            void Run(JobContext job, ILogger log) => log.LogWarning("ran {Due:O} early {Early}", job.ScheduledAt, DateTimeOffset.UtcNow < job.ScheduledAt);
            """;
        await using var app = JobApp.Start(await StoreAsync(database), code);
        var before = DateTimeOffset.UtcNow;

        await app.Jobs.EnqueueAsync("work", delay: TimeSpan.FromSeconds(1.5), cancellationToken: Stop);

        var logged = await app.Logs.WaitForAsync("early false");
        var due = (DateTimeOffset)((Serilog.Events.ScalarValue)logged.Properties["Due"]).Value!;
        Assert.True(due >= before + TimeSpan.FromSeconds(1.4), $"{due:O} {before:O}");
    }

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(Postgres)]
    public async Task A_process_without_a_scheduler_stores_calls_in_a_new_database_before_another_one_runs_them(string database)
    {
        var store = await StoreAsync(database);
        await using var web = JobApp.Start(store, Prints, ("FileRoutes:Jobs:Enabled", "false"));
        await web.Jobs.EnqueueAsync("work", new { Number = 1 }, cancellationToken: Stop);
        await using var worker = JobApp.Start(store, Prints);
        await worker.Logs.WaitForAsync("ran 1 1");

        await web.Jobs.EnqueueAsync("work", new { Number = 2 }, cancellationToken: Stop);

        await worker.Logs.WaitForAsync("ran 2 1");
        Assert.Equal(0, web.Logs.Count("ran "));
    }

    [Theory]
    [InlineData(Sqlite)]
    [InlineData(Postgres)]
    public async Task Applications_with_different_names_do_not_see_each_others_jobs_in_one_database(string database)
    {
        var store = await StoreAsync(database);
        await using var one = JobApp.Start(store, Prints, ("FileRoutes:Jobs:Name", "one"), ("FileRoutes:Jobs:Enabled", "false"));
        await using var other = JobApp.Start(store, Prints, ("FileRoutes:Jobs:Name", "other"));
        await one.Jobs.EnqueueAsync("work", new { Number = 1 }, cancellationToken: Stop);

        await other.Jobs.EnqueueAsync("work", new { Number = 2 }, cancellationToken: Stop);

        await other.Logs.WaitForAsync("ran 2 1");
        await other.StateAsync(state => state.Waiting == 0);
        Assert.Equal(0, other.Logs.Count("ran 1"));
        Assert.Equal(1, (await one.Engine.DescribeAsync(Stop)).Waiting);
    }

    private static IEnumerable<int> AttemptsOf(JobApp app, int number) =>
        app.Logs.Messages.Where(message => message.StartsWith($"ran {number} ", StringComparison.Ordinal)).Select(message => message[^1] - '0');

    private async Task<string> StoreAsync(string database) => database == Sqlite
        ? $"Data Source={_data.Root}/jobs.db;Pooling=False"
        : await postgres.CreateDatabaseAsync();
}
