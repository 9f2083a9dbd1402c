using FileRoutedApi.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Quartz;

namespace FileRoutedApi.IntegrationTests.Jobs;

/// <summary>What begins, ends and is stored while an application stops, and what runs after the next start.</summary>
public sealed class JobShutdownTests : IDisposable
{
    private const string Prints = "void Run(Work work, ILogger log) => log.LogWarning(\"ran {Number}\", work.Number);\n";

    private readonly TempFolder _data = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Store => $"Data Source={_data.Root}/jobs.db";

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task No_run_begins_after_the_start_of_a_shutdown()
    {
        await using var app = Start(("jobs/tick.cs", """
            var config = new JobConfig { Cron = "* * * * * *" };
            void Run(ILogger log) => log.LogWarning("tick");
            """));
        await app.Logs.WaitForAsync("tick");

        // Requests drain now, which may take long. The services stop after them.
        app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        var scheduler = app.Services.GetRequiredService<JobScheduler>();
        while (await scheduler.UseAsync(host => Task.FromResult(host.Scheduler.Status), Stop) != SchedulerStatus.Standby)
        {
            await Task.Delay(20, Stop);
        }
    }

    [Theory]
    [InlineData("api/_startup.cs", """
        using Microsoft.Extensions.Hosting;
        void Services(IServiceCollection services, IConfiguration configuration) => services.AddHostedService<Last>();
        sealed class Last(IJobs jobs) : IHostedService
        {
            public Task StartAsync(CancellationToken stop) => Task.CompletedTask;

            // An application of a test stops twice.
            private readonly Lazy<Task> _stored = new(() => jobs.EnqueueAsync("work", new { Number = 1 }));
            public Task StopAsync(CancellationToken stop) => _stored.Value;
        }
        """)]
    [InlineData("api/a.cs", """
        using Microsoft.Extensions.Hosting;
        void Handler(ApiRequest req, ApiResponse res)
        {
            res.After(async (IJobs jobs, IHostApplicationLifetime lifetime) =>
            {
                var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                using var registration = lifetime.ApplicationStopping.Register(() => stopping.SetResult());
                await stopping.Task;
                await jobs.EnqueueAsync("work", new { Number = 1 });
            });
            res.Json("sent");
        }
        """)]
    public async Task A_call_that_is_stored_during_a_shutdown_is_not_lost(string path, string code)
    {
        (string, string)[] jobs = [("jobs/work.cs", Prints), ("jobs/_lib/Work.cs", "public record Work(int Number);\n")];
        var stopping = Start([.. jobs, (path, code)]);
        await using (stopping)
        {
            await StartedAsync(stopping);
            using var client = stopping.CreatePlainClient();
            await client.GetStringAsync("/api/a", Stop);
        }

        // It may have been stored just before the scheduler paused.
        await using var next = Start(jobs);
        await Task.WhenAny(stopping.Logs.WaitForAsync("ran 1"), next.Logs.WaitForAsync("ran 1")).Unwrap();
    }

    [Fact]
    public async Task The_scheduler_stops_when_nothing_uses_it_any_more()
    {
        await using var app = Start(("jobs/work.cs", "void Run() { }\n"));
        await StartedAsync(app);
        var scheduler = app.Services.GetRequiredService<JobScheduler>();
        var stopped = Task.CompletedTask;

        var used = await scheduler.UseAsync(
            async host =>
            {
                stopped = scheduler.StopAsync();

                // Long enough for a stop that does not wait.
                for (var call = 0; call < 200; call++)
                {
                    await host.Scheduler.AddJob(JobTriggers.JobOf("work"), new AddJobOptions { Replace = true }, Stop);
                }

                return stopped.IsCompleted;
            },
            Stop);

        Assert.False(used);
        await stopped;
    }

