namespace FileRoutedApi.Development;

/// <summary>One thing that is wrong, and where.</summary>
/// <param name="Id">The id of the diagnostic; null for an exception.</param>
/// <param name="Severity">Whether it is an error.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="File">Relative to the root, with <c>/</c>; null where no file of the user's is at fault.</param>
/// <param name="Line">Counted from 1; 0 where it is not known.</param>
/// <param name="Column">Counted from 1; 0 where it is not known.</param>
internal sealed record ErrorPlace(string? Id, RouteDiagnosticSeverity Severity, string Message, string? File, int Line, int Column)
{
    public static ErrorPlace Of(RouteDiagnostic diagnostic) =>
        new(diagnostic.Id, diagnostic.Severity, diagnostic.Message, diagnostic.File, diagnostic.Line, diagnostic.Column);

    /// <summary>The code around it. An error of a name (FRA1xxx) has none: the text of the file is not at fault.</summary>
    public CodeFrame? ReadCode(string root) =>
        Id?.StartsWith("FRA1", StringComparison.Ordinal) == true ? null : CodeFrame.Read(root, File, Line, Column);
}
