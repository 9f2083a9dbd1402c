using System.Runtime.CompilerServices;

/// <summary>How far uploads are. A transfer is known as long as somebody sends or watches it.</summary>
class Transfers
{
    private readonly Dictionary<Guid, (Transfer Transfer, int Users)> _transfers = [];

    /// <summary>Follows a transfer to its end, also one that has not begun.</summary>
    public async IAsyncEnumerable<Progress> WatchAsync(Guid id, [EnumeratorCancellation] CancellationToken stop)
    {
        using var transfer = Join(id);
        while (true)
        {
            // In this order: a report in between is seen at once instead of never.
            var next = transfer.NextReport;
            var progress = transfer.Progress;
            yield return progress;
            if (progress.State is "done" or "failed")
            {
                break;
            }

            await next.WaitAsync(stop);
        }
    }

    /// <summary>A transfer that is the caller's until it is disposed of.</summary>
    public Transfer Join(Guid id)
    {
        lock (_transfers)
        {
            var (transfer, users) = _transfers.GetValueOrDefault(id, (new Transfer(() => Leave(id)), 0));
            _transfers[id] = (transfer, users + 1);
            return transfer;
        }
    }

    private void Leave(Guid id)
    {
        lock (_transfers)
        {
            var (transfer, users) = _transfers[id];
            if (users == 1)
            {
                _transfers.Remove(id);
            }
            else
            {
                _transfers[id] = (transfer, users - 1);
            }
        }
    }
}

/// <summary>One upload on its way.</summary>
sealed class Transfer(Action leave) : IDisposable
{
    private volatile Progress _progress = new("waiting", 0);
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;

    public Progress Progress => _progress;

    /// <summary>Ends with the next report.</summary>
    public Task NextReport => Volatile.Read(ref _next).Task;

    /// <summary>Whether the caller is the first to send it.</summary>
    public bool TryBegin() => Interlocked.Exchange(ref _begun, 1) == 0;

    public void Report(string state, long received)
    {
        _progress = new Progress(state, received);
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    public void Dispose() => leave();
}

/// <summary>How far an upload is.</summary>
/// <param name="State"><c>waiting</c>, <c>receiving</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Received">How many bytes of the file have come.</param>
record Progress(string State, long Received);
