using System.Data.Common;
using System.Runtime.ExceptionServices;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace FileRoutedApi.Jobs;

/// <summary>The scheduler of the application. It is created when it is needed first.</summary>
internal sealed class JobScheduler(
    FileRoutesSettings settings,
    IConfiguration configuration,
    PublishedJobs jobs,
    JobRunner runner,
    IServiceProvider services,
    ILoggerFactory loggers,
    TimeProvider time) : IJobEngine, IAsyncDisposable
{
    private static readonly TimeSpan _lastRuns = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _disposing = new();
    private readonly Lazy<JobStore> _store = new(() => JobStore.Read(settings, configuration));
    private Task<QuartzHost>? _host;
    private Task<QuartzHost?>? _paused;
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
    /// <exception cref="DbException">The database does not accept a statement in the transaction of the caller.</exception>
    /// <param name="transaction">The transaction of the caller that the scheduler uses; null for none.</param>
    public async Task<T> UseAsync<T>(Func<QuartzHost, Task<T>> use, CancellationToken cancellationToken, DbTransaction? transaction = null)
    {
        var host = await GetAsync(cancellationToken);
        try
        {
            return await host.UseAsync(use);
        }
        catch (Exception exception) when (
            exception is SchedulerException and not ObjectAlreadyExistsException or DbException or ObjectDisposedException)
        {
            if (transaction is not null && StoreOutage.CauseOf(exception) is { } cause)
            {
                // The caller handles its transaction, as after every other statement that fails in it.
                ExceptionDispatchInfo.Throw(cause);
            }

            throw Unavailable(exception);
        }
    }

    /// <summary>Synchronizes the stored schedules with the files, and starts to run jobs.</summary>
    /// <exception cref="FileRoutesException">The store cannot be used. Try again later.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (Store.Kind == JobStoreKind.Sqlite && _file is null)
        {
            try
            {
                Store.CreateFolder();
                _file = await SqliteLock.TakeAsync(Store.FilePath, time, loggers.CreateLogger<JobScheduler>(), cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw Unavailable(exception);
            }
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

    /// <summary>Begins no more runs. Calls can still be stored.</summary>
    /// <returns>The paused scheduler; null if it was not running.</returns>
    public Task<QuartzHost?> PauseAsync()
    {
        lock (_lock)
        {
            return _paused ??= PauseOnceAsync();
        }
    }

    /// <summary>Begins no more runs, and waits for those that have begun. Calls can still be stored.</summary>
    /// <param name="cancellationToken">Ends the wait. Then the scheduler stops.</param>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        if (await PauseAsync() is not { } host)
        {
            return;
        }

        try
        {
            do
            {
                await runner.WhenEnded().WaitAsync(cancellationToken);

                // A run that was taken from the store before the pause may not have begun yet.
                await Task.Delay(_lastRuns, cancellationToken);
            }
            while (!host.Running.IsEmpty);
        }
        catch (OperationCanceledException)
        {
            await StopAsync();
        }
    }

    /// <summary>Cancels the tokens of the runs that have not ended, and hands these runs back to the store. No calls can be stored.</summary>
    public Task StopAsync()
    {
        lock (_lock)
        {
            return _stopped ??= StopOnceAsync();
        }
    }

    public Task<JobsState> DescribeAsync(CancellationToken cancellationToken) =>
        UseAsync(
            async host =>
            {
                var states = await new JobStates(host, settings.Jobs.Name, IsEnabled, time).ListAsync(jobs.All, cancellationToken);
                var (failed, count) = await FailedOf(host).ListAsync(cancellationToken);
                return new JobsState(Store.Name, states, failed, count, await StoredCalls.CountAsync(host, cancellationToken));
            },
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

    private async Task<QuartzHost?> PauseOnceAsync()
    {
        if (_host is not { IsCompletedSuccessfully: true, Result: var host } || host.Scheduler.Status != SchedulerStatus.Running)
        {
            return null;
        }

        await host.Scheduler.Standby(CancellationToken.None);
        return host;
    }

    private async Task StopOnceAsync()
    {
        if (await PauseAsync() is { } host)
        {
            var shutdown = host.ShutdownAsync(time).WaitAsync(settings.MaxDurationGrace, time, CancellationToken.None);
            await shutdown.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
}
