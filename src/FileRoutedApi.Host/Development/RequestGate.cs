namespace FileRoutedApi.Host.Development;

/// <summary>Counts the requests that are under way, so that what they use can go when the last of them has ended.</summary>
internal sealed class RequestGate
{
    private const int Closed = 1 << 30;

    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    /// <summary>Lets a request in. False once the gate is closed: another one has taken its place.</summary>
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

    public void Leave()
    {
        if (Interlocked.Decrement(ref _state) == Closed)
        {
            _drained.TrySetResult();
        }
    }

    /// <summary>Lets nobody in any more.</summary>
    /// <returns>A task that ends with the last request inside.</returns>
    public Task CloseAsync()
    {
        if (Interlocked.Or(ref _state, Closed) == 0)
        {
            _drained.TrySetResult();
        }

        return _drained.Task;
    }
}
