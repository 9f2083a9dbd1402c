using System.Collections.Concurrent;
using System.Threading.Channels;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation;

/// <summary>
/// Tells when something below <c>api/</c>, or a settings file beside it, may have changed. It only says that a look is
/// due: what the events were is not what the folder is.
/// </summary>
/// <remarks>
/// Where the system has no notifications left, or a mounted folder sends none, it asks for a look twice a second.
/// <c>DOTNET_USE_POLLING_FILE_WATCHER</c>, known from ASP.NET Core's file providers, has it do so from the start.
/// </remarks>
internal sealed class FolderWatcher : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(500);

    private readonly RouteFolder _folder;
    private readonly Lock _attaching = new();
    private readonly ConcurrentDictionary<string, byte> _paths = new();
    private readonly Channel<bool> _due = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private FileSystemWatcher? _root;
    private FileSystemWatcher? _api;
    private Timer? _polling;
    private bool _disposed;

    private FolderWatcher(RouteFolder folder) => _folder = folder;

    /// <summary>Whether it looks on its own instead of being told.</summary>
    public bool IsPolling => Volatile.Read(ref _polling) is not null;

    public static FolderWatcher Start(RouteFolder folder)
    {
        var watcher = new FolderWatcher(folder);
        if (Environment.GetEnvironmentVariable("DOTNET_USE_POLLING_FILE_WATCHER") is { } polls && (polls == "1" || polls.Equals("true", StringComparison.OrdinalIgnoreCase)))
        {
            watcher.Poll();
        }
        else
        {
            watcher.Attach();
        }

        return watcher;
    }

    /// <summary>Waits until a look is due, but no longer than <paramref name="patience"/>.</summary>
    /// <returns>The paths that events named, relative to the folder with <c>/</c>; null where nothing happened in time.</returns>
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

    public void Dispose()
    {
        lock (_attaching)
        {
            _disposed = true;
            _root?.Dispose();
            _api?.Dispose();
            _polling?.Dispose();
        }
    }

    private void Attach()
    {
        lock (_attaching)
        {
            _root?.Dispose();
            _api?.Dispose();
            if (_disposed)
            {
                return;
            }

            try
            {
                _root = Watch(_folder.Root, recursive: false, IsOfInterest);
                _api = Directory.Exists(_folder.ApiPath) ? Watch(_folder.ApiPath, recursive: true, _ => true) : null;
            }
            catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
            {
                Poll();
            }
        }

        _due.Writer.TryWrite(true);
    }

    private void Poll()
    {
        _root?.Dispose();
        _api?.Dispose();
        _polling ??= new Timer(_ => _due.Writer.TryWrite(true), null, _interval, _interval);
    }

    private FileSystemWatcher Watch(string path, bool recursive, Func<string, bool> isOfInterest)
    {
        var watcher = new FileSystemWatcher(path)
        {
            IncludeSubdirectories = recursive,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            InternalBufferSize = 64 * 1024,
        };
        watcher.Changed += (_, change) => Note(change.FullPath, isOfInterest);
        watcher.Created += (_, change) => Note(change.FullPath, isOfInterest);
        watcher.Deleted += (_, change) => Note(change.FullPath, isOfInterest);
        watcher.Renamed += (_, change) =>
        {
            Note(change.OldFullPath, isOfInterest);
            Note(change.FullPath, isOfInterest);
        };

        // Events were lost, or the folder is gone: watched anew, and looked at as a whole.
        watcher.Error += (_, _) => ThreadPool.QueueUserWorkItem(_ => Attach());
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    private void Note(string fullPath, Func<string, bool> isOfInterest)
    {
        var path = Path.GetRelativePath(_folder.Root, fullPath).Replace('\\', '/');
        if (!isOfInterest(path))
        {
            return;
        }

        _paths[path] = 0;
        _due.Writer.TryWrite(true);
        if (path == RouteFolder.Name)
        {
            ThreadPool.QueueUserWorkItem(_ => Attach());
        }
    }

    private static bool IsOfInterest(string path) =>
        path == RouteFolder.Name
        || (path.StartsWith("appsettings", StringComparison.OrdinalIgnoreCase) && path.EndsWith(".json", StringComparison.OrdinalIgnoreCase));
}
