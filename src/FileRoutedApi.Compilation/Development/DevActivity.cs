using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace FileRoutedApi.Compilation.Development;

/// <summary>
/// The activity of the development server for the dashboard: its state, its last requests and its subscribers. A request costs one write to
/// an array, and one for each subscriber.
/// </summary>
internal sealed class DevActivity
{
    private const int MaxRequests = 200;

    private static readonly BoundedChannelOptions _dropOldest = new(256)
    {
        FullMode = BoundedChannelFullMode.DropOldest,
        SingleReader = true,
    };

    private readonly RequestEntry?[] _requests = new RequestEntry?[MaxRequests];
    private ImmutableArray<Channel<DevEvent>> _subscribers = [];
    private long _requestCount;
    private Reported _reported = new(DevState.Empty, default);

    /// <summary>Gets the last reported state.</summary>
    public DevState State => Volatile.Read(ref _reported).State;

    /// <summary>Gets the time of the last report.</summary>
    public DateTimeOffset ChangedAt => Volatile.Read(ref _reported).At;

    /// <summary>Gets the last requests, newest first.</summary>
    public IReadOnlyList<RequestEntry> Requests
    {
        get
        {
            var count = Interlocked.Read(ref _requestCount);
            return
            [
                .. Enumerable.Range(1, (int)Math.Min(count, MaxRequests))
                    .Select(back => Volatile.Read(ref _requests[(count - back) % MaxRequests]))
                    .OfType<RequestEntry>(),
            ];
        }
    }

    /// <summary>Publishes a new state. Call it when requests get this state.</summary>
    public void Report(DevState state)
    {
        Volatile.Write(ref _reported, new Reported(state, DateTimeOffset.UtcNow));
        Publish(new DevEvent(state, null));
    }

    /// <summary>Publishes a completed request.</summary>
    public void Request(RequestEntry entry)
    {
        Volatile.Write(ref _requests[(Interlocked.Increment(ref _requestCount) - 1) % MaxRequests], entry);
        Publish(new DevEvent(null, entry));
    }

    /// <summary>
    /// Subscribes to all events after the call, until the enumeration ends. A slow reader misses the oldest requests, but never that the
    /// state has changed.
    /// </summary>
    public IAsyncEnumerable<DevEvent> SubscribeAsync(CancellationToken cancellationToken)
    {
        var events = Channel.CreateBounded<DevEvent>(_dropOldest);
        var known = Volatile.Read(ref _reported);
        ImmutableInterlocked.Update(ref _subscribers, (all, added) => all.Add(added), events);
        return ReadAsync(events, known, cancellationToken);
    }

    private async IAsyncEnumerable<DevEvent> ReadAsync(
        Channel<DevEvent> events, Reported known, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var next in events.Reader.ReadAllAsync(cancellationToken))
            {
                // Read here, because the event of the change may have been dropped.
                var now = Volatile.Read(ref _reported);
                if (now != known)
                {
                    known = now;
                    yield return new DevEvent(now.State, null);
                }

                if (next.Request is not null)
                {
                    yield return next;
                }
            }
        }
        finally
        {
            ImmutableInterlocked.Update(ref _subscribers, (all, removed) => all.Remove(removed), events);
        }
    }

    private void Publish(DevEvent next)
    {
        foreach (var subscriber in _subscribers)
        {
            subscriber.Writer.TryWrite(next);
        }
    }

    // A class, not a record: reporting the same state twice is two changes.
    private sealed class Reported(DevState state, DateTimeOffset at)
    {
        public DevState State { get; } = state;

        public DateTimeOffset At { get; } = at;
    }
}
