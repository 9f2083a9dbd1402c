using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;
using Quartz.Extensibility;

namespace FileRoutedApi.Jobs;

/// <summary>
/// A scheduler of Quartz in a container of its own, so that an application without jobs does not load Quartz, and so that the scheduler can
/// be created again after its database was not available.
/// </summary>
internal sealed class QuartzHost : IAsyncDisposable
{
    private const int KeptRunsPerJob = 50;

    // Other processes do not signal new calls, so the database is asked for them at this interval.
    private static readonly TimeSpan _pollingInterval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan _transientRetryInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _keptHistory = TimeSpan.FromDays(7);

    // How late an occurrence may be before it counts as missed.
    private static readonly TimeSpan _missedAfter = TimeSpan.FromMinutes(1);

    private readonly ServiceProvider _container;
    private readonly ConcurrentDictionary<TaskCompletionSource, bool> _uses = [];

    private QuartzHost(ServiceProvider container, IScheduler scheduler)
    {
        _container = container;
        Scheduler = scheduler;
        History = container.GetRequiredService<IExecutionHistoryStore>();
    }

    /// <summary>Gets the time after which an operation is tried again that has failed because the database was not available.</summary>
    public static TimeSpan RetryInterval { get; } = TimeSpan.FromSeconds(5);

    public IScheduler Scheduler { get; }

    /// <summary>Gets what runs in this process, with its triggers.</summary>
    public ConcurrentDictionary<Firing, ITrigger> Running { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Gets the runs of schedules in this process that must not run beside others.</summary>
    public ConcurrentDictionary<TriggerKey, Firing> RunningSchedules { get; } = [];

    /// <summary>Gets the jobs that are known to be stored. They are never deleted.</summary>
    public ConcurrentDictionary<string, bool> StoredJobs { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the runs of jobs. For PostgreSQL they are those of all processes.</summary>
    public IExecutionHistoryStore History { get; }

    /// <summary>Creates a scheduler, which does not run jobs before it is started.</summary>
    /// <param name="createJob">Creates the object that runs one occurrence or call.</param>
    public static async Task<QuartzHost> CreateAsync(
        JobStore store,
        JobSettings settings,
        Func<QuartzHost, RouteJob> createJob,
        TimeProvider time,
        QuartzLoggers loggers,
        CancellationToken cancellationToken)
    {
        store.CreateFolder();
        await store.ProbeAsync(cancellationToken);
        QuartzHost? host = null;
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(loggers);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddQuartzExecutionHistory(history =>
        {
            history.Retention = _keptHistory;
            history.MaxEntriesPerJob = KeptRunsPerJob;
        });
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = settings.Name;
                scheduler.GenerateInstanceId = store.Kind == JobStoreKind.Postgres;
                scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
                if (store.IsDurable)
                {
                    scheduler.IdleWaitTime = _pollingInterval;
                }
            });
            quartz.UseTimeProvider(time);
            quartz.UseDefaultThreadPool(settings.MaxConcurrency);
            quartz.AddJobType<RouteJob>(_ => createJob(host!), ServiceLifetime.Transient);
            Use(store, settings, quartz);
        });
        var container = services.BuildServiceProvider();
        try
        {
            var scheduler = await container.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken);
            return host = new QuartzHost(container, scheduler);
        }
        catch
        {
            await container.DisposeAsync();
            throw;
        }
    }

    /// <summary>Uses the scheduler. A shutdown waits for that, so that a call is not reported as failed that was stored.</summary>
    public async Task<T> UseAsync<T>(Func<QuartzHost, Task<T>> use)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _uses[ended] = true;
        try
        {
            return await use(this);
        }
        finally
        {
            _uses.TryRemove(ended, out _);
            ended.SetResult();
        }
    }

    /// <summary>
    /// Waits for those who use the scheduler, cancels the tokens of the runs that have not ended, and hands these runs back to the store.
    /// </summary>
    public async Task ShutdownAsync(TimeProvider time)
    {
        // An attempt that the shutdown interrupts does not count. The store takes no changes when the shutdown has begun.
        foreach (var (firing, trigger) in Running)
        {
            await firing.TryStoreAsync(firing.Attempt - 1, Scheduler, trigger, CancellationToken.None);
        }

        // A database that does not respond must not keep the runs from being cancelled.
        var unused = Task.WhenAll(_uses.Keys.Select(use => use.Task)).WaitAsync(RetryInterval, time);
        await unused.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
    }

    /// <summary>Stops the scheduler, unless it is stopped.</summary>
    public ValueTask DisposeAsync() => _container.DisposeAsync();

    private static void Use(JobStore store, JobSettings settings, IQuartzBuilder quartz)
    {
        if (!store.IsDurable)
        {
            quartz.UseInMemoryStore(options => options.MisfireThreshold = _missedAfter);
            return;
        }

        var driver = store.FindDriver();
        quartz.UsePersistentStore(database =>
        {
            database.ConfigureStore(options =>
            {
                options.StoreJobDataAsStrings = true;
                options.MisfireThreshold = _missedAfter;
                options.AcceptEnlistedTransactions = store.AcceptsTransactions;
                options.RecoverFiringsCancelledByShutdown = true;
                options.DbRetryInterval = RetryInterval;
                options.TransientRetryInterval = _transientRetryInterval;

                // A call that is stored would wait for other calls, and for each round of all schedulers.
                options.LockOnInsert = store.Kind == JobStoreKind.Sqlite;
            });
            database.ProvisionSchema();
            database.UseExecutionHistory();
            if (store.Kind == JobStoreKind.Sqlite)
            {
                database.UseSqlite(driver, store.ConnectionString);
            }
            else
            {
                database.UsePostgres(driver, store.ConnectionString);
                database.UseClustering(cluster =>
                {
                    cluster.CheckinInterval = TimeSpan.FromSeconds(settings.FailoverAfter / 2);
                    cluster.CheckinMisfireThreshold = TimeSpan.FromSeconds(settings.FailoverAfter / 2);
                });
            }
        });
    }
}
