using ZiggyCreatures.Caching.Fusion;

namespace FileRoutedApi.Caching;

/// <summary>A store that several machines share, behind the memory of each.</summary>
internal interface ISharedCache
{
    /// <summary>Makes the store the second level of a cache.</summary>
    void Attach(IFusionCache cache);
}
