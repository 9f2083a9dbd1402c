using Quartz;

namespace FileRoutedApi.Jobs;

/// <summary>Creates the jobs and triggers of Quartz for the files in <c>jobs/</c>.</summary>
internal static class JobTriggers
{
    private const double Jitter = 0.1;

    /// <summary>Returns the job of a file. Its type belongs to this library, so that no type of a route file reaches Quartz.</summary>
    public static IJobDetail JobOf(string name) => JobBuilder.Create<RouteJob>()
        .WithIdentity(CallKeys.JobOf(name))
        .StoreDurably()
        .RequestRecovery()
        .Build();

    /// <summary>Returns the trigger of a schedule; null if the job has none.</summary>
    public static ITrigger? ScheduleOf(BoundJob job, TimeProvider time) => job.Config.Cron is not { } cron
        ? null
        : TriggerBuilder.Create(time)
            .WithIdentity(CallKeys.ScheduleOf(job.Name))
            .ForJob(CallKeys.JobOf(job.Name))
            .WithSchedule(CronScheduleBuilder.Create(CronSchedule.Parse(cron, job.Config.TimeZone))
                .InTimeZone(TimeZoneInfo.FindSystemTimeZoneById(job.Config.TimeZone))
                .WithMisfireInstruction(job.Config.Missed == JobMissed.Skip
                    ? CronTriggerMisfireInstruction.DoNothing
                    : CronTriggerMisfireInstruction.FireAndProceed))
            .WithOverlapPolicy(job.Config.Overlap switch
            {
                JobOverlap.Allow => OverlapPolicy.AllowAll,
                JobOverlap.Wait => OverlapPolicy.BufferOne,
                _ => OverlapPolicy.Skip,
            })
            .WithRetryPolicy(RetryOf(job.Config.Retry))
            .Build();

    /// <summary>Returns the trigger of a call. A call that waits for long keeps its place in the order.</summary>
    public static ITrigger CallOf(string id, string job, string? payload, JobRetryConfig retry, DateTimeOffset at, TimeProvider time)
    {
        var trigger = TriggerBuilder.Create(time)
            .WithIdentity(CallKeys.CallOf(id))
            .ForJob(CallKeys.JobOf(job))
            .StartAt(at)
            .WithSchedule(SimpleScheduleBuilder.Create().WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires))
            .WithRetryPolicy(RetryOf(retry));
        return (payload is null ? trigger : trigger.UsingJobData(CallKeys.Payload, payload)).Build();
    }

    /// <summary>Returns true if a stored trigger has the same schedule, so that it need not be replaced and keeps its next run.</summary>
    public static bool AreSame(ITrigger stored, ITrigger wanted) =>
        stored is ICronTrigger left && wanted is ICronTrigger right
        && left.CronExpressionString == right.CronExpressionString
        && left.TimeZone.Id == right.TimeZone.Id
        && left.MisfireInstruction == right.MisfireInstruction
        && left.OverlapPolicy == right.OverlapPolicy
        && Equals(left.RetryPolicy, right.RetryPolicy);

    public static RetryPolicy RetryOf(JobRetryConfig retry) => retry.Attempts == 0
        ? RetryPolicy.None
        : RetryPolicy.Exponential(
            retry.Attempts,
            TimeSpan.FromSeconds(retry.Delay),
            retry.Factor,
            TimeSpan.FromSeconds(Math.Max(retry.Delay, retry.MaxDelay)),
            Jitter);
}
