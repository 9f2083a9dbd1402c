using System.Collections.Concurrent;
using FileRoutedApi.Caching;
using StackExchange.Redis;

namespace FileRoutedApi.Redis;

/// <summary>
/// The versions that all machines share. Each machine reads those that it needs twice a second, all with one command, so no
/// message can get lost; while Redis is away it goes on with what it knows, and writes afterwards what it could not write.
/// </summary>
/// <remarks>
/// Versions are random. Redis may lose one (it restarts without persistence, or evicts it), and then a new one is made up: the
/// responses that were made with the lost one are out of date, and never look fresh.
/// </remarks>
internal sealed class RedisVersions(RedisConnection connection, TimeProvider time) : IDependencyVersions
{
    // As many keys in Redis, at most.
    private const int Slots = 1 << 16;

    private static readonly TimeSpan _lookAgain = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _lifetime = TimeSpan.FromDays(365);

    private readonly ConcurrentDictionary<int, Known> _known = new();
    private readonly ConcurrentDictionary<int, long> _unsaid = new();
    private readonly Lock _lock = new();
    private Task _saying = Task.CompletedTask;

    public ValueTask<long[]> OfAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var versions = new long[names.Count];
        var areKnown = true;
        for (var i = 0; i < versions.Length; i++)
        {
            var known = _known.GetValueOrDefault(SlotOf(names[i]));
            versions[i] = known.Number;
            areKnown &= known.LookedAt != 0 && time.GetElapsedTime(known.LookedAt) < _lookAgain;
        }

        return areKnown || connection.Database is not { } database ? new(versions) : new(LookAsync(database, names, versions));
    }

    public async ValueTask<bool> AreAsync(IReadOnlyList<string> names, long[] versions, CancellationToken cancellationToken) =>
        (await OfAsync(names, cancellationToken)).AsSpan().SequenceEqual(versions);

    public async ValueTask ChangeAsync(string name, CancellationToken cancellationToken)
    {
        var slot = SlotOf(name);
        var number = NewNumber();
        Learn(slot, number);
        _unsaid[slot] = number;
        if (connection.Database is { } database)
        {
            await SayAsync(database);
            if (_unsaid.ContainsKey(slot))
            {
                // The call that it waited for had looked before.
                await SayAsync(database);
            }
        }
    }

    private static int SlotOf(string name) => IDependencyVersions.SlotOf(name, Slots);

    private static long NewNumber() => Random.Shared.NextInt64(1, long.MaxValue);

    private RedisKey KeyOf(int slot) => $"{connection.Prefix}version:{slot}";

    private async Task<long[]> LookAsync(IDatabase database, IReadOnlyList<string> names, long[] known)
    {
        var slots = names.Select(SlotOf).ToArray();
        var before = slots.Select(slot => _known.TryGetValue(slot, out var version) ? version : (Known?)null).ToArray();
        await SayAsync(database);
        try
        {
            var keys = slots.Select(KeyOf).ToArray();
            var found = await database.StringGetAsync(keys);
            if (found.Any(number => !IsNumber(number)))
            {
                found = await FillAsync(database, keys, found);
            }

            for (var i = 0; i < known.Length; i++)
            {
                // What this process could not write yet is newer than what Redis has.
                var number = _unsaid.TryGetValue(slots[i], out var own) ? own : IsNumber(found[i]) ? (long)found[i] : NewNumber();
                known[i] = LearnUnlessChanged(slots[i], number, before[i]);
            }
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            connection.Fail(exception);
        }

        return known;
    }

    /// <summary>Makes up the versions that are missing. Where another machine does the same, the first one counts.</summary>
    private static async Task<RedisValue[]> FillAsync(IDatabase database, RedisKey[] keys, RedisValue[] found)
    {
        var filling = new List<Task>();
        for (var i = 0; i < keys.Length; i++)
        {
            if (found[i].IsNull)
            {
                // Nothing was found, or something of another type, which MGET does not tell apart.
                filling.Add(database.ScriptEvaluateAsync(
                    "if redis.call('TYPE', KEYS[1]).ok ~= 'string' then redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) end",
                    [keys[i]],
                    [NewNumber(), (long)_lifetime.TotalMilliseconds]));
            }
            else if (!IsNumber(found[i]))
            {
                filling.Add(database.StringSetAsync(keys[i], NewNumber(), _lifetime));
            }
        }

        await Task.WhenAll(filling);
        return await database.StringGetAsync(keys);
    }

    // A missing value reads as 0, which is the version of what this process has not looked at.
    private static bool IsNumber(RedisValue value) => !value.IsNull && value.TryParse(out long _);

    /// <summary>Writes the changes that Redis does not have yet, or waits for the call that writes them already.</summary>
    private Task SayAsync(IDatabase database)
    {
        if (_unsaid.IsEmpty)
        {
            return Task.CompletedTask;
        }

        lock (_lock)
        {
            return _saying.IsCompleted ? _saying = WriteAsync(database) : _saying;
        }
    }

    private async Task WriteAsync(IDatabase database)
    {
        await Task.Yield();
        try
        {
            while (_unsaid.ToArray() is { Length: > 0 } changes)
            {
                await Task.WhenAll(changes.Select(change => database.StringSetAsync(KeyOf(change.Key), change.Value, _lifetime)));
                foreach (var change in changes)
                {
                    _unsaid.TryRemove(change);
                }
            }
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            connection.Fail(exception);
        }
    }

    /// <summary>Notes a version that was read, unless an invalidation came in between: its version may have been written after the read.</summary>
    /// <returns>The version that counts.</returns>
    private long LearnUnlessChanged(int slot, long number, Known? before)
    {
        var read = new Known(number, time.GetTimestamp());
        var isLearned = before is { } expected ? _known.TryUpdate(slot, read, expected) : _known.TryAdd(slot, read);
        return isLearned ? number : _known[slot].Number;
    }

    private void Learn(int slot, long number) => _known[slot] = new Known(number, time.GetTimestamp());

    private readonly record struct Known(long Number, long LookedAt);
}
