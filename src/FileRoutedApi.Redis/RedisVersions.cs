using System.Collections.Concurrent;
using FileRoutedApi.Caching;
using StackExchange.Redis;

namespace FileRoutedApi.Redis;

/// <summary>
/// Dependency versions that machines share. Each machine reads the versions that it needs twice a second, with one command. Unlike
/// messages, reads cannot get lost. While Redis is unavailable, a machine uses the last known versions and queues its own invalidations.
/// </summary>
/// <remarks>
/// Versions are random numbers. If Redis loses one, by a restart without persistence or by eviction, a new number replaces it. Responses
/// that were generated with the lost number are then outdated, and can never look current again.
/// </remarks>
internal sealed class RedisVersions(RedisConnection connection, TimeProvider time) : IDependencyVersions
{
    // Also the maximum number of keys in Redis.
    private const int Slots = 1 << 16;

    private static readonly TimeSpan _readInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _lifetime = TimeSpan.FromDays(365);

    private readonly ConcurrentDictionary<int, ReadVersion> _versions = new();
    private readonly ConcurrentDictionary<int, long> _unpublished = new();
    private readonly Lock _lock = new();
    private Task _publishing = Task.CompletedTask;

    public ValueTask<long[]> GetAsync(IReadOnlyList<string> dependencies, CancellationToken cancellationToken)
    {
        var versions = new long[dependencies.Count];
        var areRecent = true;
        for (var i = 0; i < versions.Length; i++)
        {
            var read = _versions.GetValueOrDefault(SlotOf(dependencies[i]));
            versions[i] = read.Number;
            areRecent &= read.At != 0 && time.GetElapsedTime(read.At) < _readInterval;
        }

        return areRecent || connection.Database is not { } database ? new(versions) : new(ReadAsync(database, dependencies, versions));
    }

    public async ValueTask<bool> AreCurrentAsync(
        IReadOnlyList<string> dependencies, long[] versions, CancellationToken cancellationToken) =>
        (await GetAsync(dependencies, cancellationToken)).AsSpan().SequenceEqual(versions);

    public async ValueTask InvalidateAsync(string dependency, CancellationToken cancellationToken)
    {
        var slot = SlotOf(dependency);
        var number = NewNumber();
        _versions[slot] = new ReadVersion(number, time.GetTimestamp());
        _unpublished[slot] = number;
        if (connection.Database is { } database)
        {
            await PublishAsync(database);
            if (_unpublished.ContainsKey(slot))
            {
                // It waited for a call that had started before this change was queued.
                await PublishAsync(database);
            }
        }
    }

    private static int SlotOf(string dependency) => IDependencyVersions.SlotOf(dependency, Slots);

    private static long NewNumber() => Random.Shared.NextInt64(1, long.MaxValue);

    private RedisKey KeyOf(int slot) => $"{connection.Prefix}version:{slot}";

    /// <param name="versions">The last known versions, which are updated and returned.</param>
    private async Task<long[]> ReadAsync(IDatabase database, IReadOnlyList<string> dependencies, long[] versions)
    {
        var slots = dependencies.Select(SlotOf).ToArray();
        var before = slots.Select(slot => _versions.TryGetValue(slot, out var version) ? version : (ReadVersion?)null).ToArray();
        await PublishAsync(database);
        try
        {
            var keys = slots.Select(KeyOf).ToArray();
            var found = await database.StringGetAsync(keys);
            if (found.Any(number => !IsNumber(number)))
            {
                found = await FillAsync(database, keys, found);
            }

            for (var i = 0; i < versions.Length; i++)
            {
                // An invalidation that is still queued is newer than the value in Redis.
                var number = _unpublished.TryGetValue(slots[i], out var own) ? own : IsNumber(found[i]) ? (long)found[i] : NewNumber();
                versions[i] = RememberUnlessChanged(slots[i], number, before[i]);
            }
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            connection.Fail(exception);
        }

        return versions;
    }

    /// <summary>Creates the missing versions. If several machines do so at the same time, the first one takes precedence.</summary>
    private static async Task<RedisValue[]> FillAsync(IDatabase database, RedisKey[] keys, RedisValue[] found)
    {
        var filling = new List<Task>();
        for (var i = 0; i < keys.Length; i++)
        {
            if (found[i].IsNull)
            {
                // MGET returns null both for a missing key and for a key of another type.
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

    // A missing value parses as 0, which is the version of a dependency that this process has not read yet.
    private static bool IsNumber(RedisValue value) => !value.IsNull && value.TryParse(out long _);

    /// <summary>Writes the queued invalidations to Redis, or waits for the call that is writing them.</summary>
    private Task PublishAsync(IDatabase database)
    {
        if (_unpublished.IsEmpty)
        {
            return Task.CompletedTask;
        }

        lock (_lock)
        {
            return _publishing.IsCompleted ? _publishing = WriteUnpublishedAsync(database) : _publishing;
        }
    }

    private async Task WriteUnpublishedAsync(IDatabase database)
    {
        await Task.Yield();
        try
        {
            while (_unpublished.ToArray() is { Length: > 0 } changes)
            {
                await Task.WhenAll(changes.Select(change => database.StringSetAsync(KeyOf(change.Key), change.Value, _lifetime)));
                foreach (var change in changes)
                {
                    _unpublished.TryRemove(change);
                }
            }
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            connection.Fail(exception);
        }
    }

    /// <summary>
    /// Remembers a version that was read, unless this process has invalidated the dependency since: the read may have returned the old
    /// number.
    /// </summary>
    /// <returns>The version that applies.</returns>
    private long RememberUnlessChanged(int slot, long number, ReadVersion? before)
    {
        var read = new ReadVersion(number, time.GetTimestamp());
        var isRemembered = before is { } expected ? _versions.TryUpdate(slot, read, expected) : _versions.TryAdd(slot, read);
        return isRemembered ? number : _versions[slot].Number;
    }

    /// <param name="At">The timestamp of the read.</param>
    private readonly record struct ReadVersion(long Number, long At);
}
