namespace FileRoutedApi.Host.Building;

/// <summary>The static files of the folder <c>public/</c>, which an export contains unchanged.</summary>
internal static class ExportedPublicFiles
{
    private const string Folder = "public";

    // The only name with a leading dot that servers need (RFC 8615).
    private const string WellKnown = ".well-known";

    private static readonly EnumerationOptions _everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Returns the absolute path of the folder, which may not exist.</summary>
    public static string PathOf(string root) => Path.Combine(root, Folder);

    /// <summary>Returns the files without those whose name begins with a dot, and without links that lead out of the folder.</summary>
    /// <returns>The names relative to <c>public/</c>, with <c>/</c>, sorted; and the absolute paths.</returns>
    public static IReadOnlyList<(string Name, string Path)> Find(string root)
    {
        var folder = new DirectoryInfo(PathOf(root));
        return folder.Exists ? [.. Find(folder, "", RealPath.Of(folder.FullName)).OrderBy(file => file.Name, StringComparer.Ordinal)] : [];
    }

    private static IEnumerable<(string Name, string Path)> Find(DirectoryInfo folder, string prefix, string top) => folder
        .EnumerateFileSystemInfos("*", _everything)
        .Where(entry => !entry.Name.StartsWith('.') || (entry is DirectoryInfo && entry.Name == WellKnown))
        .Where(entry => entry.LinkTarget is null
            || (entry is FileInfo { Exists: true } && RealPath.IsWithin(RealPath.Of(entry.FullName), top)))
        .SelectMany(entry => entry is DirectoryInfo inner
            ? Find(inner, $"{prefix}{entry.Name}/", top)
            : [($"{prefix}{entry.Name}", entry.FullName)]);
}
