using System.Collections.Concurrent;

namespace FileRoutedApi.RateLimiting;

/// <summary>Rate limit counters in the memory of this process. They follow the same rules as the script in Redis.</summary>
/// <remarks>
/// The limiters of System.Threading.RateLimiting do not report the end of a window, which the response headers need, and each has a timer.
/// <para>
/// Clients may invent keys, so the number of counters is bounded. A counter with taken permits is never evicted; otherwise a client could
/// reset its own count by inventing keys. Beyond the limit, new keys share counters. They are distributed by a hash that differs in
/// each process, so that a client cannot exhaust the counters of chosen other clients.
/// </para>
/// </remarks>
internal sealed class MemoryCounters(TimeProvider time, int maxCounters = MemoryCounters.MaxCounters) : IRateLimitCounters
{
    /// <summary>The number of counters from which new keys share counters. A counter with its key takes 250 to 350 bytes.</summary>
    public const int MaxCounters = 100_000;

    private const int SharedCounters = 1024;
    private const int FirstSweep = 10_000;
    private const double SweepInterval = 1000;

    private readonly ConcurrentDictionary<string, Counters> _scopes = new(StringComparer.Ordinal);
    private readonly Lock _sweeping = new();
    private readonly long _start = time.GetTimestamp();
    private double _sweptAt = double.NegativeInfinity;
    private int _sweepAt = Math.Min(FirstSweep, maxCounters);
    private int _count;

    /// <summary>The number of counters that belong to one key.</summary>
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

            if (counter.TryTake(rule, now) is { } decision)
            {
                return new ValueTask<RateLimitDecision>(decision);
            }

            // The counter was evicted in the meantime, or the limit of the file was changed.
            Remove(counters, key, counter);
        }
    }

    // Each file may use its share even if the keys of another file fill all counters.
    private bool HasRoom(Counters counters) =>
        Volatile.Read(ref _count) < maxCounters || Volatile.Read(ref counters.Count) < maxCounters / _scopes.Count;

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

    /// <summary>Evicts counters without taken permits. Runs at most once a second, because it visits every counter.</summary>
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
                    if (counter.TryEvict(now))
                    {
                        Remove(counters, key, counter);
                    }
                }
            }

            _sweptAt = now;
            Volatile.Write(ref _sweepAt, Math.Min(maxCounters, Math.Max(FirstSweep, _count * 2)));
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
                if (found?.TryTake(rule, now) is { } decision)
                {
                    return decision;
                }

                Interlocked.CompareExchange(ref counter, Counter.Create(rule), found);
            }
        }
    }

    private abstract class Counter(RateLimitRule rule)
    {
        private readonly Lock _lock = new();
        private bool _isEvicted;
        private double _idleAt;

        public static Counter Create(RateLimitRule rule) => rule.Algorithm switch
        {
            RateLimitAlgorithm.FixedWindow => new FixedWindow(rule),
            RateLimitAlgorithm.SlidingWindow => new SlidingWindow(rule),
            _ => new TokenBucket(rule),
        };

        /// <summary>Takes a permit if one is left. Returns null if the counter was evicted or belongs to another rule.</summary>
        public RateLimitDecision? TryTake(RateLimitRule expected, double now)
        {
            lock (_lock)
            {
                if (_isEvicted || expected != rule)
                {
                    return null;
                }

                var (isAllowed, remaining, reset, retry) = Take(now);
                _idleAt = now + reset;
                return new RateLimitDecision(
                    rule, isAllowed, remaining, TimeSpan.FromMilliseconds(reset), TimeSpan.FromMilliseconds(retry));
            }
        }

        /// <summary>Evicts the counter if all its permits are available.</summary>
        public bool TryEvict(double now)
        {
            lock (_lock)
            {
                return _isEvicted = _isEvicted || now >= _idleAt;
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

    /// <summary>
    /// Counts in segments. The ten complete ones and the current one span any window, so no window gets more permits than the rule.
    /// </summary>
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
