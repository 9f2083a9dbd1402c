using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Host.Building;

/// <summary>The settings files that a built folder takes along: those that a server reads, without what is for development only.</summary>
internal static class SettingsFiles
{
    private const string Name = "appsettings";

    /// <exception cref="FileRoutesException">One is a link that leads out of the folder (FRA3032).</exception>
    public static IReadOnlyList<string> Find(string root)
    {
        // The configuration ignores a link whose target does not exist, too.
        List<string> files =
        [
            .. Directory.GetFiles(root, $"{Name}*.json").Where(IsWanted).Where(file => File.Exists(RealPath.Of(file))).Order(StringComparer.Ordinal),
        ];
        var folder = RealPath.Of(root);
        var outside = files.Where(file => !RealPath.IsWithin(RealPath.Of(file), folder)).ToList();
        return outside.Count == 0
            ? files
            : throw new FileRoutesException(outside.Select(file => RouteDiagnostics.SettingsOutsideFolder(Path.GetFileName(file), RealPath.Of(file))));
    }

    /// <summary>True if a file of a built folder is a settings file.</summary>
    public static bool IsSettings(string file) => Path.GetFileName(file).StartsWith(Name, StringComparison.Ordinal);

    // appsettings.json and appsettings.<environment>.json
    private static bool IsWanted(string file) =>
        Path.GetFileNameWithoutExtension(file) is var name
        && (name == Name || name.StartsWith($"{Name}.", StringComparison.Ordinal))
        && !name.Equals($"{Name}.Development", StringComparison.OrdinalIgnoreCase);
}
