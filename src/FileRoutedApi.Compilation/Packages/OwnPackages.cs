using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using FileRoutedApi.Built;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation.Packages;

/// <summary>
/// The packages of this library. A folder refers to them for editors and <c>dotnet build</c>. The program that compiles the folder has their
/// assemblies, so they are not resolved.
/// </summary>
internal static partial class OwnPackages
{
    /// <summary>Gets the names of the packages.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["FileRoutedApi", "FileRoutedApi.Compilation", "FileRoutedApi.Jobs", "FileRoutedApi.Redis", "FileRoutedApi.Testing"];

    /// <summary>Returns true if a reference is to a package of this library.</summary>
    public static bool Contains(PackageReference package) => Names.Contains(package.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a warning if a reference has another version than this library (FRA3072).</summary>
    public static void Check(RouteFolder folder, PackageReference package, List<RouteDiagnostic> diagnostics)
    {
        var version = package.Property is { } property ? ValueOf(folder, property) : package.Version;
        if (version is not null && version.Trim('[', ']') != BuiltFolder.PackageVersion)
        {
            diagnostics.Add(RouteDiagnostics.OtherPackageVersion(
                package.File, package.Line, package.Name, version, BuiltFolder.PackageVersion));
        }
    }

    /// <summary>Returns the name of the property if a version is a property and nothing else.</summary>
    public static string? PropertyOf(string? version) =>
        version is not null && Property().Match(version.Trim()) is { Success: true } match ? match.Groups["name"].Value : null;

    // The build file of new folders imports the one beside it. A value that only MSBuild can evaluate is not checked.
    private static string? ValueOf(RouteFolder folder, string property)
    {
        try
        {
            var value = new[] { PackageReference.BuildFileOf(folder), PackageReference.BuildFileName }
                .Select(folder.PathOf)
                .Where(File.Exists)
                .SelectMany(file => XDocument.Load(file).Descendants())
                .FirstOrDefault(element => element.Name.LocalName == property)?.Value.Trim();
            return value?.Contains('$', StringComparison.Ordinal) == false ? value : null;
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^\$\((?<name>\w+)\)$")]
    private static partial Regex Property();
}
