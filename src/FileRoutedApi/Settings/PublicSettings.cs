namespace FileRoutedApi;

/// <summary>The settings of the configuration section <c>FileRoutes:Public</c>.</summary>
public sealed class PublicSettings
{
    /// <summary>
    /// Gets or sets the <c>Cache-Control</c> header of static files. By default, clients store a file but validate it before each use.
    /// Where a folder restricts access to a file, <c>public</c> becomes <c>private</c>.
    /// </summary>
    public string CacheControl { get; set; } = "public, max-age=0";
}
