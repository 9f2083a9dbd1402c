using System.Data.Common;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace FileRoutedApi.Jobs;

/// <summary>The scheduler of the application. It is created when it is needed first.</summary>
internal sealed partial class JobScheduler(
    FileRoutesSettings settings,
    IConfiguration configuration,
    PublishedJobs jobs,
    JobRunner runner,
    IServiceProvider services,
    ILoggerFactory loggers,
    TimeProvider time) : IJobEngine, IAsyncDisposable
{
    private static readonly TimeSpan _lastRuns = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _lockInterval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _disposing = new();
    private readonly Lazy<JobStore> _store = new(() => JobStore.Read(settings, configuration));
    private Task<QuartzHost>? _host;
    private Task? _stopped;
    private SqliteLock? _file;
    private Action? _changed;

    public event Action? Changed
    {
        add
        {
            runner.Changed += value;
            _changed += value;
        }

        remove
        {
            runner.Changed -= value;
            _changed -= value;
        }
    }

    /// <exception cref="FileRoutesException">The setting is not valid (FRA3131).</exception>
    public JobStore Store => _store.Value;

    public string? FindMistake(JobConfig config) => CronSchedule.FindMistake(config, time.GetUtcNow());

    /// <summary>Uses the scheduler. It runs jobs only after <see cref="StartAsync"/>.</summary>
    /// <exception cref="FileRoutesException">The store cannot be used (FRA3131, FRA3132, FRA3136).</exception>
    /// <exception cref="ObjectAlreadyExistsException">What is added exists.</exception>
    public async Task<T> UseAsync<T>(Func<QuartzHost, Task<T>> use, CancellationToken cancellationToken)
    {
        var host = await GetAsync(cancellationToken);
        try
        {
            return await use(host);
        }
        catch (Exception exception) when (exception is SchedulerException and not ObjectAlreadyExistsException or DbException)
        {
            throw Unavailable(exception);
        }
    }

    /// <summary>Makes the stored schedules those of the files, and starts to run jobs.</summary>
    /// <exception cref="FileRoutesException">The store cannot be used. Try again later.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (Store.Kind == JobStoreKind.Sqlite)
        {
            await LockAsync(Store.FilePath, cancellationToken);
        }

        var host = await GetAsync(cancellationToken);
        try
        {
            await new StoredSchedules(jobs, IsEnabled, time).SynchronizeAsync(host.Scheduler, cancellationToken);
            if (host.Scheduler.Status == SchedulerStatus.Created)
            {
                await host.Scheduler.Start(cancellationToken);
            }

            ReportChange();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            if (host.Scheduler.Status != SchedulerStatus.Running)
            {
                // A scheduler whose start has failed cannot be started again.
                await ForgetAsync();
            }

            throw Unavailable(exception);
        }
    }

    /// <summary>Ends new runs, and waits for those that have begun. A second call waits for the first.</summary>
    /// <param name="cancellationToken">Ends the wait. Then the tokens of the runs are cancelled.</param>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _stopped ??= StopOnceAsync(cancellationToken);
        }
    }

    public Task<JobsState> DescribeAsync(CancellationToken cancellationToken) =>
        UseAsync(
            async host => new JobsState(
                Store.Name,
                await new JobStates(host, settings.Jobs.Name, IsEnabled, time).ListAsync(jobs.All, cancellationToken),
                await FailedOf(host).ListAsync(cancellationToken),
                await StoredCalls.CountAsync(host, cancellationToken)),
            cancellationToken);

    /// <summary>Raises <see cref="Changed"/>.</summary>
    public void ReportChange() => _changed?.Invoke();

    public Task RunNowAsync(string name, string? payload, CancellationToken cancellationToken)
    {
        var job = jobs.Get(name);
        return UseAsync(
            async host =>
            {
                await host.Scheduler.AddJob(JobTriggers.JobOf(job.Name), new AddJobOptions { Replace = true }, cancellationToken);
                await host.Scheduler.TriggerJob(
                    CallKeys.JobOf(job.Name), payload is null ? null : new JobDataMap { [CallKeys.Payload] = payload }, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    public Task<bool> RetryAsync(string id, CancellationToken cancellationToken) =>
        ChangeAsync(failed => failed.RetryAsync(id, cancellationToken), cancellationToken);

    public Task<bool> DiscardAsync(string id, CancellationToken cancellationToken) =>
        ChangeAsync(failed => failed.DiscardAsync(id, cancellationToken), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // Two services are this object, and the container disposes each of them.
        if (!_disposing.IsCancellationRequested)
        {
            await _disposing.CancelAsync();
            await ForgetAsync();
            _file?.Dispose();
            _disposing.Dispose();
        }
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _host) is { IsCompletedSuccessfully: true, Result: var host }
            && host.Scheduler.Status == SchedulerStatus.Running)
        {
            await host.Scheduler.Standby(CancellationToken.None);
            await DrainAsync(host, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // Cancels what still runs, and hands it back to the store.
            await ShutdownAsync(host)
                .WaitAsync(settings.MaxDurationGrace, time, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Interlocked.Exchange(ref _file, null)?.Dispose();
    }

    private async Task<bool> ChangeAsync(Func<FailedCalls, Task<bool>> change, CancellationToken cancellationToken)
    {
        var isChanged = await UseAsync(host => change(FailedOf(host)), cancellationToken);
        ReportChange();
        return isChanged;
    }

    /// <summary>Returns the scheduler. Concurrent callers share one attempt to create it, which may wait for a database.</summary>
    private Task<QuartzHost> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_host is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _host = Task.Run(CreateAsync, CancellationToken.None);
            }

            return _host.WaitAsync(cancellationToken);
        }
    }

    private async Task<QuartzHost> CreateAsync()
    {
        try
        {
            return await QuartzHost.CreateAsync(Store, settings.Jobs, CreateJob, time, QuartzLoggers(), _disposing.Token);
        }
        catch (Exception exception) when (exception is not (FileRoutesException or OperationCanceledException))
        {
            throw Unavailable(exception);
        }
    }

    /// <summary>
    /// Waits until no other scheduler runs the jobs of the file: one of another process, or of this application before a restart.
    /// </summary>
    private async Task LockAsync(string database, CancellationToken cancellationToken)
    {
        Store.CreateFolder();
        var isReported = false;
        for (var started = time.GetTimestamp(); _file is null && (_file = SqliteLock.TryTake(database)) is null;)
        {
            if (!isReported && time.GetElapsedTime(started) > QuartzHost.RetryInterval)
            {
                isReported = true;
                Log.InUse(loggers.CreateLogger<JobScheduler>(), RouteDiagnostics.JobStoreInUse(database).ToString());
            }

            await Task.Delay(_lockInterval, time, cancellationToken);
        }
    }

    private async Task DrainAsync(QuartzHost host, CancellationToken cancellationToken)
    {
        do
        {
            await runner.WhenEnded().WaitAsync(cancellationToken);

            // A run that was taken from the store before the standby may not have begun yet.
            await Task.Delay(_lastRuns, cancellationToken);
        }
        while (!host.Running.IsEmpty);
    }

    private static async Task ShutdownAsync(QuartzHost host)
    {
        // An attempt that the shutdown interrupts does not count. The store takes no changes when the shutdown has begun.
        foreach (var (firing, trigger) in host.Running)
        {
            await firing.TryStoreAsync(firing.Attempt - 1, host.Scheduler, trigger, CancellationToken.None);
        }

        await host.Scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
    }

    private bool IsEnabled(JobConfig config) =>
        config.EnabledBy is null || (bool.TryParse(configuration[config.EnabledBy], out var isEnabled) && isEnabled);

    private QuartzLoggers QuartzLoggers() =>
        new(loggers, new StoreOutage(Store, time, loggers.CreateLogger<JobScheduler>(), _disposing.Token));

    private RouteJob CreateJob(QuartzHost host) => new(ServicesOfJobs(), host);

    private FailedCalls FailedOf(QuartzHost host) => ServicesOfJobs().FailedOf(host);

    private RouteJobServices ServicesOfJobs() => new(jobs, runner, Store, services.GetService<IOccurrenceKeys>(), time, loggers);

    private async Task ForgetAsync()
    {
        if (Interlocked.Exchange(ref _host, null) is { } creating)
        {
            await ((Task)creating).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (creating.IsCompletedSuccessfully)
            {
                await (await creating).DisposeAsync();
            }
        }
    }

    private static FileRoutesException Unavailable(Exception exception) =>
        new(RouteDiagnostics.JobStoreUnavailable(StoreOutage.ReasonOf(exception)), exception);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Diagnostic}", EventName = "JobStoreInUse")]
        public static partial void InUse(ILogger logger, string diagnostic);
    }
}
