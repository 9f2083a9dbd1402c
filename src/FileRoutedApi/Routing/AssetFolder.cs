namespace FileRoutedApi.Routing;

/// <summary>
/// The folders <c>api/_assets/</c> and <c>app/_assets/</c>: files that route files read, and that no URL serves. A build copies them.
/// </summary>
internal static class AssetFolder
{
    private const string Name = "_assets";

    /// <summary>Gets the paths of both folders, relative to the folder that contains <c>api/</c>.</summary>
    public static IReadOnlyList<string> Paths { get; } = [.. RouteFolder.Names.Select(name => $"{name}/{Name}")];

    /// <summary>Returns true for one of the folders and for every path below them.</summary>
    /// <param name="path">The path relative to the folder that contains <c>api/</c>, with <c>/</c>.</param>
    public static bool Contains(string path) => Paths.Any(folder =>
        path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || path[folder.Length] == '/'));

    /// <summary>Returns true if the folder contains one of them.</summary>
    /// <param name="root">The folder that contains <c>api/</c>.</param>
    public static bool ExistsIn(string root) => Paths.Any(path => Directory.Exists(Path.Combine(root, path)));
}
