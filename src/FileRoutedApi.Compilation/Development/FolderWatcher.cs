using System.Collections.Concurrent;
using System.Threading.Channels;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation.Development;

/// <summary>
/// Reports that something below <c>api/</c> or <c>app/</c>, or a settings file next to it, may have changed. A report is only a reason to compare the
/// folder again, because events get lost and arrive late.
/// </summary>
/// <remarks>
/// <para>
/// If the system has no notifications left, or a mounted file system sends none, it reports a possible change twice a second. The
/// environment variable <c>DOTNET_USE_POLLING_FILE_WATCHER</c> of ASP.NET Core's file providers turns this on from the start.
/// </para>
/// <para>
/// The files next to these folders are always polled. If one of the folders was replaced, a new system watcher is created: that of .NET 10
/// sends no more events after a folder was moved away and another one took its place immediately.
/// </para>
/// </remarks>
internal sealed class FolderWatcher : IDisposable
{
    /// <summary>The number of errors in a row, without an event between them, after which it polls.</summary>
    internal const int MaxErrors = 5;

    /// <summary>The path that stands for the whole folder.</summary>
    public const string Everything = "";

    private static readonly TimeSpan _pollingInterval = TimeSpan.FromMilliseconds(500);

    private readonly Func<string, FileSystemWatcher> _create;
    private readonly RouteFolder _folder;
    private readonly Lock _attaching = new();
    private readonly ConcurrentDictionary<string, byte> _paths = new();
    private readonly Channel<bool> _due = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Timer _timer;
    private IReadOnlyList<FileSystemWatcher> _watchers = [];
    private RootState _rootState;
    private int _errors;
    private int _isAttaching;
    private bool _disposed;

    private FolderWatcher(RouteFolder folder, Func<string, FileSystemWatcher> create)
    {
        _folder = folder;
        _create = create;
        _rootState = RootState.Of(folder);
        _timer = new Timer(_ => Poll());
    }

    /// <summary>True if it polls instead of using the notifications of the system.</summary>
    public bool IsPolling { get; private set; }

    /// <param name="create">Creates the system watcher of a path; for tests.</param>
    /// <param name="mounted">Returns the file system of a path; for tests.</param>
    public static FolderWatcher Start(
        RouteFolder folder, Func<string, FileSystemWatcher>? create = null, Func<string, MountedFileSystem?>? mounted = null)
    {
        var watcher = new FolderWatcher(folder, create ?? (path => new FileSystemWatcher(path)))
        {
            IsPolling = Environment.GetEnvironmentVariable("DOTNET_USE_POLLING_FILE_WATCHER") is { } polls
                ? polls == "1" || polls.Equals("true", StringComparison.OrdinalIgnoreCase)
                : folder.AllPaths.Any(path => (mounted ?? MountedFileSystem.Of)(path) is { SendsEvents: false }),
        };
        watcher.Attach();
        watcher._timer.Change(_pollingInterval, _pollingInterval);
        return watcher;
    }

