using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Compilation.Packages;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Compilation.Development;

/// <summary>The files that an application is created from, with the hashes of their content.</summary>
internal sealed class FolderContent
{
    private readonly Dictionary<string, string> _hashes;

    private FolderContent(IEnumerable<SourceFile> files) => _hashes = files.ToDictionary(file => file.Path, file => file.Hash);

    /// <summary>Gets the content of a folder without files.</summary>
    public static FolderContent Empty { get; } = new([]);

    /// <summary>Reads the settings files of a folder.</summary>
    public static FolderContent OfSettings(SourceFiles files, RouteFolder folder) => new(ReadSettings(files, folder));

    /// <summary>Reads all files of a folder.</summary>
    public static FolderContent Of(SourceFiles files, RouteFolder folder) =>
        new([.. files.ReadAll(folder.Scan([]), []), .. ReadSettings(files, folder)]);

    /// <summary>Returns true if the files and their content are the same.</summary>
    public bool IsSameAs(FolderContent other) =>
        _hashes.Count == other._hashes.Count && _hashes.All(file => other._hashes.GetValueOrDefault(file.Key) == file.Value);

    /// <summary>
    /// Returns the files whose change requires a restart: shared code and settings, or else a route file, whose packages may have changed.
    /// </summary>
    /// <param name="before">The files of the last attempted start.</param>
    /// <param name="saved">The files that were saved.</param>
    public IReadOnlyList<string> ReasonsSince(FolderContent before, IReadOnlySet<string> saved)
    {
        var changed = _hashes.Keys.Union(before._hashes.Keys)
            .Where(path => _hashes.GetValueOrDefault(path) != before._hashes.GetValueOrDefault(path))
            .Order(StringComparer.Ordinal)
            .ToList();
        var common = changed.Where(IsCommon).ToList();
        return common.Count > 0 ? common : [.. changed.Where(path => saved.Contains(path) && IsCode(path))];
    }

    private static bool IsCommon(string path) =>
        !RouteFolder.AllNames.Any(name => path.StartsWith($"{name}/", StringComparison.Ordinal))
        || PackageReference.BuildFiles.Contains(path)
        || RouteFileName.Parse(path, RouteTableOptions.Default, [], out _) is { IsModule: false };

    private static bool IsCode(string path) =>
        path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) && !path.Contains("/.", StringComparison.Ordinal);

    private static IReadOnlyList<SourceFile> ReadSettings(SourceFiles files, RouteFolder folder) => files.ReadAll(
        SettingsFileNames.In(folder.Root).Select(file => file.Name).Order(StringComparer.Ordinal), []);
}
