using FileRoutedApi.Jobs;

namespace FileRoutedApi.Tests.Jobs;

/// <summary>The waiting times before the repetitions of a run that has failed.</summary>
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

    [Fact]
    public void No_waiting_time_is_longer_than_the_maximum() =>
        Assert.InRange(JobTriggers.RetryOf(new JobRetryConfig { MaxDelay = 20 }).DelayFor(3).TotalSeconds, 18, 20);

    [Fact]
    public void Without_attempts_there_is_no_repetition() =>
        Assert.Equal(0, JobTriggers.RetryOf(new JobRetryConfig { Attempts = 0 }).MaxAttempts);
}
