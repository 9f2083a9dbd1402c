using FileRoutedApi.Diagnostics;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation;

/// <summary>What the code that route files stand on is made of, as it is on disk.</summary>
/// <param name="Shared">The files of <c>_lib</c>.</param>
/// <param name="Startup">The start-up file, or null.</param>
/// <param name="BuildFile">The build file, whose properties packages may stand on; null where there is none.</param>
/// <param name="Packages">The packages that any file asks for; null where what they ask for cannot be.</param>
internal sealed record ApplicationInputs(RouteFolder Folder, IReadOnlyList<SourceFile> Shared, SourceFile? Startup, SourceFile? BuildFile, IReadOnlyList<PackageReference>? Packages)
{
    /// <summary>Whether all code may be <c>unsafe</c>.</summary>
    public bool AllowsUnsafe { get; } = UnsafeCode.IsAllowedBy(BuildFile);

    /// <param name="routes">The route files, which may ask for packages.</param>
    public static ApplicationInputs Read(
        RouteFolder folder, RouteTable table, IReadOnlyList<SourceFile> routes, SourceFiles files, List<RouteDiagnostic> diagnostics)
    {
        var shared = files.ReadAll(table.SharedFiles, diagnostics);
        var startup = table.StartupFile is { } path ? files.Read(path, diagnostics) : null;
        foreach (var source in shared)
        {
            diagnostics.AddRange(source.Directives.Select(directive => RouteDiagnostics.UnsupportedDirective(
                source.Path, directive.Line, directive.Text, isProject: false, PackageReference.BuildFile)));
        }

        return new ApplicationInputs(
            folder, shared, startup, File.Exists(folder.PathOf(PackageReference.BuildFile)) ? files.Read(PackageReference.BuildFile, diagnostics) : null, PackageReference.TryCollect(folder, [.. startup is null ? [] : new[] { startup }, .. routes], diagnostics));
    }

    /// <summary>Whether an application made of the one is an application made of the other.</summary>
    public bool IsSameAs(ApplicationInputs other) =>
        Shared.Select(HashOf).SequenceEqual(other.Shared.Select(HashOf))
        && HashOf(Startup) == HashOf(other.Startup)
        && HashOf(BuildFile) == HashOf(other.BuildFile)
        && (Packages ?? []).Select(package => (package.Name, package.Version)).SequenceEqual((other.Packages ?? []).Select(package => (package.Name, package.Version)))
        && Packages is null == other.Packages is null;

    private static (string?, string?) HashOf(SourceFile? file) => (file?.Path, file?.Hash);
}
