
namespace FileRoutedApi.Compilation.Sdk;

/// <summary>Finds the targeting packs of the .NET SDK, which contain the source generators of the framework.</summary>
internal static class TargetingPacks
{
    /// <summary>
    /// Gets the folder of the .NET installation: that of the <c>dotnet</c> command that started this process, otherwise that of the
    /// runtime.
    /// </summary>
    public static string? Root { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } program
        ? Path.GetDirectoryName(program)

        // <root>/shared/Microsoft.NETCore.App/<version>/System.Private.CoreLib.dll
        : new FileInfo(typeof(object).Assembly.Location).Directory?.Parent?.Parent?.Parent?.FullName;

    /// <summary>
    /// Returns the folder with the generators of a pack, in its newest version for this framework; null if there is none.
    /// </summary>
    public static string? Find(string pack)
    {
        var versions = new DirectoryInfo(Path.Combine(Root ?? "", "packs", pack));
        return !versions.Exists
            ? null
            : versions.GetDirectories()
                .Select(folder =>
                    (Folder: folder.FullName, Version: Version.TryParse(folder.Name, out var version) ? version : new Version()))
                .Where(found => (found.Version.Major, found.Version.Minor) == (Environment.Version.Major, Environment.Version.Minor))
                .OrderByDescending(found => found.Version)
                .Select(found => Path.Combine(found.Folder, "analyzers", "dotnet", "cs"))
                .FirstOrDefault(Directory.Exists);
    }
}
