using FileRoutedApi.Diagnostics;

namespace FileRoutedApi;

/// <summary>The route files or the settings have errors, so the application cannot start.</summary>
public sealed class FileRoutesException : Exception
{
    /// <summary>Creates the exception from all diagnostics.</summary>
    /// <param name="diagnostics">All errors and warnings.</param>
    public FileRoutesException(IEnumerable<RouteDiagnostic> diagnostics)
        : this([.. diagnostics.Order(RouteDiagnosticComparer.Instance)])
    {
    }

    private FileRoutesException(RouteDiagnostic[] sorted)
        : base(string.Join(Environment.NewLine, sorted.AsEnumerable())) =>
        Diagnostics = sorted;

    internal FileRoutesException(RouteDiagnostic diagnostic)
        : this(new[] { diagnostic })
    {
    }

    internal FileRoutesException(RouteDiagnostic diagnostic, Exception cause)
        : base(diagnostic.ToString(), cause) =>
        Diagnostics = [diagnostic];

    /// <summary>Gets all errors and warnings, sorted by file and line; at least one is an error.</summary>
    public IReadOnlyList<RouteDiagnostic> Diagnostics { get; }
}
