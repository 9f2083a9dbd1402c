using System.Collections.Concurrent;

namespace FileRoutedApi.Caching;

/// <summary>
/// What answers are made of, each with a number that is another one whenever somebody says that it has changed. Numbers and
/// not times, because the clocks of several machines differ.
/// </summary>
internal interface IVersions
{
    /// <summary>The numbers of things, in their order; 0 where nobody has ever said anything.</summary>
    ValueTask<long[]> OfAsync(IReadOnlyList<string> names, CancellationToken cancellationToken);

    /// <summary>Whether things have these numbers.</summary>
    ValueTask<bool> AreAsync(IReadOnlyList<string> names, long[] versions, CancellationToken cancellationToken);

    /// <summary>Says that a thing has changed.</summary>
    ValueTask ChangeAsync(string name, CancellationToken cancellationToken);
}

/// <summary>The numbers of this process.</summary>
internal sealed class OwnVersions : IVersions
{
    private readonly ConcurrentDictionary<string, long> _versions = new(StringComparer.Ordinal);

    public ValueTask<long[]> OfAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var versions = new long[names.Count];
        for (var i = 0; i < versions.Length; i++)
        {
            versions[i] = _versions.GetValueOrDefault(names[i]);
        }

        return new(versions);
    }

    public ValueTask<bool> AreAsync(IReadOnlyList<string> names, long[] versions, CancellationToken cancellationToken)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (i >= versions.Length || _versions.GetValueOrDefault(names[i]) != versions[i])
            {
                return new(false);
            }
        }

        return new(true);
    }

    public ValueTask ChangeAsync(string name, CancellationToken cancellationToken)
    {
        _versions.AddOrUpdate(name, 1, static (_, version) => version + 1);
        return default;
    }
}
