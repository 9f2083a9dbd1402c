using FileRoutedApi.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Jobs;

/// <summary>Starts the scheduler when the application has started, follows changes of the jobs, and stops it.</summary>
internal sealed class JobsService(
    FileRoutesSettings settings,
    JobScheduler scheduler,
    PublishedJobs jobs,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<JobsService> logger)
    : IHostedLifecycleService, IDisposable
{
    private readonly SemaphoreSlim _changed = new(0);
    private readonly CancellationTokenSource _stopping = new();
    private Task _following = Task.CompletedTask;
    private bool _isUnavailable;

    /// <exception cref="FileRoutesException">The store cannot be used with these settings (FRA3131, FRA3132).</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (jobs.HasAny && scheduler.Store.IsDurable)
        {
            _ = scheduler.Store.FindDriver();
        }

        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (settings.Jobs.Enabled)
        {
            jobs.Changed += OnChanged;
            lifetime.ApplicationStopping.Register(() => _ = PauseAsync());
            _following = Task.Run(FollowAsync, CancellationToken.None);
            if (jobs.HasAny)
            {
                OnChanged();
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Waits for the runs that have begun.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await PauseAsync();
        await scheduler.DrainAsync(cancellationToken);
    }

    /// <summary>Stops the scheduler when all services have stopped: work after responses and services may store calls until then.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => scheduler.StopAsync();

    /// <summary>
    /// Ends the work if the application was not stopped. What it uses is not disposed, because an application can be disposed while it stops.
    /// </summary>
    public void Dispose() => _stopping.Cancel();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void OnChanged() => _changed.Release();

    /// <summary>Begins no more runs: at the start of a shutdown, and not after its requests.</summary>
    private async Task PauseAsync()
    {
        jobs.Changed -= OnChanged;
        await _stopping.CancelAsync();
        await _following;
        await scheduler.PauseAsync();
    }

    /// <summary>
    /// Applies every change. While the database is not available, it tries again: the application serves requests, and its jobs run later.
    /// </summary>
    private async Task FollowAsync()
    {
        try
        {
            while (true)
            {
                await _changed.WaitAsync(_stopping.Token);
                while (!await TryStartAsync())
                {
                    await Task.Delay(QuartzHost.RetryInterval, time, _stopping.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }

    private async Task<bool> TryStartAsync()
    {
        try
        {
            await scheduler.StartAsync(_stopping.Token);
            if (_isUnavailable)
            {
                _isUnavailable = false;
                StoreOutage.Log.Available(logger);
            }

            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Once for each time that it is not available.
            if (!_isUnavailable)
            {
                _isUnavailable = true;
                StoreOutage.Log.Unavailable(logger, exception.Message);
            }

            return false;
        }
    }
}
