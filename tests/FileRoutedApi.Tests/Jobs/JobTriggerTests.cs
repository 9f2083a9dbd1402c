using FileRoutedApi.Jobs;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Quartz;

namespace FileRoutedApi.Tests.Jobs;

/// <summary>The triggers of Quartz for schedules and calls.</summary>
public class JobTriggerTests
{
    // Quartz scatters each time by a tenth, so that jobs that failed together are not repeated together.
    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 30)]
    [InlineData(3, 90)]
    public void By_default_the_waiting_times_grow_by_a_factor_of_three(int attempt, double seconds)
    {
        var policy = JobTriggers.RetryOf(new JobRetryConfig());

        Assert.Equal(3, policy.MaxAttempts);
        Assert.InRange(policy.DelayFor(attempt).TotalSeconds, seconds * 0.9, seconds * 1.1);
    }

    [Theory]
    [InlineData(JobOverlap.Skip, OverlapPolicy.Skip)]
    [InlineData(JobOverlap.Wait, OverlapPolicy.BufferOne)]
    [InlineData(JobOverlap.Allow, OverlapPolicy.AllowAll)]
    public void A_schedule_has_the_overlap_of_its_job(JobOverlap overlap, OverlapPolicy expected) =>
        Assert.Equal(expected, ScheduleOf(new JobConfig { Cron = "* * * * *", Overlap = overlap }).OverlapPolicy);

    [Theory]
    [InlineData(JobMissed.RunOnce, CronTriggerMisfireInstruction.FireAndProceed)]
    [InlineData(JobMissed.Skip, CronTriggerMisfireInstruction.DoNothing)]
    public void A_schedule_has_the_instruction_for_missed_runs_of_its_job(JobMissed missed, CronTriggerMisfireInstruction expected) =>
        Assert.Equal(expected, ScheduleOf(new JobConfig { Cron = "* * * * *", Missed = missed }).MisfireInstruction);

    public static TheoryData<JobConfig, bool> Changes { get; } = new()
    {
        { new JobConfig { Cron = "0 2 * * *" }, true },
        { new JobConfig { Cron = " 0  2 * * * ", MaxDuration = 5 }, true },
        { new JobConfig { Cron = "0 3 * * *" }, false },
        { new JobConfig { Cron = "0 2 * * *", TimeZone = "Europe/Berlin" }, false },
        { new JobConfig { Cron = "0 2 * * *", Overlap = JobOverlap.Allow }, false },
        { new JobConfig { Cron = "0 2 * * *", Missed = JobMissed.Skip }, false },
        { new JobConfig { Cron = "0 2 * * *", Retry = { Attempts = 1 } }, false },
        { new JobConfig { Cron = "0 2 * * *", Retry = { Delay = 1 } }, false },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_stored_schedule_is_replaced_only_if_its_job_has_another(JobConfig config, bool isSame) =>
        Assert.Equal(isSame, JobTriggers.AreSame(ScheduleOf(new JobConfig { Cron = "0 2 * * *" }), ScheduleOf(config)));

    [Fact]
    public void No_waiting_time_is_longer_than_the_maximum() =>
        Assert.InRange(JobTriggers.RetryOf(new JobRetryConfig { MaxDelay = 20 }).DelayFor(3).TotalSeconds, 18, 20);

    [Fact]
    public void Without_attempts_there_is_no_repetition() =>
        Assert.Equal(0, JobTriggers.RetryOf(new JobRetryConfig { Attempts = 0 }).MaxAttempts);

    private static ICronTrigger ScheduleOf(JobConfig config)
    {
        var file = new RouteFile("jobs/a.cs", [], RouteFileRole.Job);
        var module = new RouteModule(file, [], new RouteConfig(), new MiddlewareConfig(), [], () => [], ModuleOrigin.Earlier) { JobConfig = config };
        return Assert.IsType<ICronTrigger>(JobTriggers.ScheduleOf(new BoundJob("a", module, null!), TimeProvider.System), exactMatch: false);
    }
}
