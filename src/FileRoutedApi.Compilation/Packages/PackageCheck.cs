using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Compilation.Packages;

/// <summary>Finds the packages that do not go together with what the application itself runs on.</summary>
internal static class PackageCheck
{
    /// <param name="wanted">The packages that files ask for; the others come with them.</param>
    public static void Run(PackageLoadContext packages, IReadOnlyList<PackageReference> wanted, List<RouteDiagnostic> diagnostics)
    {
        foreach (var file in packages.Packages.Runtime.Concat(packages.Packages.Compile).DistinctBy(Path.GetFileName))
        {
            if (packages.CopyOf(Path.GetFileNameWithoutExtension(file)) is HostCopy.Older or HostCopy.TooOld)
            {
                diagnostics.Add(Describe(packages, file, wanted));
            }
        }

        foreach (var package in wanted)
        {
            // A package that another one brings may be older: it runs on the newest, as in any application.
            if (package.Version is { } version && packages.CopyOf(package.Name) == HostCopy.Used && HasLowerMajor(version, ReferenceFiles.Host[package.Name]))
            {
                diagnostics.Add(RouteDiagnostics.PackageOfHostUsed(
                    package.File, package.Line, package.Name, package.Name, version, $"{HostAssembly.FileVersionOf(ReferenceFiles.Host[package.Name])}"));
            }
        }
    }

    private static RouteDiagnostic Describe(PackageLoadContext packages, string file, IReadOnlyList<PackageReference> wanted)
    {
        var assembly = Path.GetFileNameWithoutExtension(file);
        var host = ReferenceFiles.Host[assembly];
        var path = packages.Packages.PathTo(packages.Packages.OwnerOf(file)?.Name ?? assembly, wanted);
        var place = wanted.FirstOrDefault(package => package.Name.Equals(path[0], StringComparison.OrdinalIgnoreCase)) ?? wanted[0];
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
