using System.Globalization;
using Quartz;

namespace FileRoutedApi.Jobs;

/// <summary>The calls whose attempts are used up. Each is stored as a job without a trigger, until it is retried or discarded.</summary>
internal sealed class FailedCalls(QuartzHost host, PublishedJobs jobs, TimeProvider time)
{
    private const int MostListed = 200;
    private const int LongestError = 1000;

    // Longer than a database takes to delete a row.
    private static readonly TimeSpan _retryMargin = TimeSpan.FromMinutes(1);

    public async Task AddAsync(string id, string job, string? payload, string error, int attempts)
    {
        var now = time.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        var failed = JobBuilder.Create<RouteJob>()
            .WithIdentity(CallKeys.FailedOf(id))
            .WithDescription(now)
            .StoreDurably()
            .UsingJobData(CallKeys.Job, job)
            .UsingJobData(CallKeys.Error, error.Length > LongestError ? error[..LongestError] : error)
            .UsingJobData(CallKeys.Attempts, attempts.ToString(CultureInfo.InvariantCulture))
            .UsingJobData(CallKeys.FailedAt, now);
        await host.Scheduler.AddJob(
            (payload is null ? failed : failed.UsingJobData(CallKeys.Payload, payload)).Build(), new AddJobOptions { Replace = true });
    }

    /// <summary>Returns the newest failed calls, the newest first, and how many there are in all.</summary>
    public async Task<(IReadOnlyList<FailedCall> Newest, int Count)> ListAsync(CancellationToken cancellationToken)
    {
        var page = await host.Scheduler.QueryJobs(
            new JobQuery { Group = GroupMatcher<JobKey>.GroupEquals(CallKeys.Failed), Take = PagedQuery.All }, cancellationToken);

        // The description is the time, because a query reads no data and sorts by name.
        var newest = page.Items.OrderByDescending(job => job.Description, StringComparer.Ordinal).Take(MostListed);
        var details = await host.Scheduler.GetJobDetails([.. newest.Select(job => job.Key)], cancellationToken);
        return ([.. details.Select(CallOf).OrderByDescending(call => call.FailedAt)], page.Items.Count);
    }

    /// <summary>Stores the call again, with all of its attempts. Returns false if there is none with the identifier.</summary>
    public async Task<bool> RetryAsync(string id, CancellationToken cancellationToken)
    {
        if (await host.Scheduler.GetJobDetail(CallKeys.FailedOf(id), cancellationToken) is not { } detail)
        {
            return false;
        }

        var call = CallOf(detail);
        var retry = jobs.Find(call.Job)?.Config.Retry ?? new JobRetryConfig();

        // The call is stored before the failure is deleted, so that it is not lost if the process ends in between. It must not run before
        // either: if it failed again, its new failure would be deleted.
        await StoreAsync(time.GetUtcNow() + _retryMargin);
        await DiscardAsync(id, cancellationToken);
        await StoreAsync(time.GetUtcNow());
        return true;

        async Task StoreAsync(DateTimeOffset at) => await host.Scheduler.ScheduleJob(
            JobTriggers.CallOf(id, call.Job, call.Payload, retry, at, time), new ScheduleJobOptions { Replace = true }, cancellationToken);
    }

    /// <summary>Deletes a failed call. Returns false if there is none with the identifier.</summary>
    public async Task<bool> DiscardAsync(string id, CancellationToken cancellationToken) =>
        await host.Scheduler.DeleteJob(CallKeys.FailedOf(id), cancellationToken);

    private static FailedCall CallOf(IJobDetail job)
    {
        var data = job.JobDataMap;
        return new FailedCall(
            job.Key.Name,
            data.GetString(CallKeys.Job) ?? "",
            data.TryGetString(CallKeys.Payload, out var payload) ? payload : null,
            data.GetString(CallKeys.Error) ?? "",
            int.Parse(data.GetString(CallKeys.Attempts) ?? "1", CultureInfo.InvariantCulture),
            DateTimeOffset.Parse(data.GetString(CallKeys.FailedAt)!, CultureInfo.InvariantCulture));
    }
}
