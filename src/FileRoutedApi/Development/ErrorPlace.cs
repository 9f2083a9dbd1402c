namespace FileRoutedApi.Development;

/// <summary>A mistake or exception, with its position.</summary>
/// <param name="Id">The id of the diagnostic; null for an exception.</param>
/// <param name="Severity">The severity.</param>
/// <param name="Message">The message.</param>
/// <param name="File">The file, relative to the root, with <c>/</c>; null if it is not about a file of the user.</param>
/// <param name="Line">The line, counted from 1; 0 if it is unknown.</param>
/// <param name="Column">The column, counted from 1; 0 if it is unknown.</param>
internal sealed record ErrorPlace(string? Id, RouteDiagnosticSeverity Severity, string Message, string? File, int Line, int Column)
{
    public static ErrorPlace Of(RouteDiagnostic diagnostic) =>
        new(diagnostic.Id, diagnostic.Severity, diagnostic.Message, diagnostic.File, diagnostic.Line, diagnostic.Column);

    /// <summary>Reads the code around the position. A mistake in a file name (FRA1xxx) has none, because it is not in the text.</summary>
    public CodeFrame? ReadCode(string root) =>
        Id?.StartsWith("FRA1", StringComparison.Ordinal) == true ? null : CodeFrame.Read(root, File, Line, Column);
}
