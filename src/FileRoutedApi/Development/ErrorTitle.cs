using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Development;

/// <summary>Titles of diagnostics, and where they are documented.</summary>
internal static class ErrorTitle
{
    // The address that the compiler gives as the help link of its own diagnostics.
    private const string CompilerErrors = "https://msdn.microsoft.com/query/roslyn.query?appId=roslyn&k=k";

    /// <summary>Returns what kind of error a diagnostic is.</summary>
    public static string Of(string id) => id switch
    {
        DiagnosticIds.FRA2013_ThrewWhileLoading or DiagnosticIds.FRA2023_NeverLoaded => "The top-level statements failed",
        _ when id.StartsWith("FRA1", StringComparison.Ordinal) => "Error in a file name",
        _ when id.StartsWith("FRA3", StringComparison.Ordinal) => "Configuration error",
        _ when id.StartsWith("FRA", StringComparison.Ordinal) => "Error in a route file",
        _ => ErrorReport.CompileError,
    };

    /// <summary>Returns the address of the documentation of an id; null if there is none.</summary>
    /// <param name="hasDashboard">Whether the dashboard serves the table of diagnostics.</param>
    public static string? DocumentationOf(string id, bool hasDashboard) =>
        id.StartsWith("CS", StringComparison.Ordinal) ? CompilerErrors + $"({Uri.EscapeDataString(id)})"
        : hasDashboard && id.StartsWith("FRA", StringComparison.Ordinal) ? $"/_dev/diagnostics/{Uri.EscapeDataString(id)}"
        : null;

    /// <summary>Divides a message into what is wrong and what to do. The second is empty for a message of one sentence.</summary>
    public static (string Problem, string Advice) Divide(ErrorPlace place)
    {
        var message = place.Message;
        if (place.Id?.StartsWith("FRA", StringComparison.Ordinal) != true)
        {
            return (message, "");
        }

        for (var at = 0; (at = message.IndexOf(". ", at, StringComparison.Ordinal)) > 0; at += 2)
        {
            if (at + 2 < message.Length && char.IsUpper(message[at + 2]))
            {
                return (message[..(at + 1)], message[(at + 2)..]);
            }
        }

        return (message, "");
    }
}