    /// <summary>Waits for a possible change, but no longer than a timeout.</summary>
    /// <returns>
    /// The changed paths, relative to the folder with <c>/</c>, or <see cref="Everything"/>; none after <see cref="Wake"/>; null after the
    /// timeout.
    /// </returns>
    public async Task<IReadOnlyCollection<string>?> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        waiting.CancelAfter(timeout);
        try
        {
            await _due.Reader.ReadAsync(waiting.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        var paths = _paths.Keys.ToList();
        paths.ForEach(path => _paths.TryRemove(path, out _));
        return paths;
    }

    /// <summary>Ends the wait, without naming a path.</summary>
    public void Wake() => _due.Writer.TryWrite(true);

    public void Dispose()
    {
        lock (_attaching)
        {
            _disposed = true;
            _timer.Dispose();
            Detach();
        }
    }

    private void Attach()
    {
        // Reset before the new watcher exists, because an error of that one needs another attempt.
        Volatile.Write(ref _isAttaching, 0);
        lock (_attaching)
        {
            Detach();
            if (_disposed)
            {
                return;
            }

            try
            {
                _watchers = IsPolling ? [] : [.. _folder.AllPaths.Where(Directory.Exists).Select(Watch)];
            }
            catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
            {
                IsPolling = true;
            }
        }

        Note(Everything);
    }

    private void Detach()
    {
        foreach (var watcher in _watchers)
        {
            watcher.Dispose();
        }

        _watchers = [];
    }

    /// <summary>
    /// Creates a new system watcher after an error, one attempt at a time. It polls after several errors in a row: the system may have no
    /// watches left, or a folder may be unreadable, and every attempt would fail.
    /// </summary>
    private void Reattach()
    {
        if (Interlocked.Increment(ref _errors) >= MaxErrors)
        {
            IsPolling = true;
        }

        if (Interlocked.Exchange(ref _isAttaching, 1) == 0)
        {
            ThreadPool.QueueUserWorkItem(_ => Attach());
        }
    }

    private void Poll()
    {
        var now = RootState.Of(_folder);
        var before = Interlocked.Exchange(ref _rootState, now);
        foreach (var name in now.Settings.Except(before.Settings).Concat(before.Settings.Except(now.Settings)).Select(file => file.Name))
        {
            Note(name);
        }

        if (now.IsOtherFolder(before))
        {
            Attach();

            // Every file in the new folder may differ.
            foreach (var name in RouteFolder.AllNames)
            {
                Note(name);
            }
        }
        else if (IsPolling)
        {
            Note(Everything);
        }
    }

    private FileSystemWatcher Watch(string path)
    {
        var watcher = _create(path);
        watcher.IncludeSubdirectories = true;
        watcher.NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size;
        watcher.InternalBufferSize = 64 * 1024;
        watcher.Changed += (_, change) => NoteFull(change.FullPath);
        watcher.Created += (_, change) => NoteFull(change.FullPath);
        watcher.Deleted += (_, change) => NoteFull(change.FullPath);
        watcher.Renamed += (_, change) =>
        {
            NoteFull(change.OldFullPath);
            NoteFull(change.FullPath);
        };

        // Events were lost or the folder was deleted.
        watcher.Error += (_, _) => Reattach();
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    private void NoteFull(string fullPath)
    {
        Volatile.Write(ref _errors, 0);
        Note(Path.GetRelativePath(_folder.Root, fullPath).Replace('\\', '/'));
    }

    private void Note(string path)
    {
        _paths[path] = 0;
        _due.Writer.TryWrite(true);
    }

    /// <summary>The state of the folder that contains <c>api/</c> and <c>app/</c>.</summary>
    /// <param name="Root">The time when an entry of the root was last added or removed.</param>
    /// <param name="Folders">The times when an entry of each folder was last added or removed; null for a folder that does not exist.</param>
    /// <param name="Settings">The settings files.</param>
    private sealed record RootState(
        DateTime Root, IReadOnlyList<DateTime?> Folders, IReadOnlyList<(string Name, long Length, DateTime Written)> Settings)
    {
        public static RootState Of(RouteFolder folder)
        {
            try
            {
                return new RootState(
                    Directory.GetLastWriteTimeUtc(folder.Root),
                    [.. folder.AllPaths.Select(path => Directory.Exists(path) ? Directory.GetLastWriteTimeUtc(path) : (DateTime?)null)],
                    [.. SettingsFileNames.In(folder.Root).Select(file => (file.Name, file.Length, file.LastWriteTimeUtc))]);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return new RootState(default, [.. folder.AllPaths.Select(_ => (DateTime?)null)], []);
            }
        }

        /// <summary>Returns true if one of the folders was created, deleted or may have been replaced.</summary>
        public bool IsOtherFolder(RootState before) => Folders.Zip(before.Folders).Any(pair =>
            pair.First != pair.Second && (Root != before.Root || pair.First is null || pair.Second is null));
    }
}
