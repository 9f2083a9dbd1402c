using System.Diagnostics;
using FileRoutedApi.AfterResponse;
using FileRoutedApi.Compilation.Loading;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Http;
using FileRoutedApi.Jobs;
using FileRoutedApi.Live;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using FileRoutedApi.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Compilation.Development;

/// <summary>
/// Reloads changed route files of an application while it runs. Unlike the host, it cannot restart the application: a change of code that
/// all files share takes effect after the developer has restarted it.
/// </summary>
internal sealed partial class DevelopmentLoop(
    FileRoutesSettings settings,
    LiveRoutes live,
    CompilationSession session,
    PipelineState pipeline,
    DevActivity activity,
    AfterRunner after,
    OpenSockets sockets,
    JobRunner jobs,
    IConfiguration configuration,
    IServiceProvider services,
    ILogger<DevelopmentLoop> logger) : IHostedLifecycleService, IAsyncDisposable
{
    private readonly RouteFolder _folder = new(settings.Root);
    private readonly SavedChanges _saved = new();
    private readonly TypeCaches _caches = new();
    private readonly CancellationTokenSource _stopping = new();
    private IReadOnlyList<RouteDiagnostic> _failure = [];
    private RequestGate _gate = new();
    private FolderWatcher? _watcher;
    private FolderStamps? _stamps;
    private Task _following = Task.CompletedTask;
    private Task _drained = Task.CompletedTask;
    private int _reloads;

    /// <summary>Waits until the application is up to date with the files that a request depends on.</summary>
    public Task WaitAsync(string target, CancellationToken aborted) => _saved.WaitAsync(target, aborted);

    /// <summary>Enters the gate of the current code, which is not disposed before the request has left it.</summary>
    public IRequestInFlight Enter()
    {
        while (true)
        {
            var gate = Volatile.Read(ref _gate);
            if (gate.TryEnter())
            {
                return gate.CreatePass();
            }
        }
    }

    /// <exception cref="FileRoutesException">The code that all files depend on has errors.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!pipeline.IsMapped)
        {
            return;
        }

        _watcher = FolderWatcher.Start(_folder);
        _saved.PollRequested = _watcher.Wake;
        _stamps = FolderStamps.Of(_folder);
        await live.StartAsync(inParts: false, cancellationToken);
        foreach (var diagnostic in live.State.Diagnostics)
        {
            Report(diagnostic);
        }

        Log.Watching(logger, live.State.Table.Routes.Count, settings.Root);
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (_watcher is not null)
        {
            // Here and not earlier, because the endpoints of the application are known now.
            Show();
            _saved.Set(Snapshot());
            _following = FollowAsync(_watcher, _stopping.Token);
        }

        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        _saved.Close();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        _watcher?.Dispose();
        _stopping.Dispose();
        foreach (var module in live.State.Loaded.Generation.Modules)
        {
            await module.DisposeAsync();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task FollowAsync(FolderWatcher watcher, CancellationToken cancellationToken)
    {
        var interval = PollingIntervals.Unconfirmed;
        while (!cancellationToken.IsCancellationRequested)
        {
            var events = await watcher.WaitAsync(interval, cancellationToken);
            var requested = _saved.BeginPoll();
            if (events is { Count: 0 } && requested.Count == 0)
            {
                continue;
            }

            var isQuiet = events is null && requested.Count == 0 && interval == PollingIntervals.Idle;
            interval = await PollAsync([.. (events ?? []).Union(requested)], cancellationToken);
            _saved.EndPoll(interval == PollingIntervals.Unconfirmed ? null : Snapshot());
            var graceLeft = session.Files.EmptyFileDue;
            interval = graceLeft < interval ? graceLeft.Value : interval;
            if (isQuiet && interval == PollingIntervals.Idle && graceLeft is null)
            {
                _caches.ClearIfStale();
                interval = Timeout.InfiniteTimeSpan;
            }
        }
    }

    /// <returns>The time after which to poll again if there is no event.</returns>
    private async Task<TimeSpan> PollAsync(string[] paths, CancellationToken cancellationToken)
    {
        var sameRoutes = live.AreKnown(paths);
        session.Files.Invalidate(paths, sameRoutes);
        _stamps = sameRoutes ? _stamps : FolderStamps.Of(_folder);
        try
        {
            var started = Stopwatch.GetTimestamp();
            var update = await live.ReloadAsync(sameRoutes, cancellationToken);
            switch (update.Outcome)
            {
                case LiveOutcome.Unconfirmed:
                    return PollingIntervals.Unconfirmed;
                case LiveOutcome.NeedsRestart:
                    Fail([RouteDiagnostics.RestartRequired()]);
                    break;
                case LiveOutcome.Published:
                    Publish(update, Stopwatch.GetElapsedTime(started));
                    break;
                case LiveOutcome.Nothing when _failure.Count > 0 && !sameRoutes:
                    Fail([]);
                    break;
            }
        }
        catch (FileRoutesException exception)
        {
            Fail(exception.Diagnostics);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.NotApplied(logger, exception);
        }

        return PollingIntervals.Idle;
    }

    private void Publish(LiveUpdate update, TimeSpan elapsed)
    {
        _failure = [];
        _reloads++;
        _caches.MarkStale();
        var old = Interlocked.Exchange(ref _gate, new RequestGate());
        _drained = Task.WhenAll(_drained, old.CloseAsync());
        _ = DisposeAsync([.. update.Retired.Where(module => module.OwnsResources)], sockets.RestartAsync(update.Retired, _drained));
        activity.Add(new ChangeEntry(DateTimeOffset.Now, "reloaded", [.. update.Changed, .. update.Removed], elapsed));
        Log.Reloaded(logger, string.Join(", ", update.Changed.Concat(update.Removed)), elapsed.TotalMilliseconds);
        foreach (var diagnostic in update.State.Diagnostics.Except(update.Before.Diagnostics))
        {
            Report(diagnostic);
        }

        Show();
    }

    private async Task DisposeAsync(IReadOnlyList<RouteModule> modules, Task drained)
    {
        // The requests and WebSockets of the old code, the work that they have left for after their responses, and jobs.
        await drained;
        await after.WhenEnded();
        await jobs.WhenEnded();
        foreach (var module in modules)
        {
            try
            {
                await module.DisposeAsync();
            }
            catch (Exception exception)
            {
                Log.NotDisposed(logger, exception, module.File.Path);
            }
        }
    }

    /// <summary>Shows why the last change could not be applied; nothing if it could.</summary>
    private void Fail(IReadOnlyList<RouteDiagnostic> failure)
    {
        foreach (var diagnostic in failure.Except(_failure))
        {
            Report(diagnostic);
        }

        _failure = failure;
        Show();
    }

    private void Show() => activity.Report(DevState.Of(live.State, _failure, settings, _reloads) with
    {
        Configuration = configuration,
        Links = DocumentLinks.Of(services),
        Jobs = DevJobs.Of(services),
    });

    private FolderSnapshot Snapshot() => new(
        settings.Root, live.State.Table, settings.Table.BasePath, session.Files.Stamps(), _stamps ?? FolderStamps.Of(_folder));

    private void Report(RouteDiagnostic diagnostic)
    {
        if (diagnostic.IsError)
        {
            Log.Error(logger, diagnostic);
        }
        else
        {
            Log.Warning(logger, diagnostic);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Watching the route files of {Root}, routes: {Count}. Dashboard: /_dev", EventName = "Watching")]
        public static partial void Watching(ILogger logger, int count, string root);

        [LoggerMessage(2, LogLevel.Information, "Reloaded {Files} in {Elapsed:0} ms", EventName = "Reloaded")]
        public static partial void Reloaded(ILogger logger, string files, double elapsed);

        [LoggerMessage(3, LogLevel.Error, "{Diagnostic}", EventName = "Error")]
        public static partial void Error(ILogger logger, RouteDiagnostic diagnostic);

        [LoggerMessage(4, LogLevel.Warning, "{Diagnostic}", EventName = "Warning")]
        public static partial void Warning(ILogger logger, RouteDiagnostic diagnostic);

        [LoggerMessage(5, LogLevel.Error, "The change could not be applied. Save the file again.", EventName = "NotApplied")]
        public static partial void NotApplied(ILogger logger, Exception exception);

        [LoggerMessage(6, LogLevel.Error, "The resources of {File} could not be disposed.", EventName = "NotDisposed")]
        public static partial void NotDisposed(ILogger logger, Exception exception, string file);
    }
}
