using System.Xml;
using System.Xml.Linq;
using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation.Packages;

/// <summary>A package that a file asks for, with the place where it does.</summary>
/// <param name="Version">Null where the SDK has to work it out from a build file.</param>
internal sealed record PackageReference(string Name, string? Version, string File, int Line)
{
    /// <summary>The build file whose packages count for every route file, as they do for an editor.</summary>
    public const string BuildFile = $"{RouteFolder.Name}/Directory.Build.props";

    private const string Directive = "#:package";

    /// <summary>Whether a directive of a file-based program asks for a package.</summary>
    public static bool IsDirective(string text) => text.StartsWith(Directive, StringComparison.Ordinal);

    /// <summary>Every package once, sorted by name; null where one has no version, or two places want different ones.</summary>
    public static IReadOnlyList<PackageReference>? TryCollect(RouteFolder folder, IEnumerable<SourceFile> sources, List<RouteDiagnostic> diagnostics)
    {
        var before = diagnostics.Count;
        var collected = new SortedDictionary<string, PackageReference>(StringComparer.OrdinalIgnoreCase);
        foreach (var package in InBuildFile(folder, diagnostics).Concat(sources.SelectMany(source => InDirectives(source, diagnostics))))
        {
            if (!collected.TryAdd(package.Name, package) && collected[package.Name] is var first
                && first.Version is not null && package.Version is not null && first.Version != package.Version)
            {
                diagnostics.Add(RouteDiagnostics.PackageVersions(package.File, package.Line, package.Name, package.Version, first.Version, first.File));
            }
        }

        return diagnostics.Count > before ? null : [.. collected.Values];
    }

    private static IEnumerable<PackageReference> InDirectives(SourceFile source, List<RouteDiagnostic> diagnostics)
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

    private static List<PackageReference> InBuildFile(RouteFolder folder, List<RouteDiagnostic> diagnostics)
    {
        var path = folder.PathOf(BuildFile);
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
                        ((string?)element.Attribute("Version") ?? (string?)element.Element(element.Name.Namespace + "Version")) is { } version && !version.Contains('$', StringComparison.Ordinal) ? version : null,
                        BuildFile,
                        ((IXmlLineInfo)element).LineNumber)),
            ];
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(RouteDiagnostics.UnreadableBuildFile(BuildFile, (exception as XmlException)?.LineNumber ?? 1, exception.Message));
            return [];
        }
    }
}
