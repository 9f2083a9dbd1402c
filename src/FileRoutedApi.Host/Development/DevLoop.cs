using System.Diagnostics;
using FileRoutedApi.Compilation;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Hosting;
using FileRoutedApi.Live;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Host.Development;

/// <summary>Keeps the running application in sync with the folder: reloads what changed, and restarts where that is not enough.</summary>
internal sealed class DevLoop(
    ServedFolder folder, DevServer server, SavedChanges saved, Task<IFeatureCollection> listening, DevTerminal terminal, DevActivity activity) : IAsyncDisposable
{
    private static readonly TimeSpan _soon = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan _quiet = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _idle = TimeSpan.FromSeconds(1);

    private readonly CompilationSession _session = new(folder.Root);
    private readonly RouteFolder _folder = new(folder.Root);
    private readonly Retirement _retirement = new(terminal);
    private readonly CancellationTokenSource _warming = new();
    private readonly ManualResetEventSlim _calm = new(initialState: true);
    private FolderWatcher? _watcher;
    private FolderContent _attempted = FolderContent.Empty;
    private FolderContent _settings = FolderContent.Empty;
    private FolderStamps _stamps = null!;
    private IReadOnlyList<RouteDiagnostic> _failure = [];
    private int _reloads;
    private bool _cachesAreStale;

    /// <summary>Called when the application that answers has ended of itself.</summary>
    public Action? Ended { get; set; }

    /// <summary>Starts the first application. Where it cannot start, requests are told why until it can.</summary>
    /// <exception cref="FileRoutesException">No change of a file can fix the mistake.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _watcher = FolderWatcher.Start(_folder);
        saved.Wake = _watcher.Wake;
        _stamps = FolderStamps.Of(_folder);
        var started = Stopwatch.GetTimestamp();
        try
        {
            var application = await StartApplicationAsync(inParts: true, cancellationToken);
            saved.Put(Snapshot(application));
            _ = server.Put(application);
            terminal.Listening(await listening);
            EndIfStopped(application);
            _ = FinishAsync(application, started);
        }
        catch (FileRoutesException exception) when (IsOfFiles(exception))
        {
            saved.Put(Snapshot(null));
            Fail(exception);
            terminal.Listening(await listening.WaitAsync(cancellationToken));
            terminal.NotStarted(exception.Diagnostics);
        }
    }

    private async Task FinishAsync(RunningApplication application, long started)
    {
        try
        {
            await application.Live.FirstLoad;
            terminal.Ready(application.Live.State, Stopwatch.GetElapsedTime(started));
            WarmUp(application);
        }
        catch (FileRoutesException exception)
        {
            Fail(exception);
            terminal.NotRestarted(exception.Diagnostics, another: false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            terminal.Unexpected("the folder could not be loaded", exception);
        }
    }

    /// <summary>Follows the folder until it is told to stop.</summary>
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

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var next = _soon;
        while (!cancellationToken.IsCancellationRequested)
        {
            var events = await _watcher!.WaitAsync(next, cancellationToken);
            var found = saved.Begin();
            if (events is { Count: 0 } && found.Count == 0)
            {
                // The look before has seen to the request that asked for this one.
                continue;
            }

            var isIdle = events is null && found.Count == 0 && next == _idle;

            // Quiet again: one look at everything, at what no event told of too.
            _calm.Reset();
            next = await LookAsync(events ?? [], found, cancellationToken);
            saved.End(next == _soon ? null : Snapshot(server.Application));

            // No event tells of the end of a grace period.
            var due = _session.Files.EmptyFileDue;
            next = due < next ? due.Value : next;
            _calm.Set();
            if (isIdle && next == _idle && due is null)
            {
                ClearCaches();
                next = Timeout.InfiniteTimeSpan;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _watcher?.Dispose();
        await _warming.CancelAsync();
        if (server.Application is { } application)
        {
            await application.DisposeAsync();
        }
    }

    /// <param name="events">The paths that events named.</param>
    /// <param name="found">The paths that requests have found changed.</param>
    /// <returns>When to look again, where nothing happens until then.</returns>
    private async Task<TimeSpan> LookAsync(IReadOnlyCollection<string> events, IReadOnlyCollection<string> found, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        string[] paths = [.. events.Union(found)];
        var sameRoutes = server.Application?.Live.AreKnown(paths) == true;
        _session.Files.Look(paths, trusts: sameRoutes);
        try
        {
            // Before the names are read: what comes or goes afterwards shows as a change.
            _stamps = sameRoutes ? _stamps : FolderStamps.Of(_folder);
            if (server.Application is not { } application || (!sameRoutes && !FolderContent.OfSettings(_session.Files, _folder).IsSameAs(_settings)))
            {
                await RestartAsync(events, cancellationToken);
                return _idle;
            }

            var update = await application.Live.ReloadAsync(sameRoutes, cancellationToken);
            switch (update.Outcome)
            {
                case LiveOutcome.NeedsRestart:
                    await RestartAsync(events, cancellationToken);
                    return _idle;
                case LiveOutcome.Unsettled:
                    return _soon;
                case LiveOutcome.Published:
                    _cachesAreStale = true;
                    _retirement.Retire(update.Retired, server.Put(application));
                    _reloads++;
                    Report(application, update.State);
                    terminal.Updated(update, Stopwatch.GetElapsedTime(started));
                    break;
                default:
                    break;
            }

            // Only a look at everything can tell that nothing is wrong any more.
            if (_failure.Count > 0 && !sameRoutes)
            {
                _failure = [];
                Report(application, application.Live.State);
                terminal.Recovered();
            }
        }
        catch (FileRoutesException exception)
        {
            Fail(exception);
            terminal.NotRestarted(exception.Diagnostics, another: server.Application is not null);
        }

        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            terminal.Unexpected("the change could not be applied; save the file again", exception);
        }

        return _idle;
    }

    private async Task RestartAsync(IReadOnlyCollection<string> events, CancellationToken cancellationToken)
    {
        // A save of several files is one change.
        var changed = events.ToHashSet();
        while (await _watcher!.WaitAsync(_quiet, cancellationToken) is { } more)
        {
            _session.Files.Look(more, trusts: false);
            changed.UnionWith(more);
        }

        // What failed is tried again when a file is saved, be it as it was: what was missing may be no file.
        _stamps = FolderStamps.Of(_folder);
        var content = FolderContent.Of(_session.Files, _folder);
        if (content.IsSameAs(_attempted) && !changed.Any(path => File.Exists(Path.Combine(_folder.Root, path))))
        {
            return;
        }

        var started = Stopwatch.GetTimestamp();
        terminal.Restarting(content.ReasonsSince(_attempted, changed));
        var application = await StartApplicationAsync(inParts: false, cancellationToken);
        var old = server.Application;
        var drained = server.Put(application);
        EndIfStopped(application);
        _cachesAreStale = true;
        _failure = [];
        _reloads++;
        Report(application, application.Live.State);
        terminal.Restarted(application.Live.State, Stopwatch.GetElapsedTime(started));
        if (old is not null)
        {
            _ = _retirement.EndAsync(old, drained);
        }
    }

    private async Task<RunningApplication> StartApplicationAsync(bool inParts, CancellationToken cancellationToken)
    {
        _attempted = FolderContent.Of(_session.Files, _folder);
        var settings = FolderContent.OfSettings(_session.Files, _folder);
        var application = await RunningApplication.StartAsync(folder, _session, listening, inParts ? Report : (_, _) => { }, inParts, cancellationToken);
        _settings = settings;
        application.Stopping.Register(() => EndIfStopped(application));
        return application;
    }

    private void WarmUp(RunningApplication application)
    {
        if (application.Services.GetRequiredService<IRouteModuleSource>() is CompiledModuleSource source)
        {
            new Thread(() => WarmUp(source, application.Live.State.Table)) { IsBackground = true, Priority = ThreadPriority.BelowNormal, Name = "Warm-up" }.Start();
        }
    }

    private void WarmUp(CompiledModuleSource source, RouteTable table)
    {
        try
        {
            source.WarmUp(table, _calm.Wait, _warming.Token);
        }
        catch (Exception)
        {
            // Ended by a change, which does the same; whatever else went wrong shows there.
        }
    }

    private void Fail(FileRoutesException exception)
    {
        _failure = exception.Diagnostics;
        server.Fail(_failure);
        activity.Report(server.Application is null
            ? DevState.Empty with { Diagnostics = _failure, Root = folder.Root }
            : activity.State with { Diagnostics = [.. _failure, .. activity.State.Diagnostics.Except(_failure)] });
    }

    private void Report(RunningApplication application, LiveState state) =>
        activity.Report(DevState.Of(state, _failure, application.Services.GetRequiredService<FileRoutesSettings>(), _reloads));

    private void EndIfStopped(RunningApplication application)
    {
        if (application.Stopping.IsCancellationRequested && server.Application == application)
        {
            Ended?.Invoke();
        }
    }

    private void ClearCaches()
    {
        if (_cachesAreStale)
        {
            _cachesAreStale = false;
            TypeCaches.Clear();
        }
    }

    private FolderSnapshot Snapshot(RunningApplication? application) => new(
        _folder.Root,
        application?.Live.State.Table,
        application?.Services.GetRequiredService<FileRoutesSettings>().Table.BasePath ?? "",
        _session.Files.Stamps(),
        _stamps);

    private static bool IsOfFiles(FileRoutesException exception) => exception.Diagnostics.Any(diagnostic => diagnostic.File is not null || diagnostic.Id is DiagnosticIds.FRA3016_ServicesNotBuilt or DiagnosticIds.FRA3018_ServiceDidNotStart);
}
