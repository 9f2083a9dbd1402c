using System.Collections.Concurrent;
using System.Threading.Channels;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Host.Development;

/// <summary>
/// Tells when something below <c>api/</c>, or a settings file beside it, may have changed. It only says that a look is
/// due: what the events were is not what the folder is.
/// </summary>
/// <remarks>
/// <para>
/// Where the system has no notifications left, or a mounted file system sends none, it asks for a look twice a second.
/// <c>DOTNET_USE_POLLING_FILE_WATCHER</c>, known from ASP.NET Core's file providers, has it do so from the start.
/// </para>
/// <para>
/// What lies beside <c>api/</c> it glances at twice a second, and where folders moved in and out it watches anew: the
/// watcher of .NET 10 falls silent for good when a folder is moved away and another takes its place at once.
/// </para>
/// </remarks>
internal sealed class FolderWatcher : IDisposable
{
    /// <summary>How many errors may come, without an event between them, before it polls.</summary>
    internal const int MostErrors = 5;

    /// <summary>A path that stands for the folder as a whole.</summary>
    public const string Everything = "";

    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(500);

    private readonly Func<string, FileSystemWatcher> _create;
    private readonly RouteFolder _folder;
    private readonly Lock _attaching = new();
    private readonly ConcurrentDictionary<string, byte> _paths = new();
    private readonly Channel<bool> _due = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Timer _timer;
    private FileSystemWatcher? _watcher;
    private BindingContext _surroundings;
    private int _errors;
    private int _isAttaching;
    private bool _disposed;

    private FolderWatcher(RouteFolder folder, Func<string, FileSystemWatcher> create)
    {
        _folder = folder;
        _create = create;
        _surroundings = BindingContext.Of(folder);
        _timer = new Timer(_ => Glance());
    }

    /// <summary>Whether it looks on its own instead of being told.</summary>
    public bool IsPolling { get; private set; }

    /// <param name="create">Creates the system's watcher of a path; for tests.</param>
    /// <param name="mounted">Gets the file system of a path; for tests.</param>
    public static FolderWatcher Start(RouteFolder folder, Func<string, FileSystemWatcher>? create = null, Func<string, MountedFileSystem?>? mounted = null)
    {
        var watcher = new FolderWatcher(folder, create ?? (path => new FileSystemWatcher(path)))
        {
            IsPolling = Environment.GetEnvironmentVariable("DOTNET_USE_POLLING_FILE_WATCHER") is { } polls
                ? polls == "1" || polls.Equals("true", StringComparison.OrdinalIgnoreCase)
                : (mounted ?? MountedFileSystem.Of)(folder.ApiPath) is { SendsEvents: false },
        };
        watcher.Attach();
        watcher._timer.Change(_interval, _interval);
        return watcher;
    }

    /// <summary>Waits until a look is due, but no longer than <paramref name="patience"/>.</summary>
    /// <returns>
    /// The paths that events named, relative to the folder with <c>/</c>, or <see cref="Everything"/>; none after <see cref="Wake"/>; null
    /// where nothing happened in time.
    /// </returns>
    public async Task<IReadOnlyCollection<string>?> WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(patience);
        try
        {
            await _due.Reader.ReadAsync(timeout.Token);
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
            _watcher?.Dispose();
        }
    }

    private void Attach()
    {
        // First: an error of the new watcher asks for another attempt.
        Volatile.Write(ref _isAttaching, 0);
        lock (_attaching)
        {
            _watcher?.Dispose();
            _watcher = null;
            if (_disposed)
            {
                return;
            }

            try
            {
                _watcher = IsPolling || !Directory.Exists(_folder.ApiPath) ? null : Watch(_folder.ApiPath);
            }
            catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
            {
                IsPolling = true;
            }
        }

        Note(Everything);
    }

    /// <summary>
    /// Watches again after an error, one attempt at a time. Where the system has no watches left, or a folder may not be
    /// read, each attempt fails as the one before: then it polls.
    /// </summary>
    private void Reattach()
    {
        if (Interlocked.Increment(ref _errors) >= MostErrors)
        {
            IsPolling = true;
        }

        if (Interlocked.Exchange(ref _isAttaching, 1) == 0)
        {
            ThreadPool.QueueUserWorkItem(_ => Attach());
        }
    }

    private void Glance()
    {
        var now = BindingContext.Of(_folder);
        var before = Interlocked.Exchange(ref _surroundings, now);
        foreach (var name in now.Settings.Except(before.Settings).Concat(before.Settings.Except(now.Settings)).Select(file => file.Name))
        {
            Note(name);
        }

        if (now.IsOtherFolder(before))
        {
            Attach();

            // Whatever is in it may be something else.
            Note(RouteFolder.Name);
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

        // Events were lost, or the folder is gone: watched anew, and looked at as a whole.
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

    /// <summary>What matters beside the route files.</summary>
    /// <param name="Root">When an entry of the root last came or went.</param>
    /// <param name="Api">When an entry of <c>api/</c> last came or went; null where there is none.</param>
    private sealed record BindingContext(DateTime Root, DateTime? Api, IReadOnlyList<(string Name, long Length, DateTime Written)> Settings)
    {
        public static BindingContext Of(RouteFolder folder)
        {
            try
            {
                return new BindingContext(
                    Directory.GetLastWriteTimeUtc(folder.Root),
                    Directory.Exists(folder.ApiPath) ? Directory.GetLastWriteTimeUtc(folder.ApiPath) : null,
                    [.. new DirectoryInfo(folder.Root).GetFiles("appsettings*.json").Select(file => (file.Name, file.Length, file.LastWriteTimeUtc))]);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return new BindingContext(default, null, []);
            }
        }

        /// <summary>Whether <c>api/</c> came, went, or may be another than before.</summary>
        public bool IsOtherFolder(BindingContext before) => Api != before.Api && (Root != before.Root || Api is null || before.Api is null);
    }
}
