using System.Globalization;

namespace FileRoutedApi;

/// <summary>The severity of a <see cref="RouteDiagnostic"/>.</summary>
public enum RouteDiagnosticSeverity
{
    /// <summary>A possible mistake; the application starts.</summary>
    Warning,

    /// <summary>A mistake; the application does not start.</summary>
    Error,
}

/// <summary>A mistake in the route files or the settings, with its place.</summary>
/// <param name="Id">
/// A stable id: <c>FRA1xxx</c> names and routes, <c>FRA2xxx</c> contents of route files, <c>FRA3xxx</c> settings and start-up,
/// <c>CSxxxx</c> the C# compiler.
/// </param>
/// <param name="Severity">Whether the application can start.</param>
/// <param name="File">
/// The file, relative to the folder that contains <c>api/</c>, with <c>/</c>; null if the mistake is not in a file.
/// </param>
/// <param name="Line">The line in the file, counted from 1.</param>
/// <param name="Column">The column in the line, counted from 1.</param>
/// <param name="Message">What is wrong and, for <c>FRA</c> ids, what to do.</param>
public sealed record RouteDiagnostic(
    string Id,
    RouteDiagnosticSeverity Severity,
    string? File,
    int Line,
    int Column,
    string Message)
{
    /// <summary>Gets whether it stops the application from starting.</summary>
    internal bool IsError => Severity == RouteDiagnosticSeverity.Error;

    /// <summary>Returns the line that a compiler would print: <c>file(line,col): error ID: text</c>.</summary>
    public override string ToString()
    {
        var severity = IsError ? "error" : "warning";
        return File is null
            ? $"{severity} {Id}: {Message}"
            : string.Create(CultureInfo.InvariantCulture, $"{File}({Line},{Column}): {severity} {Id}: {Message}");
    }
}
