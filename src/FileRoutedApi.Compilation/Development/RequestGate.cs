namespace FileRoutedApi.Compilation.Development;

/// <summary>Counts requests in flight, so that what they use can be disposed after the last one.</summary>
internal sealed class RequestGate
{
    private const int Closed = 1 << 30;

    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    /// <summary>Enters the gate. Returns false if it is closed, because another gate has replaced it.</summary>
    public bool TryEnter()
    {
        for (var state = Volatile.Read(ref _state); (state & Closed) == 0;)
        {
            var seen = Interlocked.CompareExchange(ref _state, state + 1, state);
            if (seen == state)
            {
                return true;
            }

            state = seen;
        }

        return false;
    }

    /// <summary>Leaves the gate after a request.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _state) == Closed)
        {
            _drained.TrySetResult();
        }
    }

    /// <summary>Closes the gate for new requests.</summary>
    /// <returns>A task that completes with the last request in flight.</returns>
    public Task CloseAsync()
    {
        if (Interlocked.Or(ref _state, Closed) == 0)
        {
            _drained.TrySetResult();
        }

        return _drained.Task;
    }
}
