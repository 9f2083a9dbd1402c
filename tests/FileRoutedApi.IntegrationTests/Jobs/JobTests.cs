using System.Globalization;
using System.Net;
using FileRoutedApi.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.IntegrationTests.Jobs;

/// <summary>The files in jobs/: when they run, what they get, and what happens when they fail. Schedules are in memory.</summary>
public class JobTests
{
    private const string Hello = """object GET() => "hello";""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("0 2 * * *", "UTC", "2000-01-01T02:00:00")]
    [InlineData("0 2 * * *", "Europe/Berlin", "2000-01-01T01:00:00")]
    [InlineData("30 0 2 * * *", "UTC", "2000-01-01T02:00:30")]
    [InlineData("@daily", "UTC", "2000-01-02T00:00:00")]
    public async Task A_job_runs_when_it_is_due(string cron, string zone, string due)
    {
        using var app = Start(("jobs/reports/nightly.cs", $$"""
            var config = new JobConfig { Cron = "{{cron}}", TimeZone = "{{zone}}", Overlap = JobOverlap.Allow };
            void Run(ILogger log, JobContext job) =>
                log.LogWarning("{Id} attempt {Attempt}, retry {IsRetry}", job.Id, job.Attempt, job.IsRetry);
            """));

        await AdvanceAsync(
            app,
            $"reports/nightly/{due}.0000000Z attempt 1, retry false",
            DateTimeOffset.Parse($"{due}Z", CultureInfo.InvariantCulture) - app.Time.Start);
    }

    [Fact]
    public async Task A_job_gets_services_of_a_scope_of_its_own()
    {
        using var app = Start(
            ("jobs/a.cs", """
                var config = new JobConfig { Cron = "* * * * *" };
                async Task Run(
                    Scoped first, Scoped second, [FromKeyedServices("key")] string keyed, ILogger log, CancellationToken stop)
                {
                    await Task.Yield();
                    log.LogWarning("same {Same}, keyed {Keyed}, token {Token}", ReferenceEquals(first, second), keyed, stop.CanBeCanceled);
                }
                """),
            ("jobs/_lib/Scoped.cs", """
                public sealed class Scoped(ILogger<Scoped> log) : IDisposable
                {
                    public void Dispose() => log.LogWarning("disposed");
                }
                """),
            ("api/_startup.cs", """
                void Services(IServiceCollection services, IConfiguration configuration) =>
                    services.AddScoped<Scoped>().AddKeyedSingleton("key", "value");
                """));

        await AdvanceAsync(app, "same true, keyed value, token true", TimeSpan.FromMinutes(1));
        await app.Logs.WaitForAsync("disposed");
    }

    [Fact]
    public async Task A_run_that_throws_is_logged_with_its_file()
    {
        using var app = Start(("jobs/fails.cs", """
            var config = new JobConfig { Cron = "0 1 * * *", Retry = { Attempts = 0 } };
            void Run() =>
                throw new InvalidOperationException("on purpose");
            """));

        await AdvanceAsync(app, "Attempt 1 of 1 failed.", TimeSpan.FromHours(1));

        var logged = await app.Logs.WaitForAsync("Attempt 1 of 1 failed.");
        Assert.Equal("on purpose", logged.Exception?.Message);
        Assert.Contains("fails.cs:line 3", logged.Exception?.StackTrace, StringComparison.Ordinal);
        Assert.Equal("\"jobs/fails.cs\"", logged.Properties["SourceContext"].ToString());
    }

    [Fact]
    public async Task A_run_is_cancelled_after_its_maximum_duration()
    {
        using var app = Start(("jobs/slow.cs", """
            var config = new JobConfig { Cron = "0 1 * * *", MaxDuration = 90, Retry = { Attempts = 0 } };
            Task Run(CancellationToken stop, ILogger log)
            {
                log.LogWarning("slow begins");
                return Task.Delay(Timeout.Infinite, stop);
            }
            """));

        await AdvanceAsync(app, "slow begins", TimeSpan.FromHours(1));
        app.Time.Advance(TimeSpan.FromSeconds(90));

        var logged = await app.Logs.WaitForAsync("Attempt 1 of 1 failed.");
        Assert.Equal("The run did not end within its maximum duration of 90 s.", Assert.IsType<TimeoutException>(logged.Exception).Message);
    }

    [Theory]
    [InlineData("await Gate.Opened.Task;", 95, 1)]
    [InlineData("try { await Task.Delay(Timeout.Infinite, stop); } catch (OperationCanceledException) { }", 90, 0)]
    [InlineData("""
        try { await Task.Delay(Timeout.Infinite, stop); } catch (OperationCanceledException) { throw new InvalidOperationException(); }
        """, 90, 0)]
    public async Task A_run_that_ends_after_its_maximum_duration_has_failed_whatever_it_does(string waits, int seconds, int reports)
    {
        using var app = Start(
            ("jobs/slow.cs", $$"""
                var config = new JobConfig { MaxDuration = 90, Retry = { Attempts = 0 } };
                async Task Run(ILogger log, CancellationToken stop)
                {
                    log.LogWarning("begun");
                    {{waits}}
                }
                """),
            ("jobs/_lib/Gate.cs", """
                public static class Gate { public static readonly TaskCompletionSource Opened = new(TaskCreationOptions.RunContinuationsAsynchronously); }
                """),
            ("api/open.cs", "bool GET() => Gate.Opened.TrySetResult();\n"));
        await app.Services.GetRequiredService<IJobEngine>().RunNowAsync("slow", null, Stop);
        await app.Logs.WaitForAsync("begun");

        app.Time.Advance(TimeSpan.FromSeconds(seconds));
        using var client = app.CreatePlainClient();
        Assert.Equal("true", await client.GetStringAsync("/api/open", Stop));

        var logged = await app.Logs.WaitForAsync("Attempt 1 of 1 failed.");
        Assert.IsType<TimeoutException>(logged.Exception);
        Assert.Equal(reports, app.Logs.Count("did not end within its maximum duration of 90 s and the grace period"));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("false", false)]
    [InlineData("yes", false)]
    [InlineData(null, false)]
    public async Task A_setting_can_switch_a_schedule_on(string? value, bool runs)
    {
        (string, string)[] settings = value is null ? [] : [("Reports:Enabled", value)];
        using var app = Start(
            settings,
            ("jobs/a.cs", """
                var config = new JobConfig { Cron = "* * * * *", EnabledBy = "Reports:Enabled" };
                void Run(ILogger log) => log.LogWarning("a runs");
                """),
            ("jobs/b.cs", """
                var config = new JobConfig { Cron = "0 1 * * *", Overlap = JobOverlap.Allow };
                void Run(ILogger log) => log.LogWarning("b runs");
                """));

        await AdvanceAsync(app, "b runs", TimeSpan.FromHours(1));

        Assert.Equal(runs, app.Logs.Count("a runs") > 0);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_does_not_stop_a_schedule()
    {
        using var app = Start(("jobs/a.cs", """
            var config = new JobConfig { Cron = "0 * * * *", Overlap = JobOverlap.Allow };
            void Run(ILogger log, JobContext job) => log.LogWarning("run of {At}", job.ScheduledAt.ToString("HH:mm"));
            """));
        await AdvanceAsync(app, "run of 03:00", TimeSpan.FromHours(3));

        app.Time.AdjustTime(app.Time.GetUtcNow() - TimeSpan.FromHours(1));
        app.Time.Advance(TimeSpan.FromMinutes(1));

        await AdvanceAsync(app, "run of 04:00", TimeSpan.FromHours(4));
        Assert.Equal(1, app.Logs.Count("run of 03:00"));
    }

    [Fact]
    public async Task Jobs_do_not_run_in_a_process_that_has_them_disabled()
    {
        using var app = Start([("FileRoutes:Jobs:Enabled", "false")], ("jobs/a.cs", """
            var config = new JobConfig { Cron = "* * * * *" };
            void Run() { }
            """));

        Assert.Equal(DateTimeOffset.UnixEpoch.AddYears(30).AddMinutes(1), (await DescribeAsync(app)).Jobs[0].Next);
        Assert.Equal(TaskStatus.RanToCompletion, app.Services.GetRequiredService<JobRunner>().WhenEnded().Status);
    }

    [Fact]
    public async Task The_state_has_the_next_run_and_the_latest_runs()
    {
        using var app = Start(("jobs/a.cs", """
            var config = new JobConfig
            {
                Cron = "0 * * * *", TimeZone = "Asia/Tokyo", Overlap = JobOverlap.Allow, Retry = { Attempts = 0 },
            };
            void Run(JobContext job, ILogger log)
            {
                log.LogWarning("run of {At}", job.ScheduledAt.UtcDateTime.Hour);
                if (job.ScheduledAt.UtcDateTime.Hour % 2 == 0)
                {
                    throw new InvalidOperationException($"hour {job.ScheduledAt.UtcDateTime.Hour}");
                }
            }
            """));

        await AdvanceAsync(app, "run of 3", TimeSpan.FromHours(3));
        var job = await DescribeAsync(app, runs => runs.Any(run => run.Error == "hour 2") && runs.Any(run => run.Error is null));

        Assert.Equal(("a", "jobs/a.cs", "0 * * * *", "Asia/Tokyo", true), (job.Name, job.File, job.Cron, job.TimeZone, job.IsEnabled));
        Assert.True(job.Next > DateTimeOffset.UnixEpoch.AddYears(30).AddHours(3));
        Assert.Equal(job.Runs.OrderByDescending(run => run.Started), job.Runs);
        Assert.All(job.Runs, run => Assert.Equal(1, run.Attempt));
    }

    [Fact]
    public async Task A_job_can_be_run_now()
    {
        using var app = Start(("jobs/mail/send.cs", """
            void Run(ILogger log, JobContext job) => log.LogWarning("ran {Name}", job.Name);
            """));

        await app.Services.GetRequiredService<IJobEngine>().RunNowAsync("mail/send", payload: null, Stop);

        await app.Logs.WaitForAsync("ran mail/send");
    }

    [Theory]
    [InlineData("mail/sent", "There is no job 'mail/sent'. Write 'mail/send', or create the file jobs/mail/sent.cs.")]
    [InlineData("other", "There is no job 'other'. Create the file jobs/other.cs.")]
    public async Task FRA3133_a_call_of_a_job_that_does_not_exist_names_the_nearest(string name, string expected)
    {
        using var app = Start(("jobs/mail/send.cs", "void Run() { }"));

        var error = await Assert.ThrowsAsync<FileRoutesException>(() => app.Services.GetRequiredService<IJobs>().EnqueueAsync(name, cancellationToken: Stop));

        Assert.Equal($"error FRA3133: {expected}", error.Message);
    }

    [Fact]
    public async Task FRA3134_a_call_needs_a_database()
    {
        using var app = Start(
            ("api/call.cs", """Task<string> GET(IJobs jobs) => jobs.EnqueueAsync("send");"""),
            ("jobs/send.cs", "void Run() { }"));
        using var client = app.CreatePlainClient();

        var response = await client.GetAsync("/api/call", Stop);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var logged = await app.Logs.WaitForAsync("An unhandled exception");
        Assert.StartsWith("error FRA3134: Calls of jobs are stored in a database", logged.Exception?.Message, StringComparison.Ordinal);
    }

    private static Task AdvanceAsync(FolderApp app, string text, TimeSpan due) =>
        app.Time.AdvanceUntilAsync(app.Logs.WaitForAsync(text), due, Stop);

    /// <summary>Returns the state of the only job as soon as runs are part of its history.</summary>
    private static async Task<JobState> DescribeAsync(FolderApp app, Predicate<IReadOnlyList<JobRun>> isComplete)
    {
        while (true)
        {
            var job = Assert.Single((await DescribeAsync(app)).Jobs);
            if (isComplete(job.Runs))
            {
                return job;
            }

            await Task.Yield();
            Stop.ThrowIfCancellationRequested();
        }
    }

    private static Task<JobsState> DescribeAsync(FolderApp app) => app.Services.GetRequiredService<IJobEngine>().DescribeAsync(Stop);

    private static FolderApp Start(params (string Path, string Text)[] files) => Start([], files);

    private static FolderApp Start((string Key, string Value)[] settings, params (string Path, string Text)[] files)
    {
        var app = new FolderApp(new TempFolder([("api/hello.cs", Hello), .. files]), settings);
        app.CreatePlainClient().Dispose();
        return app;
    }
}
