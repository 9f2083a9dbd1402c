using System.Globalization;

namespace FileRoutedApi;

/// <summary>How much a <see cref="RouteDiagnostic"/> matters.</summary>
public enum RouteDiagnosticSeverity
{
    /// <summary>Worth a look; the application starts.</summary>
    Warning,

    /// <summary>The application does not start.</summary>
    Error,
}

/// <summary>Something that is wrong in the user's files or settings, with the place where it is.</summary>
/// <param name="Id">A stable id: <c>FRA1xxx</c> names and routes, <c>FRA2xxx</c> modules, <c>FRA3xxx</c> settings and start-up, <c>CSxxxx</c> the compiler's.</param>
/// <param name="Severity">Whether it stops the start.</param>
/// <param name="File">The file, relative to the folder that contains <c>api/</c>, with <c>/</c>; null where no file is at fault.</param>
/// <param name="Line">The line in the file, counted from 1.</param>
/// <param name="Column">The column in the line, counted from 1.</param>
/// <param name="Message">What is wrong and, for our own ids, what to do.</param>
public sealed record RouteDiagnostic(
    string Id,
    RouteDiagnosticSeverity Severity,
    string? File,
    int Line,
    int Column,
    string Message)
{
    /// <summary>True if it stops the start.</summary>
    internal bool IsError => Severity == RouteDiagnosticSeverity.Error;

    /// <summary>The line a compiler would print: <c>file(line,col): error ID: text</c>.</summary>
    public override string ToString()
    {
        var severity = Severity == RouteDiagnosticSeverity.Error ? "error" : "warning";
        return File is null
            ? $"{severity} {Id}: {Message}"
            : string.Create(CultureInfo.InvariantCulture, $"{File}({Line},{Column}): {severity} {Id}: {Message}");
    }
}
