using FileRoutedApi.Settings;

namespace FileRoutedApi.Host.Settings;

/// <summary>All settings of the section <c>FileRoutes</c>, read and checked together.</summary>
/// <param name="Routes">The settings that the library reads.</param>
/// <param name="Host">The settings that only the host reads.</param>
internal sealed record FolderSettings(FileRoutesSettings Routes, HostSettings Host)
{
    /// <summary>Reads and checks the settings of a folder.</summary>
    /// <param name="root">The folder that contains <c>api/</c>, absolute.</param>
    /// <param name="isLive">Whether changed files are reloaded while the application runs.</param>
    /// <exception cref="FileRoutesException">Settings are unknown (FRA3003) or not valid (FRA3002).</exception>
    public static FolderSettings Read(IConfiguration configuration, string root, bool isLive = false)
    {
        var host = new HostSettings();
        var routes = FileRoutesSettings.Read(
            configuration,
            root,
            options =>
            {
                options.Root = root;
                options.IsLive = isLive;
            },
            new AdditionalSettings(host, host.FindMistakes));
        return new FolderSettings(routes, host);
    }
}
