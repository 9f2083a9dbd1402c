using FileRoutedApi.Built;
using FileRoutedApi.Modules;

namespace FileRoutedApi.Host.Building;

/// <summary>Tells the files of a build from all others in its folder: nothing but those may be replaced or deleted.</summary>
internal static class BuiltFiles
{
    /// <summary>The files of a folder as its manifest lists them.</summary>
    public static IReadOnlyList<BuiltFile> List(string folder) =>
    [
        .. Directory.GetFiles(folder)
            .Where(file => Path.GetFileName(file) != BuildManifest.FileName)
            .Order(StringComparer.Ordinal)
            .Select(file => new BuiltFile(Path.GetFileName(file), HashOf(file))),
    ];

    /// <summary>The names of what is in a folder and was not written by its build, or was changed since; sorted.</summary>
    public static IReadOnlyList<string> FindForeign(string folder)
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

    /// <summary>Deletes the files of a build, and the folder unless there is something else in it.</summary>
    /// <returns>The names of what is left.</returns>
    public static IReadOnlyList<string> Delete(string folder)
    {
        // Without a manifest nothing in the folder is known to be of a build.
        foreach (var file in FilesOf(folder)?.Keys.Append(BuildManifest.FileName) ?? [])
        {
            File.Delete(Path.Combine(folder, file));
        }

        List<string> left = [.. Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];
        if (left.Count == 0)
        {
            Directory.Delete(folder);
        }

        return left;
    }

    /// <summary>Null where a manifest is missing, damaged, or of a version that did not list its files.</summary>
    private static Dictionary<string, string>? FilesOf(string folder)
    {
        var manifest = Path.Combine(folder, BuildManifest.FileName);
        return File.Exists(manifest) ? BuildManifest.TryRead(File.ReadAllBytes(manifest))?.Files?.ToDictionary(file => file.Name, file => file.Hash) : null;
    }

    // Code is never edited in place, and a damaged file of it may be replaced; a settings file that differs was edited.
    private static bool IsOurs(FileSystemInfo entry, Dictionary<string, string> files) =>
        entry is FileInfo { LinkTarget: null }
        && (entry.Name == BuildManifest.FileName
            || (files.TryGetValue(entry.Name, out var hash) && (entry.Extension != ".json" || HashOf(entry.FullName) == hash)));

    private static string HashOf(string file) => BuiltFolder.HashOf(File.ReadAllBytes(file));
}
