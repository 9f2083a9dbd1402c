using System.Runtime.CompilerServices;

/// <summary>The progress of uploads. A transfer exists as long as a client sends or watches it.</summary>
class Transfers
{
    private readonly Dictionary<Guid, (Transfer Transfer, int Users)> _transfers = [];

    /// <summary>Returns the progress of a transfer until its end. The transfer may not have begun yet.</summary>
    public async IAsyncEnumerable<Progress> WatchAsync(Guid id, [EnumeratorCancellation] CancellationToken stop)
    {
        using var transfer = Join(id);
        while (true)
        {
            // In this order, a report between the two lines is not missed.
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

    /// <summary>Returns a transfer, which exists until all of its users have disposed it.</summary>
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

/// <summary>One upload in progress.</summary>
sealed class Transfer(Action leave) : IDisposable
{
    private volatile Progress _progress = new("waiting", 0);
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;

    public Progress Progress => _progress;

    /// <summary>Completes with the next report.</summary>
    public Task NextReport => Volatile.Read(ref _next).Task;

    /// <summary>Returns true for the first caller, which sends the file.</summary>
    public bool TryBegin() => Interlocked.Exchange(ref _begun, 1) == 0;

    public void Report(string state, long received)
    {
        _progress = new Progress(state, received);
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    public void Dispose() => leave();
}

/// <summary>The progress of an upload.</summary>
/// <param name="State"><c>waiting</c>, <c>receiving</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Received">The number of bytes received.</param>
record Progress(string State, long Received);
