using System.Collections.Concurrent;
using ZiggyCreatures.Caching.Fusion;

namespace FileRoutedApi.Caching;

/// <summary>
/// What answers are made of, each with a number that is another one whenever somebody says that it has changed. Numbers and
/// not times, because the clocks of several machines differ.
/// </summary>
internal interface IVersions
{
    /// <summary>The number of a thing; 0 where nobody has ever said anything.</summary>
    ValueTask<long> OfAsync(string name, CancellationToken cancellationToken);

    /// <summary>Says that a thing has changed.</summary>
    ValueTask ChangeAsync(string name, CancellationToken cancellationToken);
}

/// <summary>The numbers of this process.</summary>
internal sealed class OwnVersions : IVersions
{
    private readonly ConcurrentDictionary<string, long> _versions = new(StringComparer.Ordinal);

    public ValueTask<long> OfAsync(string name, CancellationToken cancellationToken) => new(_versions.GetValueOrDefault(name));

    public ValueTask ChangeAsync(string name, CancellationToken cancellationToken)
    {
        _versions.AddOrUpdate(name, 1, static (_, version) => version + 1);
        return default;
    }
}

/// <summary>The numbers that several machines share. Each looks at them anew twice a second, so no message can get lost.</summary>
internal sealed class SharedVersions : IVersions, IDisposable
{
    private static readonly TimeSpan _forGood = TimeSpan.FromDays(365);
    private static readonly TimeSpan _lookAgain = TimeSpan.FromMilliseconds(500);

    private readonly FusionCache _versions;
    private readonly FusionCacheEntryOptions _read;
    private readonly FusionCacheEntryOptions _change;

    public SharedVersions(FusionCache versions, IEnumerable<ISharedCache> level)
    {
        _versions = versions;
        foreach (var shared in level)
        {
            shared.Attach(versions);
        }

        _change = versions.DefaultEntryOptions.Duplicate(_lookAgain);
        _change.DistributedCacheDuration = _forGood;
        _change.IsFailSafeEnabled = true;
        _change.FailSafeMaxDuration = _forGood;
        _change.AllowBackgroundDistributedCacheOperations = false;

        // What nobody has said is no news for others, and must not overwrite what another has said meanwhile.
        _read = _change.Duplicate();
        _read.SkipDistributedCacheWrite = true;
    }

    public ValueTask<long> OfAsync(string name, CancellationToken cancellationToken) => _versions.GetOrSetAsync<long>(
        name,
        static (context, _) => Task.FromResult(context.HasStaleValue ? context.StaleValue.Value : 0L),
        options: _read,
        token: cancellationToken);

    public ValueTask ChangeAsync(string name, CancellationToken cancellationToken) =>
        _versions.SetAsync(name, Random.Shared.NextInt64(1, long.MaxValue), _change, token: cancellationToken);

    public void Dispose() => _versions.Dispose();
}