    [Theory]
    [InlineData("throw;")]
    [InlineData("throw new System.IO.IOException(\"The connection was closed.\");")]
    public async Task An_attempt_that_a_shutdown_interrupts_does_not_count_whatever_it_throws(string reaction)
    {
        var waits = $$"""
            var config = new JobConfig { Retry = { Attempts = 0 } };
            async Task Run(JobContext job, ILogger log, CancellationToken stop)
            {
                log.LogWarning("begun {Attempt}", job.Attempt);
                try { await Task.Delay(Timeout.Infinite, stop); }
                catch (OperationCanceledException) { {{reaction}} }
            }
            """;
        await using (var stopping = Start(("jobs/work.cs", waits)))
        {
            await stopping.Services.GetRequiredService<IJobs>().EnqueueAsync("work", cancellationToken: Stop);
            await stopping.Logs.WaitForAsync("begun 1");
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await stopping.Services.GetRequiredService<IHost>().StopAsync(now.Token);
            Assert.Equal(0, stopping.Logs.Count("Attempt 1 of 1 failed."));
        }

        await using var next = Start(("jobs/work.cs", "void Run(JobContext job, ILogger log) => log.LogWarning(\"ran {Attempt}\", job.Attempt);\n"));
        await next.Logs.WaitForAsync("ran 1");
    }

    [Theory]
    [InlineData("RunOnce", 1)]
    [InlineData("Skip", 0)]
    public async Task Runs_that_were_due_while_no_process_ran_take_place_once_or_not_at_all(string missed, int runs)
    {
        var job = $$"""
            var config = new JobConfig { Cron = "0 * * * *", Overlap = JobOverlap.Allow, Missed = JobMissed.{{missed}} };
            void Run(ILogger log, JobContext job) => log.LogWarning("run of {At}", job.ScheduledAt.ToString("HH:mm"));
            """;
        using (var before = new FolderApp(Folder(("jobs/a.cs", job)), [("FileRoutes:Jobs:Store", Store)]))
        {
            before.CreatePlainClient().Dispose();
            await before.Time.AdvanceUntilAsync(before.Logs.WaitForAsync("run of 01:00"), TimeSpan.FromHours(1), Stop);
        }

        using var after = new FolderApp(Folder(("jobs/a.cs", job)), [("FileRoutes:Jobs:Store", Store)]);
        after.Time.Advance(TimeSpan.FromHours(4.5));
        after.CreatePlainClient().Dispose();
        await after.Time.AdvanceUntilAsync(after.Logs.WaitForAsync("run of 05:00"), TimeSpan.FromHours(5), Stop);

        // Before the wait for the run of 05:00 ends, the clock may get to 06:00.
        var messages = after.Logs.Messages.Where(message => message.Contains("run of ", StringComparison.Ordinal)).ToList();
        var missedRuns = messages.Count - messages.Count(message => message.Contains("run of 05:00", StringComparison.Ordinal)
            || message.Contains("run of 06:00", StringComparison.Ordinal));
        Assert.True(missedRuns == runs, string.Join('\n', messages));
    }

    [Fact]
    public async Task FRA3136_a_file_that_cannot_be_created_is_logged_and_tried_again()
    {
        var obstacle = Path.Combine(_data.Root, "data");
        await File.WriteAllTextAsync(obstacle, "a file and not a folder", Stop);
        using var app = new FolderApp(
            Folder(("jobs/a.cs", """
                var config = new JobConfig { Cron = "* * * * *", Overlap = JobOverlap.Allow };
                void Run(ILogger log) => log.LogWarning("a runs");
                """)),
            [("FileRoutes:Jobs:Store", $"Data Source={obstacle}/jobs.db")]);
        app.CreatePlainClient().Dispose();
        await app.Logs.WaitForAsync("FRA3136");

        File.Delete(obstacle);
        var runs = app.Logs.WaitForAsync("a runs");
        while (!runs.IsCompleted)
        {
            app.Time.Advance(QuartzHost.RetryInterval);
            await Task.Delay(20, Stop);
        }
    }

    private static TempFolder Folder(params (string Path, string Text)[] files) =>
        new(files.Any(file => file.Path == "api/a.cs") ? files : [("api/a.cs", TempFolder.Handler), .. files]);

    private FolderApp Start(params (string Path, string Text)[] files)
    {
        var app = new FolderApp(
            Folder(files), [("FileRoutes:Jobs:Store", Store)], services => services.AddSingleton(TimeProvider.System));
        _ = app.Services;
        return app;
    }

    /// <summary>Waits until the scheduler runs.</summary>
    private static async Task StartedAsync(FolderApp app)
    {
        var scheduler = app.Services.GetRequiredService<JobScheduler>();
        while (await scheduler.UseAsync(host => Task.FromResult(host.Scheduler.Status), Stop) != SchedulerStatus.Running)
        {
            await Task.Delay(20, Stop);
        }
    }
}
