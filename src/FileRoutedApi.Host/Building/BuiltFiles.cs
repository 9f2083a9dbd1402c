using FileRoutedApi.Built;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Host.Building;

/// <summary>Distinguishes the files of a build, which may be replaced or deleted, from all other files of its folder.</summary>
internal static class BuiltFiles
{
    // The folders of a build: static files, and the files that route files read.
    private static readonly string[] _folders = [PublicFolder.Name, .. RouteFolder.AllNames];

    /// <summary>Returns the files of a folder as its manifest lists them.</summary>
    public static IReadOnlyList<BuiltFile> List(string folder) =>
    [
        .. EntriesOf(folder)
            .Where(entry => entry.Name != BuildManifest.FileName && entry.Entry is FileInfo)
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => new BuiltFile(entry.Name, HashOf(entry.Entry.FullName))),
    ];

    /// <summary>Returns all files and folders below the folders of a build. Links are not followed.</summary>
    /// <returns>The entries with their paths, each folder before its own entries.</returns>
    public static IEnumerable<(string Name, FileSystemInfo Entry)> DataIn(string folder) =>
        _folders.SelectMany(name => EntriesBelow(new DirectoryInfo(Path.Combine(folder, name))));

    private static IEnumerable<(string Name, FileSystemInfo Entry)> EntriesBelow(DirectoryInfo folder)
    {
        return folder is { Exists: true, LinkTarget: null } ? Walk(folder, folder.Name) : [];

        static IEnumerable<(string Name, FileSystemInfo Entry)> Walk(DirectoryInfo folder, string name) =>
            folder.EnumerateFileSystemInfos()
                .SelectMany(entry => entry is DirectoryInfo { LinkTarget: null } inner
                    ? Walk(inner, $"{name}/{entry.Name}")
                    : [($"{name}/{entry.Name}", entry)])
                .Prepend((name, folder));
    }

    /// <summary>Returns the sorted names of entries that are not from the build, or were changed after it.</summary>
    public static IReadOnlyList<string> FindOtherFiles(string folder)
    {
        var files = FilesOf(folder);
        return
        [
            .. EntriesOf(folder)
                .Where(entry => files is null || !IsOurs(entry.Name, entry.Entry, files))
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

        foreach (var (_, entry) in DataIn(folder).Reverse())
        {
            if (entry is DirectoryInfo { LinkTarget: null } inner && !inner.EnumerateFileSystemInfos().Any())
            {
                inner.Delete();
            }
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

    /// <summary>Returns the entries of a folder, with those of the folders of a build in place of these folders.</summary>
    private static IEnumerable<(string Name, FileSystemInfo Entry)> EntriesOf(string folder) =>
        new DirectoryInfo(folder).EnumerateFileSystemInfos().SelectMany(entry =>
            entry is DirectoryInfo { LinkTarget: null } files && _folders.Contains(files.Name)
                ? EntriesBelow(files).Where(below => below.Entry is not DirectoryInfo { LinkTarget: null })
                : [(entry.Name, entry)]);

    // Assemblies are not edited in place, so one that differs is damaged and may be replaced. Any other file that differs was edited.
    private static bool IsOurs(string name, FileSystemInfo entry, Dictionary<string, string> files) =>
        entry is FileInfo { LinkTarget: null }
        && (name == BuildManifest.FileName
            || (files.TryGetValue(name, out var hash) && (!IsEdited(name) || HashOf(entry.FullName) == hash)));

    private static bool IsEdited(string name) =>
        name.EndsWith(".json", StringComparison.Ordinal)
        || _folders.Any(folder => name.StartsWith($"{folder}/", StringComparison.Ordinal));

    private static string HashOf(string file) => BuiltFolder.HashOf(File.ReadAllBytes(file));
}
