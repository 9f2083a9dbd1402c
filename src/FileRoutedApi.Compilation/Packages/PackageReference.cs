using System.Xml;
using System.Xml.Linq;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Compilation.Packages;

/// <summary>A reference to a package, with its place in a file.</summary>
/// <param name="Version">The version; null if only MSBuild can evaluate it.</param>
/// <param name="Property">The property that is the version; null if it is not a property.</param>
internal sealed record PackageReference(string Name, string? Version, string File, int Line, string? Property = null)
{
    /// <summary>The name of a build file.</summary>
    public const string BuildFileName = "Directory.Build.props";

    /// <summary>
    /// The build files whose packages all route files can use; only the first one that exists is read. Editors read each for its folder.
    /// </summary>
    public static readonly IReadOnlyList<string> BuildFiles = [.. RouteFolder.AllNames.Select(name => $"{name}/{BuildFileName}")];

    private const string Directive = "#:package";

    /// <summary>Returns true if a directive of a file-based program refers to a package.</summary>
    public static bool IsDirective(string text) => text.StartsWith(Directive, StringComparison.Ordinal);

    /// <summary>
    /// Returns each package once, sorted by name. Returns null if a reference has no version, or two references have different ones; the
    /// errors are added to the diagnostics.
    /// </summary>
    /// <param name="fileErrors">
    /// Receives the errors of route files instead, and their packages are left out; null if they are errors as all others.
    /// </param>
    public static IReadOnlyList<PackageReference>? TryCollect(
        RouteFolder folder, IEnumerable<SourceFile> sources, List<RouteDiagnostic> diagnostics, List<RouteDiagnostic>? fileErrors = null)
    {
        var before = Errors();
        var collected = new SortedDictionary<string, PackageReference>(StringComparer.OrdinalIgnoreCase);
        foreach (var package in InBuildFile(folder, diagnostics).Concat(sources.SelectMany(source => InDirectives(source, diagnostics))))
        {
            if (OwnPackages.Contains(package))
            {
                OwnPackages.Check(folder, package, diagnostics);
            }
            else if (!collected.TryAdd(package.Name, package) && collected[package.Name] is var first
                && first.Version is not null && package.Version is not null && first.Version != package.Version)
            {
                diagnostics.Add(RouteDiagnostics.PackageVersions(
                    package.File, package.Line, package.Name, package.Version, first.Version, first.File));
            }
        }

        if (fileErrors is not null)
        {
            fileErrors.AddRange(diagnostics.Where(IsOfRouteFile));
            diagnostics.RemoveAll(diagnostic => IsOfRouteFile(diagnostic));
        }

        return Errors() > before ? null : [.. collected.Values];

        int Errors() => diagnostics.Count(diagnostic => diagnostic.IsError);
    }

    /// <summary>Returns true for an error of a package that a route file refers to. Those of other files affect all of them.</summary>
    public static bool IsOfRouteFile(RouteDiagnostic diagnostic) =>
        diagnostic is { IsError: true, File: { } file }
        && !BuildFiles.Contains(file)
        && RouteFileName.Parse(file, RouteTableOptions.Default, [], out _) is { IsModule: true };

    /// <summary>Returns the packages of a file. Directives without a version are added to the diagnostics.</summary>
    public static IEnumerable<PackageReference> InDirectives(SourceFile source, List<RouteDiagnostic> diagnostics)
    {
        foreach (var (text, line) in source.Directives.Where(directive => IsDirective(directive.Text)))
        {
            var parts = text[Directive.Length..].Split('@', 2, StringSplitOptions.TrimEntries);
            if (parts is [{ Length: > 0 } name, { Length: > 0 } version])
            {
                yield return new PackageReference(name, version, source.Path, line);
            }
            else
            {
                diagnostics.Add(RouteDiagnostics.PackageWithoutVersion(source.Path, line, parts[0]));
            }
        }
    }

    /// <summary>Returns the build file of a folder; the path where it would be if there is none.</summary>
    public static string BuildFileOf(RouteFolder folder) =>
        BuildFiles.FirstOrDefault(file => System.IO.File.Exists(folder.PathOf(file)))
        ?? BuildFiles[Math.Max(0, folder.Paths.ToList().FindIndex(Directory.Exists))];

    private static List<PackageReference> InBuildFile(RouteFolder folder, List<RouteDiagnostic> diagnostics)
    {
        var file = BuildFileOf(folder);
        var path = folder.PathOf(file);
        if (!System.IO.File.Exists(path))
        {
            return [];
        }

        try
        {
            return
            [
                .. XDocument.Load(path, LoadOptions.SetLineInfo).Descendants()
                    .Where(element => element.Name.LocalName == nameof(PackageReference) && element.Attribute("Include") is not null)
                    .Select(element => new PackageReference(
                        (string)element.Attribute("Include")!,
                        TextOf(element) is var version && version?.Contains('$', StringComparison.Ordinal) == true ? null : version,
                        file,
                        ((IXmlLineInfo)element).LineNumber,
                        OwnPackages.PropertyOf(version))),
            ];
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(RouteDiagnostics.UnreadableFile(file, exception.Message, (exception as XmlException)?.LineNumber ?? 1));
            return [];
        }
    }

    // A version with a property in it is left to MSBuild.
    private static string? TextOf(XElement element) =>
        (string?)element.Attribute("Version") ?? (string?)element.Element(element.Name.Namespace + "Version");
}
