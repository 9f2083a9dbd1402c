namespace FileRoutedApi;

/// <summary>The settings of the section <c>FileRoutes:Cache</c>.</summary>
public sealed class CacheSettings
{
    /// <summary>
    /// How much memory the cached responses of this process may take, with their keys, such as <c>100mb</c>; those that were not
    /// requested for the longest time are evicted first. Null for 100 MB, or a quarter of the memory that the process may use where that is less.
    /// </summary>
    public string? MemoryLimit { get; set; }
}
