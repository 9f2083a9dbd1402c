namespace FileRoutedApi;

/// <summary>The settings of the configuration section <c>FileRoutes:Cache</c>.</summary>
public sealed class CacheSettings
{
    /// <summary>
    /// Gets or sets the memory limit of the cached responses and their keys, such as <c>100mb</c>. The least recently used responses are
    /// evicted first. By default 100 MB, or a quarter of the memory available to the process if that is less.
    /// </summary>
    public string? MemoryLimit { get; set; }
}
