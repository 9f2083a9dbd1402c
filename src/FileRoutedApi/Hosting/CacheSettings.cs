namespace FileRoutedApi;

/// <summary>The settings of the section <c>FileRoutes:Cache</c>.</summary>
public sealed class CacheSettings
{
    /// <summary>How much memory the answers may take that this process keeps, such as <c>100mb</c>; those that were asked for least recently go first.</summary>
    public string MemoryLimit { get; set; } = "100mb";

    /// <summary>
    /// What every key in Redis begins with, where the connection string <c>Redis</c> is set. Applications that share a server need different ones.
    /// </summary>
    public string RedisPrefix { get; set; } = "fra:";
}
