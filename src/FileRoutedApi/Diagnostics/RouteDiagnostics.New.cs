namespace FileRoutedApi.Diagnostics;

/// <content>FRA307x: new folders, and the package that they refer to.</content>
internal static partial class RouteDiagnostics
{
    public static RouteDiagnostic FileExists(string file) => Error(
        DiagnosticIds.FRA3070_FileExists,
        $"'{file}' exists already and is not overwritten. Choose another name, or remove the file.");

    public static RouteDiagnostic FileNotWritten(string file, string reason) => Error(
        DiagnosticIds.FRA3071_FileNotWritten,
        $"'{file}' cannot be written: {Reason(reason)}. Choose another folder, or fix its permissions.");

    public static RouteDiagnostic OtherPackageVersion(string file, int line, string package, string version, string own) => Warning(
        DiagnosticIds.FRA3072_OtherPackageVersion, file,
        $"The version of the package '{package}' is {version}, but the program that compiles the files has version {own}. "
        + "Editors and 'dotnet build' use the package. "
        + $"Write {own} here, or install version {version} of the tool.",
        line);
}
