using System.Text.Json;
using System.Text.RegularExpressions;
using FileRoutedApi.Host.Commands;
using FileRoutedApi.Jobs;

namespace FileRoutedApi.IntegrationTests.Jobs;

/// <summary>The command <c>jobs</c>: lists jobs and failed calls, and retries or discards these calls.</summary>
public sealed class JobsCommandTests(JobsCommandTests.BuiltShop shop) : IClassFixture<JobsCommandTests.BuiltShop>
{
    [Fact]
    public async Task Without_a_database_there_are_the_schedules()
    {
        using var folder = new TempFolder(
            ("api/hello.cs", TempFolder.Handler),
            ("api/_startup.cs", """
                Task Start(IServiceProvider services, CancellationToken stop) => throw new InvalidOperationException("must not run");
                """),
            ("jobs/nightly.cs", """
                Console.WriteLine("printed");
                var config = new JobConfig { Cron = "0 2 * * *", TimeZone = "Asia/Tokyo" };
                void Run() => throw new InvalidOperationException("must not run");
                """),
            ("jobs/off.cs", """
                var config = new JobConfig { Cron = "* * * * *", EnabledBy = "Off:On" };
                void Run() { }
                """),
            ("jobs/mail/send.cs", "void Run(string to) { }"));

        var (exitCode, output, _) = await HostProcess.RunAsync(folder.Root, "jobs");

        Assert.Equal(0, exitCode);
        Assert.Equal(
            """
            JOB        SCHEDULE              NEXT RUN                   FILE               LAST RUN
            mail/send  when called           -                          jobs/mail/send.cs  -
            nightly    0 2 * * * Asia/Tokyo  2000-01-01 02:00:00+09:00  jobs/nightly.cs    -
            off        * * * * * UTC         disabled                   jobs/off.cs        -

            Runs and calls are not stored, because 'FileRoutes:Jobs:Store' is not set.
            """,
            Regex.Replace(output.Trim(), @"\d{4}-\d\d-\d\d ", "2000-01-01 "));
    }

    [Fact]
    public async Task A_folder_without_jobs_is_told()
    {
        using var folder = new TempFolder(("api/hello.cs", TempFolder.Handler));

        var (exitCode, output, errors) = await HostProcess.RunAsync(folder.Root, "jobs");

        Assert.Equal((0, "There are no jobs: a folder has them in jobs/.", ""), (exitCode, output.Trim(), errors.Trim()));
    }

