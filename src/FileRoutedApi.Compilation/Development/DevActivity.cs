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
    /// <summary>The number of requests that are kept, and that of requests for static files and documents.</summary>
    public const int MaxRequests = 200;
    public const int MaxAssets = 50;

    /// <summary>The number of reloads and restarts that are kept.</summary>
    public const int MaxChanges = 50;

    private static readonly BoundedChannelOptions _dropOldest = new(256)
    {
        FullMode = BoundedChannelFullMode.DropOldest,
        SingleReader = true,
    };

    private readonly RequestRing _requests = new(MaxRequests);
    private readonly RequestRing _assets = new(MaxAssets);
    private readonly Lock _following = new();
    private ImmutableArray<Subscriber> _subscribers = [];
    private ImmutableArray<ChangeEntry> _changes = [];
    private long _lastId;
    private Reported _reported = new(DevState.Empty, default);
    private DevJobs? _jobs;

    /// <summary>Gets the last reported state.</summary>
    public DevState State => Volatile.Read(ref _reported).State;

    /// <summary>Gets the time of the last report.</summary>
    public DateTimeOffset ChangedAt => Volatile.Read(ref _reported).At;

    /// <summary>Gets the last requests, newest first.</summary>
    public IReadOnlyList<RequestEntry> Requests => [.. _requests.All.Concat(_assets.All).OrderByDescending(entry => entry.Id)];

    /// <summary>Returns the number of the next request.</summary>
    public long NextId() => Interlocked.Increment(ref _lastId);

    /// <summary>Returns a request by its number; null if it is not kept any more.</summary>
    public RequestEntry? Find(long id) => Requests.FirstOrDefault(entry => entry.Id == id);

    /// <summary>Gets the last changes, newest first.</summary>
    public IReadOnlyList<ChangeEntry> Changes => [.. _changes.Reverse()];

    /// <summary>Adds a change to the history. It is shown with the next report.</summary>
    public void Add(ChangeEntry change) =>
        ImmutableInterlocked.Update(ref _changes, (all, added) => [.. all.TakeLast(MaxChanges - 1), added], change);

    /// <summary>Publishes a new state. Call it when requests get this state.</summary>
    public void Report(DevState state)
    {
        Volatile.Write(ref _reported, new Reported(state, DateTimeOffset.UtcNow));
        Follow(state.Jobs);
        Publish(new DevEvent(state, null));
    }

    /// <summary>Publishes a completed request.</summary>
    public void Request(RequestEntry entry)
    {
        (entry.IsAsset ? _assets : _requests).Add(entry);
        Publish(new DevEvent(null, entry));
    }

    /// <summary>
    /// Subscribes to all events after the call, until the enumeration ends. A slow reader misses the oldest requests, but never that the
    /// state has changed.
    /// </summary>
    public IAsyncEnumerable<DevEvent> SubscribeAsync(CancellationToken cancellationToken)
    {
        var subscriber = new Subscriber(Channel.CreateBounded<DevEvent>(_dropOldest));
        var known = Volatile.Read(ref _reported);
        ImmutableInterlocked.Update(ref _subscribers, (all, added) => all.Add(added), subscriber);
        return ReadAsync(subscriber, known, cancellationToken);
    }

    private async IAsyncEnumerable<DevEvent> ReadAsync(
        Subscriber subscriber, Reported known, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var next in subscriber.Events.Reader.ReadAllAsync(cancellationToken))
            {
                // Read here, because the event of the change may have been dropped.
                var now = Volatile.Read(ref _reported);
                if (now != known)
                {
                    known = now;
                    yield return new DevEvent(now.State, null);
                }

                if (subscriber.TakeJobs())
                {
                    yield return default;
                }

                if (next.Request is not null)
                {
                    yield return next;
                }
            }
        }
        finally
        {
            ImmutableInterlocked.Update(ref _subscribers, (all, removed) => all.Remove(removed), subscriber);
        }
    }

    private void Publish(DevEvent next)
    {
        foreach (var subscriber in _subscribers)
        {
            subscriber.Events.Writer.TryWrite(next);
        }
    }

    /// <summary>Publishes what happens to the jobs of the running application, and no longer to those of the previous one.</summary>
    private void Follow(DevJobs? jobs)
    {
        lock (_following)
        {
            if (_jobs != jobs)
            {
                _jobs?.Engine.Changed -= PublishJobs;
                _jobs = jobs;
                _jobs?.Engine.Changed += PublishJobs;
            }
        }
    }

    private void PublishJobs()
    {
        foreach (var subscriber in _subscribers)
        {
            subscriber.PublishJobs();
        }
    }

    /// <summary>A reader of the events.</summary>
    private sealed class Subscriber(Channel<DevEvent> events)
    {
        private int _hasJobs;

        public Channel<DevEvent> Events => events;

        /// <summary>Adds an event about jobs, unless one waits. A thousand runs must not displace the requests.</summary>
        public void PublishJobs()
        {
            if (Interlocked.Exchange(ref _hasJobs, 1) == 0)
            {
                events.Writer.TryWrite(default);
            }
        }

        /// <summary>Returns true if jobs have changed since the last call.</summary>
        public bool TakeJobs() => Interlocked.Exchange(ref _hasJobs, 0) == 1;
    }

    /// <summary>The last requests of a kind.</summary>
    private sealed class RequestRing(int size)
    {
        private readonly RequestEntry?[] _entries = new RequestEntry?[size];
        private long _count;

        /// <summary>Gets the requests, newest first.</summary>
        public IEnumerable<RequestEntry> All
        {
            get
            {
                var count = Interlocked.Read(ref _count);
                return Enumerable.Range(1, (int)Math.Min(count, size))
                    .Select(back => Volatile.Read(ref _entries[(count - back) % size]))
                    .OfType<RequestEntry>();
            }
        }

        public void Add(RequestEntry entry) =>
            Volatile.Write(ref _entries[(Interlocked.Increment(ref _count) - 1) % size], entry);
    }

    // A class, not a record: reporting the same state twice is two changes.
    private sealed class Reported(DevState state, DateTimeOffset at)
    {
        public DevState State { get; } = state;

        public DateTimeOffset At { get; } = at;
    }
}
