using System.Data.Common;
using System.Text.Json;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Http;
using Quartz;

namespace FileRoutedApi.Jobs;

/// <summary>Stores calls of jobs as triggers that fire once.</summary>
internal sealed class StoredCalls(JobScheduler scheduler, PublishedJobs jobs, RouteJson json, TimeProvider time) : IJobs
{
    public async Task<string> EnqueueAsync(
        string name, object? payload, TimeSpan delay, string? key, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key?.Length ?? 0, CallKeys.LongestKey, nameof(key));
        var job = jobs.Get(name);
        if (!scheduler.Store.IsDurable)
        {
            throw new FileRoutesException(RouteDiagnostics.JobStoreNeeded());
        }

        if (transaction is not null && !scheduler.Store.AcceptsTransactions)
        {
            throw new NotSupportedException(UsageTexts.TransactionOfJobs(scheduler.Store.Name));
        }

        var text = payload is null ? null : JsonSerializer.Serialize(payload, payload.GetType(), json.Options);
        var id = key is null ? Guid.CreateVersion7().ToString("N") : $"{job.Name}:{key}";
        var trigger = JobTriggers.CallOf(id, job.Name, text, job.Config.Retry, time.GetUtcNow() + delay, time);
        await scheduler.UseAsync(
            async host =>
            {
                await StoreJobAsync(host, trigger.JobKey, cancellationToken);

                // The scheduler finds the transaction in the asynchronous flow.
                using var enlisted = transaction is null ? null : host.Scheduler.EnlistTransaction(transaction);
                if (key is null)
                {
                    await host.Scheduler.ScheduleJob(trigger, cancellationToken: cancellationToken);
                }
                else if (!await IsKnownAsync(host.Scheduler, id, cancellationToken))
                {
                    await host.Scheduler.ScheduleTrigger(trigger, TriggerConflict.Keep, cancellationToken);
                }

                return true;
            },
            cancellationToken,
            transaction);
        scheduler.ReportChange();
        return id;
    }

    /// <summary>Returns how many calls wait or run, recovered ones included.</summary>
    public static async Task<int> CountAsync(QuartzHost host, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var group in new[] { CallKeys.Calls, CallKeys.Recovered })
        {
            var query = new TriggerQuery { Group = GroupMatcher<TriggerKey>.GroupEquals(group), Take = 0, IncludeTotalCount = true };
            count += (await host.Scheduler.QueryTriggers(query, cancellationToken)).TotalCount ?? 0;
        }

        return count;
    }

    /// <summary>
    /// Stores the job of a call, because no process that runs jobs may have started yet. Not in a transaction, which may be rolled back.
    /// </summary>
    private static async Task StoreJobAsync(QuartzHost host, JobKey job, CancellationToken cancellationToken)
    {
        if (!host.StoredJobs.ContainsKey(job.Name))
        {
            if (!await host.Scheduler.Exists(job, cancellationToken))
            {
                await host.Scheduler.AddJob(JobTriggers.JobOf(job.Name), new AddJobOptions { Replace = true }, cancellationToken);
            }

            host.StoredJobs[job.Name] = true;
        }
    }

    /// <summary>
    /// Returns true if a call waits, runs or is kept as failed, or was recovered from a process that ended, and has another trigger since.
    /// </summary>
    private static async Task<bool> IsKnownAsync(IScheduler quartz, string id, CancellationToken cancellationToken)
    {
        if (await quartz.Exists(CallKeys.CallOf(id), cancellationToken) || await quartz.Exists(CallKeys.FailedOf(id), cancellationToken))
        {
            return true;
        }

        var recovered = await quartz.QueryTriggers(
            new TriggerQuery { Group = GroupMatcher<TriggerKey>.GroupEquals(CallKeys.Recovered), Take = PagedQuery.All }, cancellationToken);
        foreach (var header in recovered.Items)
        {
            if (await quartz.GetTrigger(header.Key, cancellationToken) is { } trigger && CallKeys.OriginalOf(trigger) == CallKeys.CallOf(id))
            {
                return true;
            }
        }

        return false;
    }
}
