namespace FileRoutedApi.Benchmarks.SideBySide;

/// <param name="Path">Relative to the folder of the app, with <c>/</c>.</param>
internal sealed record SourceFile(string Path, string Text);

/// <summary>The folder of an app, with the sources that were made for it.</summary>
internal static class SourceFolder
{
    /// <summary>Returns the files of a folder below a root.</summary>
    public static IEnumerable<SourceFile> Read(string root, string folder) =>
        from file in Directory.EnumerateFiles(Path.Combine(root, folder), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        select new SourceFile(Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllText(file));

    public static void Replace(string folder, IEnumerable<SourceFile> files)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (var (path, text) in files)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }
}
