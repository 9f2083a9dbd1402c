namespace FileRoutedApi.Diagnostics;

/// <summary>
/// The texts of all diagnostics. Each method is one id of <see cref="DiagnosticIds"/>; each id has a line in <c>docs/diagnostics.md</c>
/// and a test. The first sentence says what is wrong, the next what to do.
/// </summary>
internal static partial class RouteDiagnostics
{
    private const string FirstRoute =
        "Create 'api/hello.cs' with: void Handler(ApiRequest req, ApiResponse res) => res.Json(new { message = \"Hello\" });";

    private static RouteDiagnostic Error(string id, string? file, string message, int line = 1, int column = 1) =>
        new(id, RouteDiagnosticSeverity.Error, file, line, column, message);

    private static RouteDiagnostic Error(string id, string message) => new(id, RouteDiagnosticSeverity.Error, null, 0, 0, message);

    private static RouteDiagnostic Warning(string id, string? file, string message, int line = 1, int column = 1) =>
        new(id, RouteDiagnosticSeverity.Warning, file, line, column, message);

    private static RouteDiagnostic Warning(string id, string message) => new(id, RouteDiagnosticSeverity.Warning, null, 0, 0, message);

    /// <summary>Returns a text of the framework or the compiler without its last period, so that it can be part of a sentence.</summary>
    private static string Reason(string text) => text.TrimEnd('.');

    private static string ListOf(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(5).Select(name => $"'{name}'")) + (names.Count > 5 ? $" and {names.Count - 5} more" : "");
}
