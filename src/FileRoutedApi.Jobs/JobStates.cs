using Quartz;

namespace FileRoutedApi.Jobs;

/// <summary>Reads the next and the latest runs of jobs.</summary>
/// <param name="application">The name of the application in the database.</param>
/// <param name="isEnabled">Returns true if the schedule of a job is used.</param>
internal sealed class JobStates(QuartzHost host, string application, Func<JobConfig, bool> isEnabled, TimeProvider time)
{
    private const int ListedRuns = 10;

    public async Task<IReadOnlyList<JobState>> ListAsync(IEnumerable<BoundJob> jobs, CancellationToken cancellationToken)
    {
        var states = new List<JobState>();
        foreach (var job in jobs)
        {
            var stored = await host.Scheduler.GetTrigger(CallKeys.ScheduleOf(job.Name), cancellationToken);
            var query = new ExecutionHistoryQuery { SchedulerName = application, Job = CallKeys.JobOf(job.Name), Take = ListedRuns };
            var runs = await host.History.QueryExecutions(query, cancellationToken);
            states.Add(new JobState(
                job.Name,
                job.File.Path,
                job.Config.Cron,
                job.Config.TimeZone,
                stored?.NextFireTimeUtc ?? NextOf(job.Config),
                isEnabled(job.Config),
                [.. runs.Items.Select(RunOf)]));
        }

        return states;
    }

    // A schedule that no process has stored yet.
    private DateTimeOffset? NextOf(JobConfig config) => config.Cron is { } cron && isEnabled(config)
        ? CronSchedule.Parse(cron, config.TimeZone).GetNextValidTimeAfter(time.GetUtcNow())
        : null;

    private static JobRun RunOf(ExecutionHistoryEntry run) =>
        new(run.FiredAtUtc, run.Duration, run.RetryAttempt + 1, run.Succeeded ? null : run.ExceptionMessage ?? run.Summary);
}
