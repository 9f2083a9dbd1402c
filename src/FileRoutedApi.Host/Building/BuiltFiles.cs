using FileRoutedApi.Built;

namespace FileRoutedApi.Host.Building;

/// <summary>Distinguishes the files of a build, which may be replaced or deleted, from all other files of its folder.</summary>
internal static class BuiltFiles
{
    /// <summary>Returns the files of a folder as its manifest lists them.</summary>
    public static IReadOnlyList<BuiltFile> List(string folder) =>
    [
        .. Directory.GetFiles(folder)
            .Where(file => Path.GetFileName(file) != BuildManifest.FileName)
            .Order(StringComparer.Ordinal)
            .Select(file => new BuiltFile(Path.GetFileName(file), HashOf(file))),
    ];

    /// <summary>Returns the sorted names of entries that are not from the build, or were changed after it.</summary>
    public static IReadOnlyList<string> FindOtherFiles(string folder)
    {
        var files = FilesOf(folder);
        return
        [
            .. new DirectoryInfo(folder).EnumerateFileSystemInfos()
                .Where(entry => files is null || !IsOurs(entry, files))
                .Select(entry => entry.Name)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Deletes the files of a build, and the folder if it is empty then.</summary>
    /// <returns>The names of the remaining entries.</returns>
    public static IReadOnlyList<string> Delete(string folder)
    {
        // Without a manifest no file is known to be from a build.
        foreach (var file in FilesOf(folder)?.Keys.Append(BuildManifest.FileName) ?? [])
        {
            File.Delete(Path.Combine(folder, file));
        }

        var entries = Directory.EnumerateFileSystemEntries(folder);
        List<string> left = [.. entries.Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];
        if (left.Count == 0)
        {
            Directory.Delete(folder);
        }

        return left;
    }

    /// <summary>Returns the hash of each file of the build; null if the manifest is missing, damaged or too old to list files.</summary>
    private static Dictionary<string, string>? FilesOf(string folder)
    {
        var manifest = Path.Combine(folder, BuildManifest.FileName);
        return File.Exists(manifest)
            ? BuildManifest.TryRead(File.ReadAllBytes(manifest))?.Files?.ToDictionary(file => file.Name, file => file.Hash)
            : null;
    }

    // Assemblies are not edited in place, so one that differs is damaged and may be replaced. A settings file that differs was edited.
    private static bool IsOurs(FileSystemInfo entry, Dictionary<string, string> files) =>
        entry is FileInfo { LinkTarget: null }
        && (entry.Name == BuildManifest.FileName
            || (files.TryGetValue(entry.Name, out var hash) && (entry.Extension != ".json" || HashOf(entry.FullName) == hash)));

    private static string HashOf(string file) => BuiltFolder.HashOf(File.ReadAllBytes(file));
}
