namespace FileRoutedApi.Benchmarks.SideBySide;

/// <param name="Path">Relative to the folder of the app, with <c>/</c>.</param>
internal sealed record SourceFile(string Path, string Text);

/// <summary>The folder of an app, with the sources that were made for it.</summary>
internal static class SourceFolder
{
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
