using FileRoutedApi.Diagnostics;
using Microsoft.Extensions.Logging;
using Quartz;

namespace FileRoutedApi.Jobs;

/// <summary>One run of a job, as Quartz sees it. The function that it calls may be replaced while it runs.</summary>
internal sealed partial class RouteJob(RouteJobServices services, QuartzHost host) : IJob
{
    private readonly FailedCalls _failed = services.FailedOf(host);

    /// <exception cref="JobExecutionException">The run has failed.</exception>
    /// <exception cref="OperationCanceledException">The scheduler stops. Quartz hands the run back to the store.</exception>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var firing = Firing.Of(context);
        firing.UseRetries(context.Trigger, services.Jobs.Find(firing.Job)?.Config, services.Time);
        var retries = context.Trigger.RetryPolicy?.MaxAttempts ?? 0;
        host.Running[firing] = context.Trigger;
        try
        {
            await RunAsync(firing, retries, context.Trigger, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var isFinal = exception is InvalidPayloadException || firing.Attempt > retries;
            if (isFinal && firing.Call is { } call)
            {
                await KeepAsync(call, firing, exception, context.Trigger.Key, cancellationToken);
            }

            throw new JobExecutionException(exception.Message, exception) { UnscheduleFiringTrigger = isFinal && firing.Call is not null };
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        finally
        {
            host.Running.TryRemove(firing, out _);
            host.RunningSchedules.TryRemove(KeyValuePair.Create(firing.Trigger, firing));
        }
    }

    private async Task RunAsync(Firing firing, int retries, ITrigger trigger, CancellationToken cancellationToken)
    {
        BoundJob job;
        try
        {
            job = services.Jobs.Get(firing.Job);
            if (firing.IsScheduled && (IsSkipped(firing, job) || !await IsOwnAsync(firing, cancellationToken)))
            {
                return;
            }

            if (firing.IsRecovered && firing.Attempt > retries + 1)
            {
                throw new InvalidOperationException(UsageTexts.JobEndedProcess(firing.Attempt - 1));
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotRun(services.LoggerOf(firing.Job), exception.Message, firing.Attempt, retries + 1);
            throw;
        }

        if (firing.Attempt > 1 && services.Store.IsDurable)
        {
            await firing.TryStoreAsync(firing.Attempt, host.Scheduler, trigger, cancellationToken);
        }

        // A reload waits for the runs that the runner knows. One that came before uses the function that is published now.
        await services.Runner.RunAsync(
            () => services.Jobs.Find(firing.Job) ?? job, firing.ContextOf(trigger), firing.Payload, cancellationToken);
    }

    /// <summary>
    /// Returns true if another run of the schedule has not ended in this process. Quartz does not see that if one of both was recovered,
    /// or is a retry.
    /// </summary>
    private bool IsSkipped(Firing firing, BoundJob job) =>
        job.Config.Overlap == JobOverlap.Skip && !ReferenceEquals(host.RunningSchedules.GetOrAdd(firing.Trigger, firing), firing);

    /// <summary>Returns true if this process runs the occurrence. With a store in memory, each process has the whole schedule.</summary>
    private async Task<bool> IsOwnAsync(Firing firing, CancellationToken cancellationToken) =>
        services.Store.IsDurable || services.Keys is not { } keys || await keys.TryTakeAsync(firing.Job, firing.Due, cancellationToken);

    /// <summary>
    /// Keeps the call as failed. Tries until the database is available or the application stops, because Quartz forgets the call
    /// afterwards.
    /// </summary>
    private async Task KeepAsync(string call, Firing firing, Exception failure, TriggerKey trigger, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await _failed.AddAsync(call, firing.Job, firing.Payload, failure.Message, firing.Attempt);
                await host.Scheduler.UnscheduleJob(trigger, cancellationToken);
                Log.Kept(services.LoggerOf(firing.Job), call);
                return;
            }
            catch (SchedulerException)
            {
                await Task.Delay(QuartzHost.RetryInterval, services.Time, cancellationToken);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Reason} Attempt {Attempt} of {Attempts} failed.", EventName = "JobNotRun")]
        public static partial void NotRun(ILogger logger, string reason, int attempt, int attempts);

        [LoggerMessage(2, LogLevel.Error, "The call {Call} is kept as failed. Retry it or discard it.", EventName = "JobCallFailed")]
        public static partial void Kept(ILogger logger, string call);
    }
}

/// <summary>What runs of jobs need.</summary>
/// <param name="Keys">Null if no other process shares occurrences with this one.</param>
internal sealed record RouteJobServices(
    PublishedJobs Jobs, JobRunner Runner, JobStore Store, IOccurrenceKeys? Keys, TimeProvider Time, ILoggerFactory Loggers)
{
    public FailedCalls FailedOf(QuartzHost host) => new(host, Jobs, Time);

    /// <summary>Returns the logger of a job, whose file may be missing.</summary>
    public ILogger LoggerOf(string job) => Loggers.CreateLogger(Jobs.Find(job)?.File.Path ?? $"jobs/{job}.cs");
}
