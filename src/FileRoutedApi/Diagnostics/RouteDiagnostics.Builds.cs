namespace FileRoutedApi.Diagnostics;

/// <content>FRA3xxx: builds and their output.</content>
internal static partial class RouteDiagnostics
{
    /// <param name="hasSources">True if the folder is one that can be built.</param>
    /// <param name="program">The command that starts this program.</param>
    public static RouteDiagnostic NotBuilt(string folder, bool hasSources, string program) => Error(
        DiagnosticIds.FRA3020_NotBuilt,
        hasSources
            ? $"The folder '{folder}' has sources and no build output. "
                + $"Run '{program} build {folder} --output out', then '{program} start out'."
            : $"The folder '{folder}' has no build output. Build it first: {program} build DIR --output {folder}");

    public static RouteDiagnostic BuiltDamaged(string folder, string file) => Error(
        DiagnosticIds.FRA3021_BuiltDamaged,
        $"The build output in '{folder}' is damaged: '{file}' is missing or was changed after the build. Build it again.");

    public static RouteDiagnostic BuiltByAnotherVersion(string folder, string version, string own) => Error(
        DiagnosticIds.FRA3022_BuiltByAnotherVersion,
        $"'{folder}' was built by version {version}, and this is version {own}. "
        + $"Build it again, or start it with the host in that folder: dotnet {folder}/FileRoutedApi.Host.dll");

    public static RouteDiagnostic BuiltForAnotherSystem(string folder, string system, string own) => Error(
        DiagnosticIds.FRA3023_BuiltForAnotherSystem,
        $"'{folder}' was built for {system}, and this system is {own}. Its packages contain native libraries. "
        + "Build it on the system that runs it.");

    public static RouteDiagnostic OutputNotOwned(string folder, IReadOnlyList<string> names) => Error(
        DiagnosticIds.FRA3024_OutputNotOwned,
        $"The output folder '{folder}' has files that no build wrote, or that were changed after the build: {ListOf(names)}. "
        + "A build replaces the whole folder. Move these files, or name another output folder.");

    public static RouteDiagnostic OutputHoldsSources(string folder) => Error(
        DiagnosticIds.FRA3025_OutputHoldsSources,
        $"The output folder '{folder}' contains the sources, and a build replaces the whole folder. Name another output folder.");

    public static RouteDiagnostic OutputNotWritten(string folder, string reason) => Error(
        DiagnosticIds.FRA3026_OutputNotWritten,
        $"The output folder '{folder}' cannot be written: {Reason(reason)}. Name another output folder, or fix its permissions.");

    public static RouteDiagnostic NoReadyToRun(string reason) => Error(
        DiagnosticIds.FRA3027_NoReadyToRun,
        $"The compiler for --ready-to-run is not available: {Reason(reason)}. "
        + "It is a package that the .NET SDK restores; install the SDK, or omit the option.");

    public static RouteDiagnostic SettingsOutsideFolder(string name, string target) => Error(
        DiagnosticIds.FRA3032_SettingsOutsideFolder,
        $"'{name}' is a link to '{target}', outside of the folder, and a build would copy that file. "
        + "Put the file itself into the folder, or set these settings where the application runs.");

    public static RouteDiagnostic WrittenByCheck(string name) => Warning(
        DiagnosticIds.FRA3034_WrittenByCheck,
        $"The application wrote '{name}' into the output while the build checked it. The file was removed. "
        + "Write files in 'Start' of '_startup.cs', which a build does not run.");

    public static RouteDiagnostic OutputKept(string folder, IReadOnlyList<string> names) => Warning(
        DiagnosticIds.FRA3035_OutputKept,
        $"Files were written into the output while it was replaced: {ListOf(names)}. They are kept in '{folder}'; move them from there.");
}
