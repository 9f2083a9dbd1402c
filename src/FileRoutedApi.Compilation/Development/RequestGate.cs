using FileRoutedApi.Http;

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

    /// <summary>Returns an object that leaves the gate once.</summary>
    public IRequestInFlight CreatePass() => new Pass(this);

    /// <summary>Leaves the gate after a request.</summary>
    private void Leave()
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

    private sealed class Pass(RequestGate gate) : IRequestInFlight
    {
        private RequestGate? _gate = gate;

        public void Leave() => Interlocked.Exchange(ref _gate, null)?.Leave();
    }
}
