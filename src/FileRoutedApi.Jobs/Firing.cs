using System.Globalization;
using Quartz;
using Quartz.Extensibility;

namespace FileRoutedApi.Jobs;

/// <summary>An attempt at a call, or at an occurrence of a schedule.</summary>
/// <param name="Trigger">The trigger of the call or of the schedule. Quartz gives a run that is recovered another one.</param>
/// <param name="Due">When the run was due.</param>
/// <param name="Attempt">1 for the first attempt.</param>
/// <param name="IsRecovered">True if the run was recovered: its process was killed or stopped.</param>
internal sealed record Firing(string Job, TriggerKey Trigger, DateTimeOffset Due, int Attempt, bool IsRecovered, string? Payload)
{
    /// <summary>Gets the identifier of a call; null for an occurrence of a schedule.</summary>
    public string? Call => Trigger.Group == CallKeys.Calls ? Trigger.Name : null;

    private string DueText => Due.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public bool IsScheduled => Trigger.Group == CallKeys.Schedules;

    public JobContext ContextOf(ITrigger trigger) => new(Job, Call ?? $"{Job}/{DueText}", Due)
    {
        Attempt = Attempt,
        Attempts = (trigger.RetryPolicy?.MaxAttempts ?? 0) + 1,
        IsRecovered = IsRecovered,
    };

    public static Firing Of(IJobExecutionContext context)
    {
        var trigger = context.Trigger;
        var data = trigger.JobDataMap;
        var original = context.Recovering ? context.RecoveringTriggerKey : null;
        var due = context.ScheduledFireTimeUtc ?? context.FireTimeUtc;
        if (context.Recovering && data.TryGetString(SchedulerConstants.FailedJobOriginalTriggerScheduledFireTime, out var time))
        {
            // A run that was recovered would be due when it was begun, and have another identifier.
            due = DateTimeOffset.Parse(time!, CultureInfo.InvariantCulture);
        }

        var occurrence = OccurrenceOf(context);
        return new Firing(
            context.JobDetail.Key.Name,
            original ?? trigger.Key,
            occurrence ?? due,
            occurrence is null ? AttemptOf(trigger, due, context.Recovering) : 1,
            context.Recovering,
            data.TryGetString(CallKeys.Payload, out var payload) ? payload : null);
    }

    /// <summary>
    /// Returns the occurrence of a schedule that Quartz has mistaken for a retry of the one before it; otherwise null. Quartz reads
    /// the trigger ahead of time, which may be while a retry runs. Then the trigger does not say that the retry was successful.
    /// </summary>
    private static DateTimeOffset? OccurrenceOf(IJobExecutionContext context)
    {
        if (context.Trigger is not ICronTrigger { RetryAttempt: > 0 } schedule || context.ScheduledFireTimeUtc is not { } retried)
        {
            return null;
        }

        // After a retry, the next run is the next occurrence: none is left out between them.
        var next = schedule.NextFireTimeUtc ?? DateTimeOffset.MaxValue;
        DateTimeOffset? occurrence = null;
        var time = schedule.GetFireTimeAfter(retried);
        while (time < next && time <= context.FireTimeUtc)
        {
            occurrence = time;
            time = schedule.GetFireTimeAfter(time);
        }

        return occurrence;
    }

    /// <summary>
    /// Gives the trigger of a call the retries that the job has now. Gives the trigger of a run that was recovered its retries, which
    /// Quartz does not copy, less the attempts that were begun.
    /// </summary>
    /// <param name="config">Null if the job does not exist. Then a call keeps the retries that it was stored with.</param>
    public void UseRetries(ITrigger trigger, JobConfig? config, TimeProvider time)
    {
        if (trigger is not IMutableTrigger mutable)
        {
            return;
        }

        mutable.RetryAttempt = Attempt - 1;
        if ((Call is not null && config is not null) || (IsRecovered && mutable.RetryPolicy is null))
        {
            mutable.RetryPolicy = JobTriggers.RetryOf((config ?? new JobConfig()).Retry);
        }

        if (IsRecovered && IsScheduled && config?.Cron is { } cron)
        {
            // An occurrence is not retried after the next one is due.
            mutable.EndTimeUtc = CronSchedule.Parse(cron, config.TimeZone).GetNextValidTimeAfter(time.GetUtcNow());
        }
    }

    /// <summary>
    /// Stores how many attempts were begun. If the process ends, Quartz copies this data to the trigger with which another one recovers
    /// the run, but not its own count.
    /// </summary>
    /// <returns>
    /// False if the database is not available. Then the number is wrong if the process ends now, which is better than not to run.
    /// </returns>
    public async Task<bool> TryStoreAsync(int begun, IScheduler scheduler, ITrigger trigger, CancellationToken cancellationToken)
    {
        var data = new JobDataMap(trigger.JobDataMap) { [CallKeys.Begun] = Text(begun, Due) };
        try
        {
            return await scheduler.UpdateTriggerDetails(trigger.Key, new TriggerDetailsUpdate().WithJobDataMap(data), cancellationToken);
        }
        catch (SchedulerException)
        {
            return false;
        }
    }

    private static int AttemptOf(ITrigger trigger, DateTimeOffset due, bool isRecovered) =>
        trigger.RetryAttempt > 0 ? trigger.RetryAttempt + 1
        : isRecovered ? BegunOf(trigger, due) + 1
        : 1;

    /// <summary>
    /// Returns how many attempts were begun before the run was recovered; 1 if that was not stored, because only later ones are.
    /// </summary>
    private static int BegunOf(ITrigger trigger, DateTimeOffset due)
    {
        var text = trigger.JobDataMap.TryGetString(CallKeys.Begun, out var stored) ? stored! : "";
        var count = text.Split(' ')[0];

        // The trigger of a schedule still has the number of an earlier occurrence.
        return text == $"{count}{Suffix(due)}" ? int.Parse(count, CultureInfo.InvariantCulture) : 1;
    }

    private static string Text(int begun, DateTimeOffset due) => begun.ToString(CultureInfo.InvariantCulture) + Suffix(due);

    private static string Suffix(DateTimeOffset due) => $" of {due.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}";
}
