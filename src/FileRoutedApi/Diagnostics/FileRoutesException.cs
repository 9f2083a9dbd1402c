namespace FileRoutedApi;

/// <summary>The route files or the settings have errors, so the application cannot start.</summary>
public sealed class FileRoutesException : Exception
{
    /// <summary>Creates the exception from everything that was found.</summary>
    /// <param name="diagnostics">All errors and warnings, in the order in which they should be read.</param>
    public FileRoutesException(IReadOnlyList<RouteDiagnostic> diagnostics)
        : base(string.Join(Environment.NewLine, diagnostics)) =>
        Diagnostics = diagnostics;

    internal FileRoutesException(RouteDiagnostic diagnostic)
        : this([diagnostic])
    {
    }

    /// <summary>All errors and warnings; at least one is an error.</summary>
    public IReadOnlyList<RouteDiagnostic> Diagnostics { get; }
}
