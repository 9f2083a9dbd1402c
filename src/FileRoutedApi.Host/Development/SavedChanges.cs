namespace FileRoutedApi.Host.Development;

/// <summary>
/// Has a request wait for what was saved before it came. The events of the file system arrive later than the next request of a script, so
/// each request compares the stamps of its files with those that the application was made from.
/// </summary>
internal sealed class SavedChanges
{
    // A restart that takes longer, or waits for this very request, does not hold it up for ever.
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private HashSet<string> _changed = [];
    private List<TaskCompletionSource> _waiting = [];
    private List<TaskCompletionSource> _looking = [];
    private FolderSnapshot? _snapshot;
    private bool _isOver;

    /// <summary>Called when a request waits: a look at the folder is due.</summary>
    public Action? Wake { private get; set; }

    /// <summary>Waits until the application is in line with the files that the request depends on.</summary>
    /// <param name="rawTarget">The target of the request.</param>
    /// <param name="aborted">Ends the wait.</param>
    public Task WaitAsync(string rawTarget, CancellationToken aborted) =>
        Volatile.Read(ref _snapshot)?.ChangesFor(rawTarget) is { Count: > 0 } changed ? WaitForLookAsync(changed, aborted) : Task.CompletedTask;

    /// <summary>Notes that the application was made from these files.</summary>
    public void Put(FolderSnapshot snapshot) => Volatile.Write(ref _snapshot, snapshot);

    /// <summary>Begins a look at the folder.</summary>
    /// <returns>The paths that requests have found changed.</returns>
    public IReadOnlyCollection<string> Begin()
    {
        lock (_lock)
        {
            var changed = _changed;
            _changed = [];
            _looking.AddRange(_waiting);
            _waiting = [];
            return changed;
        }
    }

    /// <summary>Ends a look. Requests go on, unless it has found something that may only be half written.</summary>
    /// <param name="snapshot">What the application is made from now; null where another look has to decide.</param>
    public void End(FolderSnapshot? snapshot)
    {
        if (snapshot is not null)
        {
            Put(snapshot);
            Release(ref _looking);
        }

        // The look may have taken the wake of a request that came while it went on.
        if (HasWaiting())
        {
            Wake?.Invoke();
        }
    }

    /// <summary>Lets all requests go on: no look follows.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isOver = true;
        }

        Release(ref _looking);
        Release(ref _waiting);
    }

    private bool HasWaiting()
    {
        lock (_lock)
        {
            return _waiting.Count > 0;
        }
    }

    private void Release(ref List<TaskCompletionSource> waiting)
    {
        List<TaskCompletionSource> released;
        lock (_lock)
        {
            released = waiting;
            waiting = [];
        }

        released.ForEach(request => request.TrySetResult());
    }

    private async Task WaitForLookAsync(IReadOnlyList<string> changed, CancellationToken aborted)
    {
        var request = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool isFirst;
        lock (_lock)
        {
            if (_isOver)
            {
                return;
            }

            isFirst = _waiting.Count == 0;
            _changed.UnionWith(changed);
            _waiting.Add(request);
        }

        if (isFirst)
        {
            Wake?.Invoke();
        }

        await request.Task.WaitAsync(_longestWait, aborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
