using System.Text.Encodings.Web;
using System.Text.Json;
using FileRoutedApi.Built;

namespace FileRoutedApi.Host.Building;

/// <summary>
/// Distinguishes the files of a static export, which may be replaced or deleted, from all other files of its folder. A manifest lists them.
/// </summary>
internal static class ExportFiles
{
    /// <summary>The name of the manifest. Most static servers do not serve names that begin with a dot.</summary>
    public const string Manifest = ".fra-export.json";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly EnumerationOptions _everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Writes the manifest for the current files of a folder.</summary>
    public static void WriteManifest(string folder)
    {
        var files = EntriesOf(folder)
            .Where(entry => entry.Entry is FileInfo)
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => new BuiltFile(entry.Name, HashOf(entry.Entry)));
        File.WriteAllBytes(Path.Combine(folder, Manifest), JsonSerializer.SerializeToUtf8Bytes(new Content([.. files]), _json));
    }

    /// <summary>Returns the sorted names of files, links and empty folders that no export wrote, or that were changed after it.</summary>
    public static IReadOnlyList<string> FindOtherFiles(string folder)
    {
        var files = FilesOf(folder);
        var folders = FoldersOf(files.Keys);
        return
        [
            .. EntriesOf(folder)
                .Where(entry => entry switch
                {
                    { Name: Manifest } => files.Count == 0,
                    { Entry: { LinkTarget: not null } } => true,
                    { Entry: DirectoryInfo inner } => !folders.Contains(entry.Name) && IsEmpty(inner),
                    _ => !files.TryGetValue(entry.Name, out var hash) || HashOf(entry.Entry) != hash,
                })
                .Select(entry => entry.Name)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Deletes the files of an export, and every folder that is empty then.</summary>
    /// <returns>The names of the remaining entries.</returns>
    public static IReadOnlyList<string> Delete(string folder)
    {
        var files = FilesOf(folder);
        foreach (var path in files.Keys.Append(Manifest).Select(name => Path.Combine(folder, name)))
        {
            if (File.Exists(path))
            {
                File.Delete(path);
            }
        }

        // Inner folders first.
        foreach (var path in FoldersOf(files.Keys).OrderByDescending(name => name.Length).Select(name => Path.Combine(folder, name)))
        {
            if (new DirectoryInfo(path) is { Exists: true, LinkTarget: null } inner && IsEmpty(inner))
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

    /// <summary>Returns all files, links and folders below a folder, with their paths relative to it. Links are not followed.</summary>
    public static IEnumerable<(string Name, FileSystemInfo Entry)> EntriesOf(string folder)
    {
        return Walk(new DirectoryInfo(folder), "");

        static IEnumerable<(string Name, FileSystemInfo Entry)> Walk(DirectoryInfo folder, string prefix) => folder
            .EnumerateFileSystemInfos("*", _everything)
            .SelectMany(entry => entry is DirectoryInfo { LinkTarget: null } inner
                ? Walk(inner, $"{prefix}{entry.Name}/").Prepend(($"{prefix}{entry.Name}", entry))
                : [($"{prefix}{entry.Name}", entry)]);
    }

    /// <summary>Returns the hash of each file of the export; none if the manifest is missing or damaged.</summary>
    private static Dictionary<string, string> FilesOf(string folder)
    {
        var manifest = new FileInfo(Path.Combine(folder, Manifest));
        if (manifest is not { Exists: true, LinkTarget: null })
        {
            return [];
        }

        try
        {
            return JsonSerializer.Deserialize<Content>(File.ReadAllBytes(manifest.FullName), _json)?.Files?
                .Where(file => file is { Name: not null, Hash: not null } && !IsOutside(file.Name))
                .ToDictionary(file => file.Name, file => file.Hash) ?? [];
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return [];
        }
    }

    private static HashSet<string> FoldersOf(IEnumerable<string> names) =>
    [
        .. names.SelectMany(name => name.Select((c, index) => (c, index)).Where(pair => pair.c == '/').Select(pair => name[..pair.index])),
    ];

    // A manifest that was changed must not make an export delete files elsewhere.
    private static bool IsOutside(string name) => name.Split('/', '\\').Contains("..") || Path.IsPathRooted(name);

    private static bool IsEmpty(DirectoryInfo folder) => !folder.EnumerateFileSystemInfos("*", _everything).Any();

    private static string HashOf(FileSystemInfo file) => BuiltFolder.HashOf(File.ReadAllBytes(file.FullName));

    private sealed record Content(IReadOnlyList<BuiltFile>? Files);
}
