using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Host.Building;

/// <summary>The settings files that a build copies: those that a server reads, without <c>appsettings.Development.json</c>.</summary>
internal static class SettingsFiles
{
    private const string Name = "appsettings";

    /// <summary>Returns the settings files of a folder.</summary>
    /// <exception cref="FileRoutesException">A file is a link to a target outside of the folder (FRA3032).</exception>
    public static IReadOnlyList<string> Find(string root)
    {
        // Links without a target are skipped, as the configuration does.
        List<string> files =
        [
            .. Directory.GetFiles(root, $"{Name}*.json")
                .Where(IsCopied)
                .Where(file => File.Exists(RealPath.Of(file)))
                .Order(StringComparer.Ordinal),
        ];
        var folder = RealPath.Of(root);
        var outside = files.Where(file => !RealPath.IsWithin(RealPath.Of(file), folder)).ToList();
        return outside.Count == 0
            ? files
            : throw new FileRoutesException(
                outside.Select(file => RouteDiagnostics.SettingsOutsideFolder(Path.GetFileName(file), RealPath.Of(file))));
    }

    /// <summary>Returns true if a file of a built folder is a settings file.</summary>
    public static bool IsSettings(string file) => Path.GetFileName(file).StartsWith(Name, StringComparison.Ordinal);

    // appsettings.json and appsettings.<environment>.json
    private static bool IsCopied(string file) =>
        Path.GetFileNameWithoutExtension(file) is var name
        && (name == Name || name.StartsWith($"{Name}.", StringComparison.Ordinal))
        && !name.Equals($"{Name}.Development", StringComparison.OrdinalIgnoreCase);
}
