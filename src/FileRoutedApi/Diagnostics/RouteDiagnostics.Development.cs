namespace FileRoutedApi.Diagnostics;

/// <content>FRA3xxx: development in an application.</content>
internal static partial class RouteDiagnostics
{
    public static RouteDiagnostic RestartRequired() => Warning(
        DiagnosticIds.FRA3120_RestartRequired,
        "Code that all route files use has changed: '_lib/', '_startup.cs' or packages. Restart the application to apply this change and "
        + "those after it.");
}
