using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace FileRoutedApi.Caching;

/// <summary>
/// The versions of paths and tags. An invalidation changes a version; a cached response is out of date when a version is not the
/// one that it was made with. Numbers and not times, because the clocks of several machines differ.
/// </summary>
/// <remarks>
/// Clients may name the paths that an application invalidates, so the number of versions is bounded: a name is hashed to one of a
/// fixed number of slots. Two names that share a slot are invalidated together, which costs one call of a handler; forgetting a
/// name instead could make an old response look fresh.
/// </remarks>
internal interface IDependencyVersions
{
    /// <summary>Gets the versions of names, in their order.</summary>
    ValueTask<long[]> OfAsync(IReadOnlyList<string> names, CancellationToken cancellationToken);

    /// <summary>Returns true if names have these versions.</summary>
    ValueTask<bool> AreAsync(IReadOnlyList<string> names, long[] versions, CancellationToken cancellationToken);

    /// <summary>Changes the version of a name.</summary>
    ValueTask ChangeAsync(string name, CancellationToken cancellationToken);

    /// <summary>Gets the slot of a name: the same in every process, for the same seed.</summary>
    static int SlotOf(string name, int count, long seed = 0) =>
        (int)(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(name.AsSpan()), seed) % (ulong)count);
}

/// <summary>The versions of this process.</summary>
internal sealed class MemoryVersions : IDependencyVersions
{
    private const int Slots = 1 << 18;

    // Clients must not find names that share a slot with that of another path.
    private readonly long _seed = Random.Shared.NextInt64();

    // 2 MB, for applications that invalidate anything.
    private readonly Lazy<long[]> _versions = new(() => new long[Slots]);

    public ValueTask<long[]> OfAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var versions = new long[names.Count];
        for (var i = 0; i < versions.Length; i++)
        {
            versions[i] = VersionOf(names[i]);
        }

        return new(versions);
    }

    public ValueTask<bool> AreAsync(IReadOnlyList<string> names, long[] versions, CancellationToken cancellationToken)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (i >= versions.Length || VersionOf(names[i]) != versions[i])
            {
                return new(false);
            }
        }

        return new(true);
    }

    public ValueTask ChangeAsync(string name, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _versions.Value[IDependencyVersions.SlotOf(name, Slots, _seed)]);
        return default;
    }

    private long VersionOf(string name) => _versions.IsValueCreated ? Volatile.Read(ref _versions.Value[IDependencyVersions.SlotOf(name, Slots, _seed)]) : 0;
}
