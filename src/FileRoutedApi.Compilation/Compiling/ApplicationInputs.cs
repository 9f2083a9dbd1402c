using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Compilation.Packages;
using FileRoutedApi.Compilation.Syntax;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation.Compiling;

/// <summary>The files that the application code is compiled from, and the packages it refers to.</summary>
/// <param name="Shared">The files of shared code.</param>
/// <param name="Startup">The start-up file, or null.</param>
/// <param name="BuildFile">The build file, whose properties may change what packages resolve to; null if there is none.</param>
/// <param name="Packages">The packages of all files; null if a reference is invalid.</param>
internal sealed record ApplicationInputs(
    RouteFolder Folder,
    IReadOnlyList<SourceFile> Shared,
    SourceFile? Startup,
    SourceFile? BuildFile,
    IReadOnlyList<PackageReference>? Packages)
{
    /// <summary>Gets whether all code may be <c>unsafe</c>.</summary>
    public bool AllowsUnsafe { get; } = UnsafeCode.IsAllowedBy(BuildFile);

    /// <summary>Gets the errors in the package references of route files, if each affects only its file; otherwise empty.</summary>
    public IReadOnlyList<RouteDiagnostic> FileErrors { get; private init; } = [];

    /// <summary>Reads the files. Errors are added to the diagnostics.</summary>
    /// <param name="routes">The route files, which may refer to packages.</param>
    /// <param name="isLive">True if an error in a package reference of a route file must not affect other files.</param>
    public static ApplicationInputs Read(
        RouteFolder folder,
        RouteTable table,
        IReadOnlyList<SourceFile> routes,
        SourceFiles files,
        List<RouteDiagnostic> diagnostics,
        bool isLive = false)
    {
        var shared = files.ReadAll(table.SharedFiles, diagnostics);
        var startup = table.StartupFile is { } path ? files.Read(path, diagnostics) : null;
        var buildPath = PackageReference.BuildFileOf(folder);
        foreach (var source in shared)
        {
            diagnostics.AddRange(source.Directives.Select(directive => RouteDiagnostics.UnsupportedDirective(
                source.Path, directive.Line, directive.Text, isProject: false, buildPath)));
        }

        var buildFile = File.Exists(folder.PathOf(buildPath)) ? files.Read(buildPath, diagnostics) : null;
        List<RouteDiagnostic>? fileErrors = isLive ? [] : null;
        var packages = PackageReference.TryCollect(folder, startup is null ? routes : [startup, .. routes], diagnostics, fileErrors);
        return new ApplicationInputs(folder, shared, startup, buildFile, packages) { FileErrors = fileErrors ?? [] };
    }

    /// <summary>Returns the files and packages that differ between two readings; none if the application code would be the same.</summary>
    public IReadOnlyList<string> DifferencesFrom(ApplicationInputs other)
    {
        var packages = PackagesOf(this).ToHashSet();
        packages.SymmetricExceptWith(PackagesOf(other));
        var files = FilesOf(this).ToHashSet();
        files.SymmetricExceptWith(FilesOf(other));
        string[] invalid = Packages is null == other.Packages is null ? [] : ["#:package"];
        return [.. files.Select(file => file.Path).Concat(packages.Select(package => package.Name)).Concat(invalid).Distinct()];
    }

    private static IEnumerable<(string Name, string? Version)> PackagesOf(ApplicationInputs inputs) =>
        (inputs.Packages ?? []).Select(package => (package.Name, package.Version));

    private static IEnumerable<ImageFile> FilesOf(ApplicationInputs inputs) =>
        inputs.Shared.Append(inputs.Startup).Append(inputs.BuildFile).OfType<SourceFile>().Select(ImageFile.Of);
}
