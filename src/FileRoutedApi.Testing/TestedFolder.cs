using System.Reflection;
using FileRoutedApi.Built;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Testing;

/// <summary>Finds the folder of a test, and the test assembly that contains its shared code.</summary>
internal static class TestedFolder
{
    // Written by build/FileRoutedApi.Testing.targets.
    private const string Property = "FileRoutesFolder";

    /// <summary>Returns the folder that a loaded test assembly names.</summary>
    /// <exception cref="FileRoutesException">No assembly names one (FRA3080).</exception>
    public static string OfProject() => Projects.Select(project => project.Folder).FirstOrDefault()
        ?? throw new FileRoutesException(RouteDiagnostics.TestFolderNotFound(
            $"No test assembly names a folder. Set the property {Property} in the test project, or pass the path to RouteApp.StartAsync."));

    /// <summary>Returns the name of the test assembly that has compiled the shared code of a folder, or null.</summary>
    public static string? SharedAssemblyOf(string root) => Projects
        .Where(project => string.Equals(project.Folder, Path.TrimEndingDirectorySeparator(root), StringComparison.Ordinal))
        .Select(project => project.Assembly.GetName().Name)
        .FirstOrDefault();

    /// <summary>Returns the absolute path of a folder. A relative path is searched from the directory of the tests upwards.</summary>
    /// <exception cref="FileRoutesException">There is no such folder (FRA3080).</exception>
    public static string Find(string path)
    {
        if (Path.IsPathFullyQualified(path))
        {
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        }

        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var folder = Path.GetFullPath(path, directory.FullName);
            if (BuiltFolder.Exists(folder) || RouteFolder.Find(folder) is not null)
            {
                return Path.TrimEndingDirectorySeparator(folder);
            }
        }

        throw new FileRoutesException(RouteDiagnostics.TestFolderNotFound(
            $"There is no folder '{path}' with 'api' or 'app' in it, neither in '{AppContext.BaseDirectory}' nor above it. "
            + "Pass a path that is relative to the test project or to a folder above it, or an absolute path."));
    }

    private static IEnumerable<(string Folder, Assembly Assembly)> Projects =>
        from assembly in AppDomain.CurrentDomain.GetAssemblies()
        where assembly is { IsDynamic: false, Location.Length: > 0 }
        from attribute in assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        where attribute.Key == Property
        select (FolderOf(assembly, attribute.Value ?? ""), assembly);

    private static string FolderOf(Assembly assembly, string relative) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(relative, Path.GetDirectoryName(assembly.Location)!));
}
