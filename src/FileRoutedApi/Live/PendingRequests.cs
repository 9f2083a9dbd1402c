using System.Collections.Concurrent;

namespace FileRoutedApi.Live;

/// <summary>The requests that wait for a file while a large folder is loaded in parts.</summary>
internal sealed class PendingRequests
{
    private readonly ConcurrentQueue<string> _requested = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new();

    /// <summary>Returns a task that completes when a file is loaded, and queues the file to be loaded next.</summary>
    /// <param name="isLoaded">
    /// Returns true if the file is loaded already. Called after the request is registered, so that a load in between is not missed.
    /// </param>
    public Task WaitForAsync(string file, Func<bool> isLoaded)
    {
        var waiting = _waiting.GetOrAdd(file, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _requested.Enqueue(file);
        if (isLoaded())
        {
            waiting.TrySetResult();
        }

        return waiting.Task;
    }

    /// <summary>Takes the file that was requested first.</summary>
    public bool TryTake(out string? file) => _requested.TryDequeue(out file);

    /// <summary>Lets the requests for a file continue.</summary>
    public void Complete(string file) => _waiting.GetValueOrDefault(file)?.TrySetResult();
}
