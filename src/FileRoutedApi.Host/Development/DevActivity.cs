using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace FileRoutedApi.Host.Development;

/// <summary>
/// What goes on in the development server: its state, its last requests, and who listens. A request costs a write
/// into an array, and one more for each that listens.
/// </summary>
internal sealed class DevActivity
{
    private const int KeptRequests = 200;

    private static readonly BoundedChannelOptions _lossy = new(256) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };

    private readonly RequestEntry?[] _requests = new RequestEntry?[KeptRequests];
    private ImmutableArray<Channel<DevEvent>> _subscribers = [];
    private long _requestCount;
    private Reported _reported = new(DevState.Empty, default);

    public DevState State => Volatile.Read(ref _reported).State;

    /// <summary>When the state was last reported.</summary>
    public DateTimeOffset ChangedAt => Volatile.Read(ref _reported).At;

    /// <summary>The last requests, the newest first.</summary>
    public IReadOnlyList<RequestEntry> Requests
    {
        get
        {
            var count = Interlocked.Read(ref _requestCount);
            return
            [
                .. Enumerable.Range(1, (int)Math.Min(count, KeptRequests))
                    .Select(back => Volatile.Read(ref _requests[(count - back) % KeptRequests]))
                    .OfType<RequestEntry>(),
            ];
        }
    }

    /// <summary>Tells a new state, once it answers.</summary>
    public void Report(DevState state)
    {
        Volatile.Write(ref _reported, new Reported(state, DateTimeOffset.UtcNow));
        Publish(new DevEvent(state, null));
    }

    public void Request(RequestEntry entry)
    {
        Volatile.Write(ref _requests[(Interlocked.Increment(ref _requestCount) - 1) % KeptRequests], entry);
        Publish(new DevEvent(null, entry));
    }

    /// <summary>
    /// Everything from now on. A slow reader misses requests, the oldest first, but never that the state has changed.
    /// It listens from the call on, and until it is no longer read.
    /// </summary>
    public IAsyncEnumerable<DevEvent> SubscribeAsync(CancellationToken cancellationToken)
    {
        var events = Channel.CreateBounded<DevEvent>(_lossy);
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
                // Whether or not the event of the change was dropped in between.
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

    // A class whose instances differ even where the same state is told twice.
    private sealed class Reported(DevState state, DateTimeOffset at)
    {
        public DevState State { get; } = state;

        public DateTimeOffset At { get; } = at;
    }
}
