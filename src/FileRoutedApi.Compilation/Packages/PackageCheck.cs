using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Compilation.Packages;

/// <summary>Finds packages that conflict with the assemblies of the application.</summary>
internal static class PackageCheck
{
    /// <param name="references">The packages that files refer to. Other packages are dependencies of these.</param>
    public static void Run(PackageLoadContext packages, IReadOnlyList<PackageReference> references, List<RouteDiagnostic> diagnostics)
    {
        foreach (var file in packages.Packages.Runtime.Concat(packages.Packages.Compile).DistinctBy(Path.GetFileName))
        {
            if (packages.CopyOf(Path.GetFileNameWithoutExtension(file)) is HostCopy.Older or HostCopy.TooOld)
            {
                diagnostics.Add(Describe(packages, file, references));
            }
        }

        foreach (var package in references)
        {
            // A dependency may be older than the assembly of the application. As in any application, the newest one is used.
            if (package.Version is { } version
                && packages.CopyOf(package.Name) == HostCopy.Used
                && HasLowerMajor(version, ReferenceFiles.Host[package.Name]))
            {
                diagnostics.Add(RouteDiagnostics.PackageOfHostUsed(
                    package.File,
                    package.Line,
                    package.Name,
                    package.Name,
                    version,
                    $"{HostAssembly.FileVersionOf(ReferenceFiles.Host[package.Name])}"));
            }
        }
    }

    private static RouteDiagnostic Describe(PackageLoadContext packages, string file, IReadOnlyList<PackageReference> references)
    {
        var assembly = Path.GetFileNameWithoutExtension(file);
        var host = ReferenceFiles.Host[assembly];
        var path = packages.Packages.PathTo(packages.Packages.OwnerOf(file)?.Name ?? assembly, references);
        var place = references.FirstOrDefault(package => package.Name.Equals(path[0], StringComparison.OrdinalIgnoreCase)) ?? references[0];
        var chain = string.Join(" -> ", path);
        return packages.CopyOf(assembly) == HostCopy.TooOld
            ? RouteDiagnostics.PackageNewerThanHost(
                place.File, place.Line, place.Name, chain, assembly, $"{HostAssembly.VersionOf(file)}", $"{HostAssembly.VersionOf(host)}")
            : RouteDiagnostics.PackageOfHostUsed(
                place.File, place.Line, chain, assembly, $"{HostAssembly.FileVersionOf(file)}", $"{HostAssembly.FileVersionOf(host)}");
    }

    private static bool HasLowerMajor(string version, string host) =>
        int.TryParse(version.Split('.')[0], out var major) && major < HostAssembly.VersionOf(host).Major;
}