    [Fact]
    public async Task A_file_with_an_error_is_1()
    {
        using var folder = new TempFolder(("jobs/wrong.cs", "int Run() => 1;"), ("api/hello.cs", TempFolder.Handler));

        var (exitCode, output, errors) = await HostProcess.RunAsync(folder.Root, "jobs");

        Assert.Equal((1, ""), (exitCode, output.Trim()));
        Assert.StartsWith("jobs/wrong.cs(1,5): error FRA2082: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_available_is_1()
    {
        using var folder = new TempFolder(("jobs.db/file", "the database is a folder"));

        var (exitCode, output, errors) = await shop.RunAsync(Path.Combine(folder.Root, "jobs.db"));

        Assert.Equal((1, ""), (exitCode, output.Trim()));
        Assert.StartsWith("error FRA3136: The database of jobs", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_first_start_nothing_has_run()
    {
        using var folder = new TempFolder();
        var database = Path.Combine(folder.Root, "data", "jobs.db");

        var (exitCode, output, errors) = await shop.RunAsync(database);

        Assert.Equal((0, ""), (exitCode, errors.Trim()));
        Assert.EndsWith("SQLite: 0 calls wait or run, 0 have failed", output.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_and_failed_calls_are_listed_in_a_table()
    {
        var (exitCode, output, errors) = await shop.RunAsync(shop.Database);

        Assert.Equal((0, ""), (exitCode, errors.Trim()));
        Assert.Matches(
            $"""
            ^JOB +SCHEDULE +NEXT RUN +FILE +LAST RUN
            mail/send +when called +- +jobs/mail/send.cs +{BuiltShop.Time} failed after .+: no such address

            SQLite: 1 call waits or runs, 2 have failed

            ID +JOB +ATTEMPTS +FAILED AT +ERROR
            mail/send:b +mail/send +1 +{BuiltShop.Time} +no such address
            mail/send:a +mail/send +1 +{BuiltShop.Time} +no such address$
            """.ReplaceLineEndings("\n"),
            output.ReplaceLineEndings("\n").Trim());
    }

    [Fact]
    public void Of_many_failed_calls_the_number_is_printed_and_the_newest_are_listed()
    {
        var call = new FailedCall("mail/send:a", "mail/send", null, "no such address", 1, DateTimeOffset.UnixEpoch);
        var job = new JobState("mail/send", "jobs/mail/send.cs", null, "UTC", null, true, []);
        var state = new JobsState("SQLite", [job], [call], FailedCount: 5000, Waiting: 0);

        Assert.Contains("0 calls wait or run, 5000 have failed (the newest 1 are listed)", JobsText.ToTables(state), StringComparison.Ordinal);
        Assert.Contains("\"failedCount\": 5000", JobsText.ToJson(state), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_JSON_has_the_payloads()
    {
        var (exitCode, output, errors) = await shop.RunAsync(shop.Database, "--json");

        Assert.Equal((0, ""), (exitCode, errors.Trim()));
        var state = JsonDocument.Parse(output).RootElement;
        var job = Assert.Single(state.GetProperty("jobs").EnumerateArray());
        Assert.Equal(("SQLite", 1), (state.GetProperty("store").GetString(), state.GetProperty("waiting").GetInt32()));
        Assert.Equal(
            ["no such address", "no such address"],
            job.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("error").GetString()));
        Assert.Equal(
            ["mail/send:b b", "mail/send:a a"],
            state.GetProperty("failed").EnumerateArray()
                .Select(call => $"{call.GetProperty("id").GetString()} {call.GetProperty("payload").GetProperty("to").GetString()}"));
    }

    [Theory]
    [InlineData("--retry", "mail/send:a", "1 call was retried", "2 calls wait or run, 1 has failed")]
    [InlineData("--retry", "all", "2 calls were retried", "3 calls wait or run, 0 have failed")]
    [InlineData("--discard", "mail/send:b", "1 call was discarded", "1 call waits or runs, 1 has failed")]
    [InlineData("--discard", "all", "2 calls were discarded", "1 call waits or runs, 0 have failed")]
    public async Task Failed_calls_are_retried_or_discarded(string option, string id, string printed, string state)
    {
        using var copy = shop.Copy();

        var (exitCode, output, errors) = await shop.RunAsync(BuiltShop.DatabaseIn(copy), option, id);

        Assert.Equal((0, printed, ""), (exitCode, output.Trim(), errors.Trim()));
        Assert.Contains(state, (await shop.RunAsync(BuiltShop.DatabaseIn(copy))).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_has_not_failed_is_1()
    {
        var (exitCode, _, errors) = await shop.RunAsync(shop.Database, "--retry", "other");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("error FRA3140: There is no failed call 'other'.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_database_no_call_can_be_retried()
    {
        var (exitCode, _, errors) = await HostProcess.RunAsync(shop.Root, "jobs", "out", "--retry", "all");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("error FRA3134: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_is_not_both_retried_and_discarded()
    {
        var (exitCode, _, errors) = await shop.RunAsync(shop.Database, "--retry", "a", "--discard", "b");

        Assert.Equal(2, exitCode);
        Assert.StartsWith("'--retry' and '--discard' cannot be used together.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_built_folder_runs_a_job_itself()
    {
        var (exitCode, _, errors) = await HostProcess.RunAsync(shop.Root, "job", "mail/send", "out", "--payload", """{"to":"bad"}""");

        Assert.Equal(1, exitCode);
        Assert.Contains("no such address", errors, StringComparison.Ordinal);
    }

    /// <summary>A built folder, and a database with two failed calls and one that waits.</summary>
    public sealed class BuiltShop : IAsyncLifetime
    {
        /// <summary>A pattern of the times that the command prints.</summary>
        public const string Time = @"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00:00";

        private readonly TempFolder _folder = new(
            ("api/orders.cs", """
                #:package Microsoft.Data.Sqlite@10.0.15
                Task POST(IJobs jobs, string to, int delay = 0) =>
                    jobs.EnqueueAsync("mail/send", new { to }, TimeSpan.FromSeconds(delay), key: to);
                """),
            ("jobs/mail/send.cs", """
                var config = new JobConfig { Retry = { Attempts = 0 } };
                void Run(Mail mail) => throw new InvalidOperationException("no such address");
                record Mail(string To);
                """));

        public string Root => _folder.Root;

        public string Database => DatabaseIn(_folder);

        internal static string DatabaseIn(TempFolder folder) => Path.Combine(folder.Root, "data", "jobs.db");

        public async ValueTask InitializeAsync()
        {
            var (exitCode, _, errors) = await HostProcess.RunAsync(Root, "build");
            Assert.Equal((0, ""), (exitCode, errors.Trim()));
            await using var host = HostProcess.StartBuilt(Path.Combine(Root, "out"), StoreOf(Database));
            using (var client = new HttpClient { BaseAddress = await host.ListeningAsync() })
            {
                await EnqueueAsync(client, "later&delay=3600");
                foreach (var name in new[] { "a", "b" })
                {
                    await EnqueueAsync(client, name);
                    await host.LineAsync(line => line.Contains("no such address", StringComparison.Ordinal));
                }
            }

            // The shutdown waits until the failures are stored.
            host.Terminate();
            Assert.Equal(0, await host.WaitForExitAsync());
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }

        /// <summary>Runs the command for the built folder.</summary>
        internal Task<(int ExitCode, string Output, string Errors)> RunAsync(string database, params string[] arguments) =>
            HostProcess.RunAsync(Root, ["jobs", "out", .. arguments, StoreOf(database)]);

        /// <summary>Copies the database, for a test that changes it.</summary>
        internal TempFolder Copy()
        {
            var copy = new TempFolder();
            Directory.CreateDirectory(Path.Combine(copy.Root, "data"));
            foreach (var file in Directory.GetFiles(Path.GetDirectoryName(Database)!))
            {
                File.Copy(file, Path.Combine(copy.Root, "data", Path.GetFileName(file)));
            }

            return copy;
        }

        private static string StoreOf(string database) => $"--FileRoutes:Jobs:Store=Data Source={database}";

        private static async Task EnqueueAsync(HttpClient client, string query)
        {
            var response = await client.PostAsync($"/api/orders?to={query}", null, TestContext.Current.CancellationToken);
            response.EnsureSuccessStatusCode();
        }
    }
}
