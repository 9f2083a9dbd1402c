using System.Collections.Concurrent;

namespace FileRoutedApi.RateLimiting;

/// <summary>Counts in the memory of this process, by the same rules as the script in Redis.</summary>
/// <remarks>
/// The limiters of System.Threading.RateLimiting do not say when a window ends, which clients are told, and use timers of their own.
/// <para>
/// Clients may invent keys, so the number of counters is bounded. No counter that still counts is dropped: a client could reset
/// its own count by inventing keys. Beyond the bound new keys share counters, spread by a hash that differs in each
/// process, so that one client does not exhaust those of all others.
/// </para>
/// </remarks>
internal sealed class MemoryCounters(TimeProvider time, int mostCounters = MemoryCounters.MostCounters) : IRateLimitCounters
{
    /// <summary>How many counters there are before new keys share some. A counter with its key takes 200 to 300 bytes.</summary>
    public const int MostCounters = 100_000;

    private const int SharedCounters = 1024;
    private const int FirstSweep = 10_000;
    private const double SweepInterval = 1000;

    private readonly ConcurrentDictionary<string, Counters> _scopes = new(StringComparer.Ordinal);
    private readonly Lock _sweeping = new();
    private readonly long _start = time.GetTimestamp();
    private double _sweptAt = double.NegativeInfinity;
    private int _sweepAt = Math.Min(FirstSweep, mostCounters);
    private int _count;

    /// <summary>How many clients have a counter of their own.</summary>
    public int Count => Volatile.Read(ref _count);

    public ValueTask<RateLimitDecision> TakeAsync(RateLimitRule rule, string key, CancellationToken cancellationToken)
    {
        var now = time.GetElapsedTime(_start).TotalMilliseconds;
        var counters = _scopes.GetOrAdd(rule.Scope, static _ => new Counters());
        while (true)
        {
            if (!counters.Own.TryGetValue(key, out var counter))
            {
                SweepIfFull(now);
                if (!HasRoom(counters))
                {
                    return new ValueTask<RateLimitDecision>(counters.TakeShared(rule, key, now));
                }

                counter = Add(counters, rule, key);
            }

            if (counter.TryTake(rule, now) is { } verdict)
            {
                return new ValueTask<RateLimitDecision>(verdict);
            }

            // It was dropped meanwhile, or the file has another limit by now.
            Remove(counters, key, counter);
        }
    }

    // A file whose clients are few keeps its share where another one is flooded.
    private bool HasRoom(Counters counters) =>
        Volatile.Read(ref _count) < mostCounters || Volatile.Read(ref counters.Count) < mostCounters / _scopes.Count;

    private Counter Add(Counters counters, RateLimitRule rule, string key)
    {
        var added = Counter.Create(rule);
        var counter = counters.Own.GetOrAdd(key, added);
        if (counter == added)
        {
            Interlocked.Increment(ref _count);
            Interlocked.Increment(ref counters.Count);
        }

        return counter;
    }

    private void Remove(Counters counters, string key, Counter counter)
    {
        if (counters.Own.TryRemove(KeyValuePair.Create(key, counter)))
        {
            Interlocked.Decrement(ref _count);
            Interlocked.Decrement(ref counters.Count);
        }
    }

    /// <summary>Drops the counters that count nothing any more; at most once a second, because it looks at all of them.</summary>
    private void SweepIfFull(double now)
    {
        if (Volatile.Read(ref _count) < Volatile.Read(ref _sweepAt))
        {
            return;
        }

        lock (_sweeping)
        {
            if (Volatile.Read(ref _count) < _sweepAt || now < _sweptAt + SweepInterval)
            {
                return;
            }

            foreach (var counters in _scopes.Values)
            {
                foreach (var (key, counter) in counters.Own)
                {
                    if (counter.TryRetire(now))
                    {
                        Remove(counters, key, counter);
                    }
                }
            }

            _sweptAt = now;
            Volatile.Write(ref _sweepAt, Math.Min(mostCounters, Math.Max(FirstSweep, _count * 2)));
        }
    }

    /// <summary>The counters of one file.</summary>
    private sealed class Counters
    {
        public int Count;

        private readonly Lazy<Counter?[]> _shared = new(() => new Counter?[SharedCounters]);

        public ConcurrentDictionary<string, Counter> Own { get; } = new(StringComparer.Ordinal);

