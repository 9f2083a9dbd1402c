using System.Diagnostics;
using FileRoutedApi.AfterResponse;
using FileRoutedApi.Compilation.Development;
using FileRoutedApi.Compilation.Loading;
using FileRoutedApi.Jobs;
using FileRoutedApi.Live;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using FileRoutedApi.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace FileRoutedApi.Host.Development;

/// <summary>
/// Keeps the running application in sync with the folder: reloads changed files, and restarts the application when that is not enough.
/// </summary>
internal sealed partial class ApplicationUpdater(
    RouteFolder folder,
    FolderWatcher watcher,
    CompilationSession session,
    ApplicationStarter starter,
    DevServer server,
    DevStatus status,
    DevTerminal terminal,
    TypeCaches caches)
{
    private readonly Retirement _retirement = new(terminal);
    private FolderStamps _stamps = FolderStamps.Of(folder);
    private volatile bool _isRestartRequested;

    /// <summary>Gets whether the next poll restarts the application, whatever has changed.</summary>
    public bool IsRestartRequested => _isRestartRequested;

    /// <summary>Restarts the application at the next poll.</summary>
    public void RequestRestart() => _isRestartRequested = true;

    /// <summary>Compares the folder with the running application and applies the changes.</summary>
    /// <param name="events">The paths that file system events have reported.</param>
    /// <param name="requested">The paths of changed files that requests have found.</param>
    /// <returns>The time after which to poll again if there is no event.</returns>
    public async Task<TimeSpan> PollAsync(
        IReadOnlyCollection<string> events, IReadOnlyCollection<string> requested, CancellationToken cancellationToken)
    {
        string[] paths = [.. events.Union(requested)];
        var sameRoutes = server.Application?.Live.AreKnown(paths) == true;
        session.Files.Invalidate(paths, sameRoutes);
        try
        {
            // Read the stamps before the names of the files. Otherwise a file that is created or deleted in between would not count as a
            // change.
            _stamps = sameRoutes ? _stamps : FolderStamps.Of(folder);
            if (_isRestartRequested || server.Application is not { } application || (!sameRoutes && starter.HaveSettingsChanged()))
            {
                await RestartAsync(events, cancellationToken);
                return PollingIntervals.Idle;
            }

            return await ReloadAsync(application, paths, events, sameRoutes, cancellationToken);
        }
        catch (FileRoutesException exception)
        {
            status.Fail(exception);
            terminal.NotRestarted(exception.Diagnostics, hasApplication: server.Application is not null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            terminal.Unexpected("the change could not be applied; save the file again", exception);
        }

        return PollingIntervals.Idle;
    }

    /// <summary>Returns the state of the files that an application was created from.</summary>
    /// <param name="application">Null if no application runs.</param>
    public FolderSnapshot Snapshot(RunningApplication? application) => new(
        folder.Root,
        application?.Live.State.Table,
        application?.Services.GetRequiredService<FileRoutesSettings>().Table.BasePath ?? "",
        session.Files.Stamps(),
        _stamps);

    /// <param name="paths">The changed paths, from events and requests.</param>
    private async Task<TimeSpan> ReloadAsync(
        RunningApplication application,
        IReadOnlyCollection<string> paths,
        IReadOnlyCollection<string> events,
        bool sameRoutes,
        CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var logger = LoggerOf(application);
        var update = await application.Live.ReloadAsync(sameRoutes, cancellationToken);
        switch (update.Outcome)
        {
            case LiveOutcome.NeedsRestart:
                Log.ReloadNotPossible(logger, new(paths));
                await RestartAsync(events, cancellationToken);
                return PollingIntervals.Idle;
            case LiveOutcome.Unconfirmed:
                Log.Unconfirmed(logger, new(paths));
                return PollingIntervals.Unconfirmed;
            case LiveOutcome.Published:
                Log.Reloaded(logger, new(update.Changed), new(update.Removed), new(paths));
                caches.MarkStale();
                _retirement.Retire(update.Retired, DrainAsync(application, update, server.Put(application)));
                var elapsed = Stopwatch.GetElapsedTime(started);
                status.ReportChange(application, update, elapsed);
                terminal.Updated(update, elapsed);
                break;
            default:
                Log.Unchanged(logger, new(paths));
                break;
        }

        // Only a poll of all files can detect that the error of a failed start is fixed.
        if (status.HasFailure && !sameRoutes)
        {
            status.Recover(application);
            terminal.Recovered();
        }

        return PollingIntervals.Idle;
    }

    /// <summary>
    /// Waits for requests, closes the WebSockets of replaced files, and then waits for the work that they have left for after their responses,
    /// and for jobs.
    /// </summary>
    private static async Task DrainAsync(RunningApplication application, LiveUpdate update, Task requests)
    {
        await application.Services.GetRequiredService<OpenSockets>().RestartAsync(update.Retired, requests);
        await application.Services.GetRequiredService<AfterRunner>().WhenEnded();
        await application.Services.GetRequiredService<JobRunner>().WhenEnded();
    }

    private async Task RestartAsync(IReadOnlyCollection<string> events, CancellationToken cancellationToken)
    {
        var saved = events.ToHashSet();
        while (await watcher.WaitAsync(PollingIntervals.RestartDebounce, cancellationToken) is { } more)
        {
            session.Files.Invalidate(more, false);
            saved.UnionWith(more);
        }

        // A failed start is retried on every save, even of an unchanged file, because the cause may be outside the files, such as a missing
        // database.
        _stamps = FolderStamps.Of(folder);
        var old = server.Application;
        var isRequested = _isRestartRequested;
        _isRestartRequested = false;
        if ((starter.ReasonsToStart(saved) ?? (isRequested ? [] : null)) is not { } reasons)
        {
            Log.RestartSkipped(LoggerOf(old), new(saved));
            return;
        }

        var started = Stopwatch.GetTimestamp();
        Log.Restarting(LoggerOf(old), new(reasons), new(saved));
        terminal.Restarting(reasons);
        var application = await starter.StartAsync(inParts: false, (_, _) => { }, cancellationToken);
        var drained = server.Put(application);
        caches.MarkStale(isRestart: true);
        var elapsed = Stopwatch.GetElapsedTime(started);
        status.ReportRestart(application, reasons, elapsed);
        terminal.Restarted(application.Live.State, elapsed);
        if (old is not null)
        {
            _ = _retirement.StopAsync(old, drained);
        }
    }

    // There is no logger before the first application has started. Its errors are printed to the terminal.
    private static ILogger LoggerOf(RunningApplication? application) =>
        application?.Services.GetRequiredService<ILogger<ApplicationUpdater>>() ?? (ILogger)NullLogger.Instance;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Reloaded {Changed}, removed {Removed}. Changed paths: {Paths}.", EventName = "Reloaded")]
        public static partial void Reloaded(ILogger logger, PathList changed, PathList removed, PathList paths);

        [LoggerMessage(2, LogLevel.Debug, "Nothing to reload: the content is unchanged. Changed paths: {Paths}.", EventName = "Unchanged")]
        public static partial void Unchanged(ILogger logger, PathList paths);

        [LoggerMessage(
            3,
            LogLevel.Debug,
            "Errors or deletions take effect after a grace period, unless the file is written again. Changed paths: {Paths}.",
            EventName = "Unconfirmed")]
        public static partial void Unconfirmed(ILogger logger, PathList paths);

        [LoggerMessage(
            4,
            LogLevel.Debug,
            "A reload is not enough: code or packages that all route files use have changed. Changed paths: {Paths}.",
            EventName = "ReloadNotPossible")]
        public static partial void ReloadNotPossible(ILogger logger, PathList paths);

        [LoggerMessage(5, LogLevel.Debug, "The application restarts because of {Reasons}. Saved paths: {Paths}.", EventName = "Restarting")]
        public static partial void Restarting(ILogger logger, PathList reasons, PathList paths);

        [LoggerMessage(
            6,
            LogLevel.Debug,
            "No restart: all files have the content of the last start, and none was saved. Changed paths: {Paths}.",
            EventName = "RestartSkipped")]
        public static partial void RestartSkipped(ILogger logger, PathList paths);
    }

    /// <summary>Paths for a log event. They are joined only if the event is written.</summary>
    private readonly record struct PathList(IReadOnlyCollection<string> Paths)
    {
        // The empty path stands for the whole folder.
        public override string ToString() =>
            Paths.Count == 0 ? "(none)" : string.Join(", ", Paths.Select(path => path == FolderWatcher.Everything ? "(folder)" : path));
    }
}
