namespace FileRoutedApi.Tests;

internal static class Repository
{
    /// <summary>The root of the repository that these tests were built from.</summary>
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "FileRoutedApi.sln")))
            {
                folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
            }

            return folder.FullName;
        }
    }

    /// <summary>Returns whether a file was written by a build or by npm.</summary>
    public static bool IsOutput(string file) =>
        file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules");
}
