using System.Collections.Concurrent;

namespace FileRoutedApi.RateLimiting;

/// <summary>Counts in the memory of this process, by the same rules as the script that counts for several.</summary>
/// <remarks>
/// The limiters of System.Threading.RateLimiting do not tell when a window ends, which clients are told, and count by
/// timers of their own.
/// </remarks>
internal sealed class MemoryCounters(TimeProvider time) : IRateLimitCounters
{
    private const int FirstSweep = 10_000;

    private readonly ConcurrentDictionary<(string Scope, string Key), Counter> _counters = new();
    private readonly long _start = time.GetTimestamp();
    private int _sweepAt = FirstSweep;
    private int _count;

    public ValueTask<RateLimitVerdict> TakeAsync(RateLimitRule rule, string key, CancellationToken cancellationToken)
    {
        var now = time.GetElapsedTime(_start).TotalMilliseconds;
        while (true)
        {
            if (!_counters.TryGetValue((rule.Scope, key), out var counter))
            {
                counter = _counters.GetOrAdd((rule.Scope, key), static (_, rule) => Counter.Create(rule), rule);
                Interlocked.Increment(ref _count);
            }

            if (counter.TryTake(rule, now) is { } verdict)
            {
                SweepWhereFull(now);
                return new ValueTask<RateLimitVerdict>(verdict);
            }

            // Swept meanwhile, or the file has another limit by now.
            Remove(KeyValuePair.Create((rule.Scope, key), counter));
        }
    }

    private void SweepWhereFull(double now)
    {
        if (Volatile.Read(ref _count) < Volatile.Read(ref _sweepAt))
        {
            return;
        }

        foreach (var (key, counter) in _counters)
        {
            if (counter.TryRetire(now))
            {
                Remove(KeyValuePair.Create(key, counter));
            }
        }

        Volatile.Write(ref _count, _counters.Count);
        Volatile.Write(ref _sweepAt, Math.Max(FirstSweep, _counters.Count * 2));
    }

    private void Remove(KeyValuePair<(string Scope, string Key), Counter> counter)
    {
        if (_counters.TryRemove(counter))
        {
            Interlocked.Decrement(ref _count);
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

        /// <summary>Null where the counter is no more to be used.</summary>
        public RateLimitVerdict? TryTake(RateLimitRule wanted, double now)
        {
            lock (this)
            {
                if (_isRetired || wanted != rule)
                {
                    return null;
                }

                var (isAllowed, remaining, reset, retry) = Take(now);
                _idleAt = now + reset;
                return new RateLimitVerdict(rule, isAllowed, remaining, TimeSpan.FromMilliseconds(reset), TimeSpan.FromMilliseconds(retry));
            }
        }

        /// <summary>Whether it counts nothing any more.</summary>
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

    /// <summary>Ten segments and the one that is under way: never more permits in any window than there are.</summary>
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
