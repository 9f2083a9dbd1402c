using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Jobs;

/// <summary>Runs jobs. When and how often is decided by the scheduler.</summary>
internal sealed partial class JobRunner(IServiceProvider services, RouteJson json, TimeProvider time, ILoggerFactory loggers)
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
    /// <param name="payload">The payload as JSON; null if there is none.</param>
    /// <exception cref="InvalidPayloadException">The payload is not valid for the parameter of the job.</exception>
    /// <exception cref="TimeoutException">The maximum duration is over.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled by <paramref name="stop"/>.</exception>
    /// <remarks>An exception of the job is logged and thrown.</remarks>
    public async Task RunAsync(BoundJob job, JobContext context, string? payload, CancellationToken stop)
    {
        var run = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[run] = new RunningJob(job.Name, time.GetUtcNow());
        Changed?.Invoke();
        try
        {
            await MeasureAsync(job, context, payload, stop);
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
            await CallAsync(job, context, payload, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            error = "shutdown";
            Log.Cancelled(logger);
            throw;
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

    private async Task CallAsync(BoundJob job, JobContext context, string? payload, CancellationToken stop)
    {
        using var timeout = job.Config.MaxDuration is { } seconds ? new CancellationTokenSource(TimeSpan.FromSeconds(seconds), time) : null;
        using var either = timeout is null ? null : CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        try
        {
            await using var scope = services.CreateAsyncScope();
            await job.Function.CallAsync(scope.ServiceProvider, context, payload, json.Options, either?.Token ?? stop);
        }
        catch (OperationCanceledException exception) when (timeout is { IsCancellationRequested: true } && !stop.IsCancellationRequested)
        {
            throw new TimeoutException(UsageTexts.JobTimedOut(job.Config.MaxDuration!.Value), exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The run ended after {Milliseconds:0} ms.", EventName = "JobEnded")]
        public static partial void Ended(ILogger logger, double milliseconds);

        [LoggerMessage(2, LogLevel.Error, "Attempt {Attempt} of {Attempts} failed.", EventName = "JobFailed")]
        public static partial void Failed(ILogger logger, Exception exception, int attempt, int attempts);

        [LoggerMessage(3, LogLevel.Warning, "The run was cancelled.", EventName = "JobCancelled")]
        public static partial void Cancelled(ILogger logger);
    }
}

/// <param name="Job">The name of the job.</param>
internal sealed record RunningJob(string Job, DateTimeOffset Started);
