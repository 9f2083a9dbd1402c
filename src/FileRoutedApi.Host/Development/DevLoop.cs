using System.Diagnostics;
using FileRoutedApi.Compilation.Development;
using FileRoutedApi.Compilation.Loading;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Host.Development;

/// <summary>Starts the first application of the development server, then watches the folder and applies changes.</summary>
/// <param name="listening">Completes with the features of the front server when it listens.</param>
internal sealed class DevLoop(
    ServedFolder folder,
    HostConsole console,
    DevServer server,
    SavedChanges saved,
    Task<IFeatureCollection> listening,
    DevTerminal terminal,
    DevStatus status,
    TimeProvider time) : IAsyncDisposable
{
    private readonly CompilationSession _session = new(folder.Root);
    private readonly CompilerWarmUp _warmUp = new();
    private readonly TypeCaches _caches = new();
    private readonly DocumentFile _document = new(folder.Root, server, status, terminal);
    private FolderWatcher _watcher = null!;
    private volatile ApplicationUpdater _updater = null!;

    /// <summary>Starts the first application. If it cannot start, requests get the errors as their response until it can.</summary>
    /// <exception cref="FileRoutesException">The errors are not in a file, so no change to a file can fix them.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var routes = new RouteFolder(folder.Root);
        var starter = new ApplicationStarter(folder, console, _session, listening, time);
        _watcher = FolderWatcher.Start(routes);
        _updater = new ApplicationUpdater(routes, _watcher, _session, starter, server, status, terminal, _caches);
        saved.PollRequested = _watcher.Wake;
        status.Changed = _document.Update;
        _document.Start();
        var started = Stopwatch.GetTimestamp();
        try
        {
            var application = await starter.StartAsync(inParts: true, status.Report, cancellationToken);
            saved.Set(_updater.Snapshot(application));
            _ = server.Put(application);
            terminal.Listening(await listening);
            _ = FinishAsync(application, started);
        }
        catch (FileRoutesException exception) when (CanBeFixedInFiles(exception))
        {
            saved.Set(_updater.Snapshot(null));
            status.Fail(exception);
            terminal.Listening(await listening.WaitAsync(cancellationToken));
            terminal.NotStarted(exception.Diagnostics);
        }
    }

    /// <summary>Restarts the application, even if no file has changed.</summary>
    public void Restart()
    {
        _updater?.RequestRestart();
        _watcher?.Wake();
    }

    /// <summary>Applies changes of the folder until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FollowAsync(cancellationToken);
        }
        finally
        {
            saved.Close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _watcher?.Dispose();
        _warmUp.Dispose();
        await _document.DisposeAsync();
        if (server.Application is { } application)
        {
            await application.DisposeAsync();
        }
    }

    /// <summary>Completes the first start after the rest of a large folder has been loaded, which requests do not wait for.</summary>
    private async Task FinishAsync(RunningApplication application, long started)
    {
        try
        {
            await application.Live.FirstLoad;
            terminal.Ready(application.Live.State, Stopwatch.GetElapsedTime(started));
            _document.Update();
            _warmUp.Start(application);
        }
        catch (FileRoutesException exception)
        {
            status.Fail(exception);
            terminal.NotRestarted(exception.Diagnostics, hasApplication: false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            terminal.Unexpected("the folder could not be loaded", exception);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var interval = PollingIntervals.Unconfirmed;
        while (!cancellationToken.IsCancellationRequested)
        {
            var events = await _watcher.WaitAsync(interval, cancellationToken);
            var requested = saved.BeginPoll();
            if (events is { Count: 0 } && requested.Count == 0 && !_updater.IsRestartRequested)
            {
                // A request woke the watcher, but the previous poll has already included its change.
                continue;
            }

            var isQuiet = events is null && requested.Count == 0 && interval == PollingIntervals.Idle;
            _warmUp.Pause();
            interval = await _updater.PollAsync(events ?? [], requested, cancellationToken);
            saved.EndPoll(interval == PollingIntervals.Unconfirmed ? null : _updater.Snapshot(server.Application));

            // No event is raised when the grace period of an empty file is over, so poll again at that time.
            var graceLeft = _session.Files.EmptyFileDue;
            interval = graceLeft < interval ? graceLeft.Value : interval;
            _warmUp.Resume();
            if (isQuiet && interval == PollingIntervals.Idle && graceLeft is null)
            {
                _caches.ClearIfStale();
                interval = Timeout.InfiniteTimeSpan;
            }
        }
    }

    // The errors of services do not always name a file, but can be fixed in one.
    private static bool CanBeFixedInFiles(FileRoutesException exception) =>
        exception.Diagnostics.Any(diagnostic => diagnostic.File is not null || diagnostic.Id
            is DiagnosticIds.FRA3016_ServicesNotBuilt or DiagnosticIds.FRA3018_ServiceDidNotStart
            or DiagnosticIds.FRA3106_ServiceMissing or DiagnosticIds.FRA3107_ServiceLifetime or DiagnosticIds.FRA3108_ServiceCycle);
}
