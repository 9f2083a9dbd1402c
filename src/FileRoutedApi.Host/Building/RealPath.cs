namespace FileRoutedApi.Host.Building;

/// <summary>Paths without links, so that two names of one place are equal.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>The absolute path with every link on the way followed. What does not exist stays as it is written.</summary>
    public static string Of(string path)
    {
        var links = 0;
        return Of(Path.GetFullPath(path), ref links);
    }

    /// <summary>True if a path is a folder, or below it.</summary>
    public static bool IsWithin(string path, string folder) =>
        $"{path}{Path.DirectorySeparatorChar}".StartsWith($"{folder.TrimEnd(Path.DirectorySeparatorChar)}{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

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
