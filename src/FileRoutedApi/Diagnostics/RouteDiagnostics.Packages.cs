namespace FileRoutedApi.Diagnostics;

/// <content>FRA3xxx: packages.</content>
internal static partial class RouteDiagnostics
{
    public static RouteDiagnostic PackageVersions(
        string file, int line, string package, string version, string otherVersion, string otherFile) => Error(
            DiagnosticIds.FRA3011_PackageVersions, file,
            $"This file needs version {version} of the package '{package}', and '{otherFile}' needs {otherVersion}. "
            + "All files are one application; use the same version.",
            line);

    public static RouteDiagnostic PackageWithoutVersion(string file, int line, string package) => Error(
        DiagnosticIds.FRA3012_PackageWithoutVersion, file,
        $"The package '{package}' has no version. Write '#:package {package}@1.2.3'.", line);

    public static RouteDiagnostic PackageNotResolved(string file, int line, string packages, string reason) => Error(
        DiagnosticIds.FRA3013_PackageNotResolved, file,
        $"The packages cannot be resolved ({packages}): {Reason(reason)}. Check the names, the versions and the package sources.", line);

    public static RouteDiagnostic NoSdk(string file, int line, string reason) => Error(
        DiagnosticIds.FRA3014_NoSdk, file,
        $"Packages need the .NET SDK, which is not installed here ({Reason(reason)}). Install it, or remove the packages.", line);

    public static RouteDiagnostic PackageNewerThanHost(
        string file, int line, string package, string path, string assembly, string requested, string present) => Error(
            DiagnosticIds.FRA3015_PackageNewerThanHost, file,
            $"The package '{path}' needs the assembly '{assembly}' {requested}. "
            + $"The host has {present} and shares its types with route files, "
            + $"so it cannot be replaced. Use a version of '{package}' that needs at most {present}.",
            line);

    public static RouteDiagnostic FolderNotForPackages(string file, int line, string folder) => Error(
        DiagnosticIds.FRA3033_FolderNotForPackages, file,
        $"The packages cannot be resolved in '{folder}': NuGet splits the path at ';' and would not find the nuget.config of the folder. "
        + "Rename the folder.",
        line);

    public static RouteDiagnostic PackageOfHostUsed(
        string file, int line, string path, string assembly, string requested, string present) => Warning(
            DiagnosticIds.FRA3040_PackageOfHostUsed, file,
            $"The package '{path}' has the assembly '{assembly}' {requested}, but {present} of the host is used, "
            + "because the host shares its types with route files. Use the version of the host.",
            line);
}
