namespace FileRoutedApi.Caching;

/// <summary>Dependency versions in the memory of one process.</summary>
internal sealed class MemoryVersions : IDependencyVersions
{
    private const int Slots = 1 << 18;

    // Random, so that clients cannot find a path that shares its slot with another one.
    private readonly long _seed = Random.Shared.NextInt64();

    // 2 MB, allocated by the first invalidation.
    private readonly Lazy<long[]> _versions = new(() => new long[Slots]);

    public ValueTask<long[]> GetAsync(IReadOnlyList<string> dependencies, CancellationToken cancellationToken)
    {
        var versions = new long[dependencies.Count];
        for (var i = 0; i < versions.Length; i++)
        {
            versions[i] = VersionOf(dependencies[i]);
        }

        return new(versions);
    }

    public ValueTask<bool> AreCurrentAsync(IReadOnlyList<string> dependencies, long[] versions, CancellationToken cancellationToken)
    {
        for (var i = 0; i < dependencies.Count; i++)
        {
            if (i >= versions.Length || VersionOf(dependencies[i]) != versions[i])
            {
                return new(false);
            }
        }

        return new(true);
    }

    public ValueTask InvalidateAsync(string dependency, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _versions.Value[IDependencyVersions.SlotOf(dependency, Slots, _seed)]);
        return default;
    }

    private long VersionOf(string dependency) =>
        _versions.IsValueCreated ? Volatile.Read(ref _versions.Value[IDependencyVersions.SlotOf(dependency, Slots, _seed)]) : 0;
}
