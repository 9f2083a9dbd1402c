using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Http;
using FileRoutedApi.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Jobs;

/// <summary>Runs jobs. When and how often is decided by the scheduler.</summary>
internal sealed partial class JobRunner(
    IServiceProvider services, RouteJson json, FileRoutesSettings settings, TimeProvider time, ILoggerFactory loggers)
{
    private readonly ConcurrentDictionary<TaskCompletionSource, RunningJob> _running = new();
    private readonly Lazy<JobMeasurements> _measurements = new(() => new JobMeasurements(services.GetService<IMeterFactory>()));

    /// <summary>Occurs after a run has begun or ended.</summary>
    public event Action? Changed;

    /// <summary>Gets the runs that have not ended.</summary>
    public IReadOnlyList<RunningJob> Running => [.. _running.Values];

    /// <summary>Returns a task that completes when all runs have ended that have begun until now.</summary>
    public Task WhenEnded() => Task.WhenAll(_running.Keys.Select(run => run.Task));

    /// <summary>Runs a job once, in a service scope of its own.</summary>
    /// <param name="find">Returns the job. Called when <see cref="WhenEnded"/> waits for the run.</param>
    /// <param name="payload">The payload as JSON; null if there is none.</param>
    /// <exception cref="InvalidPayloadException">The payload is not valid for the parameter of the job.</exception>
    /// <exception cref="TimeoutException">The run did not end within its maximum duration, whatever it did when it was over.</exception>
    /// <exception cref="OperationCanceledException">
    /// The run has failed after <paramref name="stop"/> was cancelled, with whatever exception.
    /// </exception>
    /// <remarks>An exception of the job is logged and thrown.</remarks>
    public async Task RunAsync(Func<BoundJob> find, JobContext context, string? payload, CancellationToken stop)
    {
        var run = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[run] = new RunningJob(context.Name, time.GetUtcNow());
        Changed?.Invoke();
        try
        {
            await MeasureAsync(find(), context, payload, stop);
        }
        finally
        {
            _running.TryRemove(run, out _);
            run.SetResult();
            Changed?.Invoke();
        }
    }

    private async Task MeasureAsync(BoundJob job, JobContext context, string? payload, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        var logger = loggers.CreateLogger(job.File.Path);
        using var activity = JobMeasurements.Start(job, context);
        string? error = null;
        try
        {
            await CallAsync(job, context, payload, logger, stop);
        }
        catch (Exception exception) when (stop.IsCancellationRequested)
        {
            error = "shutdown";
            if (exception is OperationCanceledException)
            {
                Log.Cancelled(logger, null);
                throw;
            }

            Log.Cancelled(logger, exception);
            throw new OperationCanceledException(exception.Message, exception, stop);
        }
        catch (Exception exception)
        {
            error = exception is TimeoutException ? "timeout" : exception.GetType().FullName;
            Log.Failed(logger, exception, context.Attempt, context.Attempts);
            throw;
        }
        finally
        {
            var elapsed = time.GetElapsedTime(started);
            _measurements.Value.Record(activity, elapsed, job, error);
            if (error is null)
            {
                Log.Ended(logger, elapsed.TotalMilliseconds);
            }
        }
    }

    private Task CallAsync(BoundJob job, JobContext context, string? payload, ILogger logger, CancellationToken stop) =>
        job.Config.MaxDuration is { } seconds
            ? CallAsync(job, context, payload, seconds, logger, stop)
            : CallAsync(job, context, payload, stop);

    private async Task CallAsync(BoundJob job, JobContext context, string? payload, int seconds, ILogger logger, CancellationToken stop)
    {
        var maximum = TimeSpan.FromSeconds(seconds);
        using var timeout = new CancellationTokenSource(maximum, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        using var unresponsive = new CancellationTokenSource(maximum + settings.MaxDurationGrace, time);
        using var report = unresponsive.Token.Register(() => Log.DidNotStop(logger, seconds));
        Exception? thrown = null;
        try
        {
            await CallAsync(job, context, payload, either.Token);
        }
        catch (Exception exception) when (IsTooLate())
        {
            thrown = exception;
        }

        if (IsTooLate())
        {
            throw new TimeoutException(UsageTexts.JobTimedOut(seconds), thrown);
        }

        bool IsTooLate() => timeout.IsCancellationRequested && !stop.IsCancellationRequested;
    }

    private async Task CallAsync(BoundJob job, JobContext context, string? payload, CancellationToken stop)
    {
        await using var scope = services.CreateAsyncScope();
        await job.Function.CallAsync(scope.ServiceProvider, context, payload, json.Options, stop);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The run ended after {Milliseconds:0} ms.", EventName = "JobEnded")]
        public static partial void Ended(ILogger logger, double milliseconds);

        [LoggerMessage(2, LogLevel.Error, "Attempt {Attempt} of {Attempts} failed.", EventName = "JobFailed")]
        public static partial void Failed(ILogger logger, Exception exception, int attempt, int attempts);

        [LoggerMessage(3, LogLevel.Warning, "The run was cancelled.", EventName = "JobCancelled")]
        public static partial void Cancelled(ILogger logger, Exception? exception);

        [LoggerMessage(
            4, LogLevel.Error,
            "The run did not end within its maximum duration of {Seconds} s and the grace period. Use its CancellationToken. "
                + "Until it ends, it counts as one of the jobs that may run at the same time.",
            EventName = "JobDidNotStop")]
        public static partial void DidNotStop(ILogger logger, int seconds);
    }
}

/// <param name="Job">The name of the job.</param>
internal sealed record RunningJob(string Job, DateTimeOffset Started);
