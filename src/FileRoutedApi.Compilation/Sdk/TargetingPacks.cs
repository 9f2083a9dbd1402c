
namespace FileRoutedApi.Compilation.Sdk;

/// <summary>The targeting packs of the .NET SDK, which hold the source generators of the framework. They lie beside the runtime.</summary>
internal static class TargetingPacks
{
    /// <summary>The folder of the .NET installation: the one that the <c>dotnet</c> command around this process names, otherwise the runtime's own.</summary>
    public static string? Root { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } program
        ? Path.GetDirectoryName(program)

        // <root>/shared/Microsoft.NETCore.App/<version>/System.Private.CoreLib.dll
        : new FileInfo(typeof(object).Assembly.Location).Directory?.Parent?.Parent?.Parent?.FullName;

    /// <summary>The folder of the generators of a pack, of its newest patch for this framework; null where there is none.</summary>
    public static string? Find(string pack)
    {
        var versions = new DirectoryInfo(Path.Combine(Root ?? "", "packs", pack));
        return !versions.Exists
            ? null
            : versions.GetDirectories()
                .Select(folder => (Folder: folder.FullName, Version: Version.TryParse(folder.Name, out var version) ? version : new Version()))
                .Where(found => (found.Version.Major, found.Version.Minor) == (Environment.Version.Major, Environment.Version.Minor))
                .OrderByDescending(found => found.Version)
                .Select(found => Path.Combine(found.Folder, "analyzers", "dotnet", "cs"))
                .FirstOrDefault(Directory.Exists);
    }
}
