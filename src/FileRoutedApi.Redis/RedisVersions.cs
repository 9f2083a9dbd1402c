using System.Collections.Concurrent;
using FileRoutedApi.Caching;
using StackExchange.Redis;

namespace FileRoutedApi.Redis;

/// <summary>
/// The versions of cache tags that all machines share. Each machine reads the versions it needs twice a second, with one command, so there
/// is no message that can get lost. While Redis is unavailable it uses the versions it knows, and writes its own changes later.
/// </summary>
/// <remarks>
/// Versions are random numbers. If Redis loses a version (it restarts without persistence, or evicts the key), a new one is created.
/// Responses that were cached with the lost version are stale then, and cannot look fresh by chance.
/// </remarks>
internal sealed class RedisVersions(RedisConnection connection, TimeProvider time) : IDependencyVersions
{
    // The maximum number of keys in Redis.
    private const int Slots = 1 << 16;

    private static readonly TimeSpan _pollingInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _lifetime = TimeSpan.FromDays(365);

    private readonly ConcurrentDictionary<int, Known> _known = new();
    private readonly ConcurrentDictionary<int, long> _unwritten = new();
    private readonly Lock _lock = new();
    private Task _writing = Task.CompletedTask;

    public ValueTask<long[]> OfAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var versions = new long[names.Count];
        var areKnown = true;
        for (var i = 0; i < versions.Length; i++)
        {
            var known = _known.GetValueOrDefault(SlotOf(names[i]));
            versions[i] = known.Number;
            areKnown &= known.ReadAt != 0 && time.GetElapsedTime(known.ReadAt) < _pollingInterval;
        }

        return areKnown || connection.Database is not { } database ? new(versions) : new(ReadAsync(database, names, versions));
    }

    public async ValueTask<bool> AreAsync(IReadOnlyList<string> names, long[] versions, CancellationToken cancellationToken) =>
        (await OfAsync(names, cancellationToken)).AsSpan().SequenceEqual(versions);

    public async ValueTask ChangeAsync(string name, CancellationToken cancellationToken)
    {
        var slot = SlotOf(name);
        var number = NewNumber();
        Learn(slot, number);
        _unwritten[slot] = number;
        if (connection.Database is { } database)
        {
            await WriteChangesAsync(database);
            if (_unwritten.ContainsKey(slot))
            {
                // The write that it waited for had begun before this change.
                await WriteChangesAsync(database);
            }
        }
    }

    private static int SlotOf(string name) => IDependencyVersions.SlotOf(name, Slots);

    private static long NewNumber() => Random.Shared.NextInt64(1, long.MaxValue);

    private RedisKey KeyOf(int slot) => $"{connection.Prefix}version:{slot}";

    private async Task<long[]> ReadAsync(IDatabase database, IReadOnlyList<string> names, long[] known)
    {
        var slots = names.Select(SlotOf).ToArray();
        var before = slots.Select(slot => _known.TryGetValue(slot, out var version) ? version : (Known?)null).ToArray();
        await WriteChangesAsync(database);
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
                // A change of this process that is not written yet is newer than the version in Redis.
                var number = _unwritten.TryGetValue(slots[i], out var own) ? own : IsNumber(found[i]) ? (long)found[i] : NewNumber();
                known[i] = LearnUnlessChanged(slots[i], number, before[i]);
            }
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            connection.Fail(exception);
        }

        return known;
    }

    /// <summary>Creates the missing versions. If another machine does the same, the first one wins.</summary>
    private static async Task<RedisValue[]> FillAsync(IDatabase database, RedisKey[] keys, RedisValue[] found)
    {
        var filling = new List<Task>();
        for (var i = 0; i < keys.Length; i++)
        {
            if (found[i].IsNull)
            {
                // MGET returns null for a missing key and for a key of another type.
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

    // A missing value converts to 0, which is the version of a tag that this process has not read.
    private static bool IsNumber(RedisValue value) => !value.IsNull && value.TryParse(out long _);

    /// <summary>Writes the changes that Redis does not have yet, or waits for the write that is running.</summary>
    private Task WriteChangesAsync(IDatabase database)
    {
        if (_unwritten.IsEmpty)
        {
            return Task.CompletedTask;
        }

        lock (_lock)
        {
            return _writing.IsCompleted ? _writing = WriteAsync(database) : _writing;
        }
    }

    private async Task WriteAsync(IDatabase database)
    {
        await Task.Yield();
        try
        {
            while (_unwritten.ToArray() is { Length: > 0 } changes)
            {
                await Task.WhenAll(changes.Select(change => database.StringSetAsync(KeyOf(change.Key), change.Value, _lifetime)));
                foreach (var change in changes)
                {
                    _unwritten.TryRemove(change);
                }
            }
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            connection.Fail(exception);
        }
    }

    /// <summary>
    /// Stores a version that was read, unless the tag was invalidated during the read: the new version may have been written after it.
    /// </summary>
    /// <returns>The current version.</returns>
    private long LearnUnlessChanged(int slot, long number, Known? before)
    {
        var read = new Known(number, time.GetTimestamp());
        var isLearned = before is { } expected ? _known.TryUpdate(slot, read, expected) : _known.TryAdd(slot, read);
        return isLearned ? number : _known[slot].Number;
    }

    private void Learn(int slot, long number) => _known[slot] = new Known(number, time.GetTimestamp());

    private readonly record struct Known(long Number, long ReadAt);
}