        public RateLimitDecision TakeShared(RateLimitRule rule, string key, double now)
        {
            ref var counter = ref _shared.Value[(uint)key.GetHashCode(StringComparison.Ordinal) % SharedCounters];
            while (true)
            {
                var found = Volatile.Read(ref counter);
                if (found?.TryTake(rule, now) is { } verdict)
                {
                    return verdict;
                }

                Interlocked.CompareExchange(ref counter, Counter.Create(rule), found);
            }
        }
    }

    private abstract class Counter(RateLimitRule rule)
    {
        private bool _isRetired;
        private double _idleAt;

        public static Counter Create(RateLimitRule rule) => rule.Algorithm switch
        {
            RateLimitAlgorithm.FixedWindow => new FixedWindow(rule),
            RateLimitAlgorithm.SlidingWindow => new SlidingWindow(rule),
            _ => new TokenBucket(rule),
        };

        /// <summary>Takes a permit if there is one; null where the counter was dropped, or is one of another rule.</summary>
        public RateLimitDecision? TryTake(RateLimitRule wanted, double now)
        {
            lock (this)
            {
                if (_isRetired || wanted != rule)
                {
                    return null;
                }

                var (isAllowed, remaining, reset, retry) = Take(now);
                _idleAt = now + reset;
                return new RateLimitDecision(rule, isAllowed, remaining, TimeSpan.FromMilliseconds(reset), TimeSpan.FromMilliseconds(retry));
            }
        }

        /// <summary>Drops the counter if it counts nothing any more, so that another one may take its place.</summary>
        public bool TryRetire(double now)
        {
            lock (this)
            {
                return _isRetired = _isRetired || now >= _idleAt;
            }
        }

        protected abstract (bool IsAllowed, int Remaining, double Reset, double Retry) Take(double now);
    }

    private sealed class FixedWindow(RateLimitRule rule) : Counter(rule)
    {
        private readonly int _permits = rule.Permits;
        private readonly double _window = rule.Window.TotalMilliseconds;
        private double _end;
        private int _taken;

        protected override (bool IsAllowed, int Remaining, double Reset, double Retry) Take(double now)
        {
            if (now >= _end)
            {
                _end = now + _window;
                _taken = 0;
            }

            var isAllowed = _taken < _permits;
            _taken += isAllowed ? 1 : 0;
            return (isAllowed, _permits - _taken, _end - now, isAllowed ? 0 : _end - now);
        }
    }

    /// <summary>Ten segments and the current one: no window has more permits than the rule.</summary>
    private sealed class SlidingWindow(RateLimitRule rule) : Counter(rule)
    {
        private const int Segments = 10;

        private readonly int _permits = rule.Permits;
        private readonly double _segment = rule.Window.TotalMilliseconds / Segments;
        private readonly int[] _taken = new int[Segments + 1];
        private long _current;

        protected override (bool IsAllowed, int Remaining, double Reset, double Retry) Take(double now)
        {
            var current = (long)(now / _segment);
            for (var passed = Math.Max(_current + 1, current - Segments); passed <= current; passed++)
            {
                _taken[passed % _taken.Length] = 0;
            }

            _current = current;
            var sum = _taken.Sum();
            var isAllowed = sum < _permits;
            if (isAllowed)
            {
                _taken[current % _taken.Length]++;
                sum++;
            }

            var oldest = Enumerable.Range(0, Segments + 1).First(age => _taken[(current + 1 + age) % _taken.Length] > 0);
            var next = ((current + 1 + oldest) * _segment) - now;
            return (isAllowed, _permits - sum, ((current + 1 + Segments) * _segment) - now, isAllowed ? 0 : next);
        }
    }

    private sealed class TokenBucket(RateLimitRule rule) : Counter(rule)
    {
        private readonly int _permits = rule.Permits;
        private readonly double _perPermit = rule.Window.TotalMilliseconds / rule.Permits;
        private double _tokens = rule.Permits;
        private double _at;

        protected override (bool IsAllowed, int Remaining, double Reset, double Retry) Take(double now)
        {
            _tokens = Math.Min(_permits, _tokens + ((now - _at) / _perPermit));
            _at = now;
            var isAllowed = _tokens >= 1;
            _tokens -= isAllowed ? 1 : 0;
            return (isAllowed, (int)_tokens, (_permits - _tokens) * _perPermit, isAllowed ? 0 : (1 - _tokens) * _perPermit);
        }
    }
}
