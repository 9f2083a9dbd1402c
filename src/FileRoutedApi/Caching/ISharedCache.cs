using ZiggyCreatures.Caching.Fusion;

namespace FileRoutedApi.Caching;

/// <summary>A cache that several machines share, behind the in-memory cache of each machine.</summary>
internal interface ISharedCache
{
    /// <summary>Adds this cache as the second level of another.</summary>
    void Attach(IFusionCache cache);
}
