using Quartz;

namespace FileRoutedApi.Jobs;

/// <summary>Makes the stored schedules those of the files.</summary>
/// <param name="isEnabled">Returns true if the schedule of a job is used.</param>
internal sealed class StoredSchedules(PublishedJobs jobs, Func<JobConfig, bool> isEnabled, TimeProvider time)
{
    public async Task SynchronizeAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        var wanted = jobs.All.ToList();
        foreach (var job in wanted)
        {
            await SynchronizeAsync(scheduler, job, cancellationToken);
        }

        // A schedule whose file has errors, or was deleted. The job itself stays, because calls of it may wait.
        var stored = await scheduler.GetTriggerKeys(GroupMatcher<TriggerKey>.GroupEquals(CallKeys.Schedules), cancellationToken);
        foreach (var key in stored.Where(key => !wanted.Exists(job => job.Name == key.Name)).ToList())
        {
            await scheduler.UnscheduleJob(key, cancellationToken);
        }
    }

    private async Task SynchronizeAsync(IScheduler scheduler, BoundJob job, CancellationToken cancellationToken)
    {
        var key = CallKeys.ScheduleOf(job.Name);
        var stored = await scheduler.GetTrigger(key, cancellationToken);
        if ((isEnabled(job.Config) ? JobTriggers.ScheduleOf(job, time) : null) is not { } trigger)
        {
            await scheduler.AddJob(JobTriggers.JobOf(job.Name), new AddJobOptions { Replace = true }, cancellationToken);
            if (stored is not null)
            {
                await scheduler.UnscheduleJob(key, cancellationToken);
            }
        }
        else if (stored is null || !JobTriggers.AreSame(stored, trigger))
        {
            await scheduler.ScheduleJob(JobTriggers.JobOf(job.Name), trigger, new ScheduleJobOptions { Replace = true }, cancellationToken);
        }
    }
}
