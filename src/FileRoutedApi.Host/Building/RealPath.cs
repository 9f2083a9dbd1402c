namespace FileRoutedApi.Host.Building;

/// <summary>Resolves symbolic links, so that two paths to the same place are equal.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>Returns the absolute path with every link resolved. Parts that do not exist stay unchanged.</summary>
    public static string Of(string path)
    {
        var links = 0;
        return Of(Path.GetFullPath(path), ref links);
    }

    /// <summary>Returns true if a path is equal to a folder or below it.</summary>
    public static bool IsWithin(string path, string folder) =>
        $"{path}{Path.DirectorySeparatorChar}".StartsWith(
            $"{folder.TrimEnd(Path.DirectorySeparatorChar)}{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    private static string Of(string path, ref int links)
    {
        var root = Path.GetPathRoot(path)!;
        var real = root;
        foreach (var name in path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, name);
            real = new FileInfo(next).LinkTarget is { } target && ++links <= MaxLinks
                ? Of(Path.GetFullPath(target, real), ref links)
                : next;
        }

        return real;
    }
}
