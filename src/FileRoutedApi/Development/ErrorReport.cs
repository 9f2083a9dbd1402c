namespace FileRoutedApi.Development;

/// <summary>An error as it is shown to the developer of the route files.</summary>
/// <param name="Title">The kind of the error, such as <c>Compile error</c>.</param>
/// <param name="Folder">The folder with the user's files.</param>
/// <param name="Places">The mistakes, the most important first. At least one.</param>
internal sealed record ErrorReport(string Title, SourceFolder Folder, IReadOnlyList<ErrorPlace> Places)
{
    public const string CompileError = "Compile error";
    public const string UnhandledException = "Unhandled exception";
    public const string NotStarted = "The application did not start";

    /// <summary>Gets the exception; null for diagnostics.</summary>
    public Exception? Exception { get; private init; }

    /// <summary>Gets the exception and its causes, outermost first; empty for diagnostics.</summary>
    public IReadOnlyList<ThrownException> Thrown { get; private init; } = [];

    /// <summary>Creates a report of diagnostics: errors before warnings, each once.</summary>
    public static ErrorReport OfDiagnostics(string title, SourceFolder folder, IEnumerable<RouteDiagnostic> diagnostics) =>
        new(title, folder, [.. diagnostics.OrderByDescending(found => found.Severity).Select(ErrorPlace.Of).Distinct()]);

    /// <summary>Creates a report of the diagnostics of a file.</summary>
    public static ErrorReport OfFile(SourceFolder folder, IReadOnlyList<RouteDiagnostic> diagnostics) =>
        OfDiagnostics(ErrorTitle.Of(diagnostics.MaxBy(found => found.Severity)!.Id), folder, diagnostics);

    /// <summary>Creates a report of an unhandled exception.</summary>
    public static ErrorReport OfException(SourceFolder folder, Exception exception)
    {
        List<ThrownException> thrown = [.. ThrownException.WithCauses(folder.Root, exception)];
        return new ErrorReport(UnhandledException, folder, [.. thrown.Select(ThrownPlaceOf)]) { Exception = exception, Thrown = thrown };
    }

    /// <summary>Returns where an exception was thrown in the user's files.</summary>
    public static ErrorPlace ThrownPlaceOf(ThrownException thrown) => new(
        null, RouteDiagnosticSeverity.Error, thrown.Message, thrown.Place?.File, thrown.Place?.Line ?? 0, thrown.Place?.Column ?? 0);
}
