using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace FileRoutedApi.Caching;

/// <summary>
/// The version numbers of cache dependencies, which are paths, tags and files. Invalidating a dependency changes its number, and a cached
/// response is current while its dependencies have the numbers that they had when it was generated.
/// </summary>
/// <remarks>
/// Versions are numbers and not times, because the clocks of machines differ.
/// <para>
/// Clients may choose the paths that an application invalidates, so memory has to be bounded: a dependency is hashed to one of a fixed
/// number of slots. Two dependencies in one slot are invalidated together, which costs one call of a handler. Evicting versions instead
/// could make an outdated response look current.
/// </para>
/// </remarks>
internal interface IDependencyVersions
{
    /// <summary>Gets the versions of dependencies, in their order.</summary>
    ValueTask<long[]> GetAsync(IReadOnlyList<string> dependencies, CancellationToken cancellationToken);

    /// <summary>Returns true if the dependencies have these versions.</summary>
    ValueTask<bool> AreCurrentAsync(IReadOnlyList<string> dependencies, long[] versions, CancellationToken cancellationToken);

    /// <summary>Changes the version of a dependency, which invalidates every response that depends on it.</summary>
    ValueTask InvalidateAsync(string dependency, CancellationToken cancellationToken);

    /// <summary>Gets the slot of a dependency. For one seed it is the same in every process.</summary>
    static int SlotOf(string dependency, int count, long seed = 0) =>
        (int)(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(dependency.AsSpan()), seed) % (ulong)count);
}
