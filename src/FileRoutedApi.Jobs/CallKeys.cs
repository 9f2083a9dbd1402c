using Quartz;

namespace FileRoutedApi.Jobs;

/// <summary>The names under which the scheduler stores jobs, schedules and calls.</summary>
internal static class CallKeys
{
    /// <summary>The group of jobs: one for each file.</summary>
    public const string Jobs = "jobs";

    /// <summary>The group of the triggers of schedules: at most one for each file.</summary>
    public const string Schedules = "schedules";

    /// <summary>The group of the triggers of calls: one for each call that waits, runs or is retried.</summary>
    public const string Calls = "calls";

    /// <summary>The group of failed calls, which are stored as jobs without a trigger.</summary>
    public const string Failed = "failed";

    // The keys of the data of a call.
    public const string Payload = "payload";
    public const string Job = "job";
    public const string Error = "error";
    public const string Attempts = "attempts";
    public const string FailedAt = "failedAt";
    public const string Begun = "begun";

    /// <summary>The group in which Quartz stores the runs of a process that ended.</summary>
    public const string Recovered = SchedulerConstants.DefaultRecoveryGroup;

    /// <summary>The longest key that fits into the database with the name of a job.</summary>
    public const int LongestKey = 100;

    public static JobKey JobOf(string name) => new(name, Jobs);

    public static TriggerKey ScheduleOf(string name) => new(name, Schedules);

    public static TriggerKey CallOf(string id) => new(id, Calls);

    public static JobKey FailedOf(string id) => new(id, Failed);

    /// <summary>Returns the trigger that a trigger of <see cref="Recovered"/> stands in for.</summary>
    public static TriggerKey? OriginalOf(ITrigger trigger) =>
        trigger.JobDataMap.TryGetString(SchedulerConstants.FailedJobOriginalTriggerName, out var name)
        && trigger.JobDataMap.TryGetString(SchedulerConstants.FailedJobOriginalTriggerGroup, out var group)
            ? new TriggerKey(name!, group!)
            : null;
}
