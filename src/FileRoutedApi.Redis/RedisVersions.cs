using System.Collections.Concurrent;
using FileRoutedApi.Caching;
using StackExchange.Redis;

namespace FileRoutedApi.Redis;

/// <summary>
/// The numbers that all machines share. Each looks at those that it needs twice a second, all in one question, so no message
/// can get lost; while Redis is away it goes on with what it knows, and says afterwards what it could not say.
/// </summary>
internal sealed class RedisVersions(RedisConnection connection, TimeProvider time) : IVersions
{
    private const int MostKnown = 20_000;

    private static readonly TimeSpan _lookAgain = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _forGood = TimeSpan.FromDays(365);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _unsaid = new(StringComparer.Ordinal);
    private int _count;

    public ValueTask<long[]> OfAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var versions = new long[names.Count];
        var areKnown = true;
        for (var i = 0; i < versions.Length; i++)
        {
            var known = _known.GetValueOrDefault(names[i]);
            versions[i] = known.Number;
            areKnown &= known.LookedAt != 0 && time.GetElapsedTime(known.LookedAt) < _lookAgain;
        }

        return areKnown || connection.Database is not { } database ? new(versions) : new(LookAsync(database, names, versions));
    }

    public async ValueTask<bool> AreAsync(IReadOnlyList<string> names, long[] versions, CancellationToken cancellationToken) =>
        (await OfAsync(names, cancellationToken)).AsSpan().SequenceEqual(versions);

    public async ValueTask ChangeAsync(string name, CancellationToken cancellationToken)
    {
        var number = Random.Shared.NextInt64(1, long.MaxValue);
        Learn(name, number);
        _unsaid[name] = number;
        if (connection.Database is { } database)
        {
            await SayAsync(database);
        }
    }

    private RedisKey KeyOf(string name) => $"{connection.Prefix}version:{name}";

    private async Task<long[]> LookAsync(IDatabase database, IReadOnlyList<string> names, long[] known)
    {
        await SayAsync(database);
        try
        {
            var found = await database.StringGetAsync([.. names.Select(KeyOf)]);
            for (var i = 0; i < known.Length; i++)
            {
                // A Redis that lost what it knew says nothing new.
                known[i] = found[i].TryParse(out long number) ? number : known[i];
                Learn(names[i], known[i]);
            }
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            connection.Fail(exception);
        }

        return known;
    }

    /// <summary>Says what has changed and nobody has heard of yet.</summary>
    private async Task SayAsync(IDatabase database)
    {
        try
        {
            foreach (var (name, number) in _unsaid)
            {
                await database.StringSetAsync(KeyOf(name), number, _forGood);
                _unsaid.TryRemove(KeyValuePair.Create(name, number));
            }
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            connection.Fail(exception);
        }
    }

    private void Learn(string name, long number)
    {
        if (_known.TryAdd(name, new Known(number, time.GetTimestamp())))
        {
            if (Interlocked.Increment(ref _count) > MostKnown)
            {
                Forget();
            }
        }
        else
        {
            _known[name] = new Known(number, time.GetTimestamp());
        }
    }

    // What is asked for again is looked up again.
    private void Forget()
    {
        foreach (var (name, known) in _known)
        {
            if (time.GetElapsedTime(known.LookedAt) >= _lookAgain && _known.TryRemove(KeyValuePair.Create(name, known)))
            {
                Interlocked.Decrement(ref _count);
            }
        }
    }

    private readonly record struct Known(long Number, long LookedAt);
}
