namespace FileRoutedApi.Compilation.Development;

/// <summary>
/// Delays requests until the changes that were saved before them are applied. Events of the file system may arrive after the next request
/// of a script. So each request compares the stamps of its files with those that the application was created from.
/// </summary>
internal sealed class SavedChanges
{
    // A restart that takes longer, or that itself waits for the request, must not block it.
    private static readonly TimeSpan _maxWait = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private HashSet<string> _changed = [];
    private List<TaskCompletionSource> _waiting = [];
    private List<TaskCompletionSource> _inPoll = [];
    private FolderSnapshot? _snapshot;
    private bool _isClosed;

    /// <summary>Sets the callback for a request that waits for a poll of the folder.</summary>
    public Action? PollRequested { private get; set; }

    /// <summary>Waits until the application is up to date with the files that a request depends on.</summary>
    /// <param name="rawTarget">The target of the request.</param>
    /// <param name="aborted">Cancels the wait.</param>
    public Task WaitAsync(string rawTarget, CancellationToken aborted) =>
        Volatile.Read(ref _snapshot)?.ChangesFor(rawTarget) is { Count: > 0 } changed
            ? WaitForPollAsync(changed, aborted)
            : Task.CompletedTask;

    /// <summary>Sets the files that the application was created from.</summary>
    public void Set(FolderSnapshot snapshot) => Volatile.Write(ref _snapshot, snapshot);

    /// <summary>Begins a poll of the folder.</summary>
    /// <returns>The paths that requests have found changed.</returns>
    public IReadOnlyCollection<string> BeginPoll()
    {
        lock (_lock)
        {
            var changed = _changed;
            _changed = [];
            _inPoll.AddRange(_waiting);
            _waiting = [];
            return changed;
        }
    }

    /// <summary>Ends a poll, and releases its requests unless a change is not confirmed yet.</summary>
    /// <param name="snapshot">The files that the application was created from; null if the next poll has to confirm a change.</param>
    public void EndPoll(FolderSnapshot? snapshot)
    {
        if (snapshot is not null)
        {
            Set(snapshot);
            Release(ref _inPoll);
        }

        // A request that arrived during this poll has woken the watcher, but the poll may have consumed that signal.
        if (HasWaiting())
        {
            PollRequested?.Invoke();
        }
    }

    /// <summary>Releases all requests, because no further poll follows.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
        }

        Release(ref _inPoll);
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

    private async Task WaitForPollAsync(IReadOnlyList<string> changed, CancellationToken aborted)
    {
        var request = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool isFirst;
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            isFirst = _waiting.Count == 0;
            _changed.UnionWith(changed);
            _waiting.Add(request);
        }

        if (isFirst)
        {
            PollRequested?.Invoke();
        }

        await request.Task.WaitAsync(_maxWait, aborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
