namespace FileRoutedApi.Development;

/// <summary>An error as it is shown to the developer of the route files.</summary>
/// <param name="Title">The kind of the error, such as <c>Compile error</c>.</param>
/// <param name="Root">The folder that contains <c>api/</c>, absolute.</param>
/// <param name="Places">The mistakes, the most important first. At least one.</param>
internal sealed record ErrorReport(string Title, string Root, IReadOnlyList<ErrorPlace> Places)
{
    public const string CompileError = "Compile error";
    public const string UnhandledException = "Unhandled exception";
    public const string NotStarted = "The application did not start";

    /// <summary>Gets the exception; null for diagnostics.</summary>
    public Exception? Exception { get; private init; }

    /// <summary>Gets the exception and its causes, outermost first; empty for diagnostics.</summary>
    public IReadOnlyList<ThrownException> Thrown { get; private init; } = [];

    /// <summary>Creates a report of diagnostics, errors before warnings.</summary>
    public static ErrorReport OfDiagnostics(string title, string root, IEnumerable<RouteDiagnostic> diagnostics) =>
        new(title, root, [.. diagnostics.OrderByDescending(found => found.Severity).Select(ErrorPlace.Of)]);

    /// <summary>Creates a report of an unhandled exception.</summary>
    public static ErrorReport OfException(string root, Exception exception)
    {
        List<ThrownException> thrown = [.. ThrownException.WithCauses(root, exception)];
        return new ErrorReport(UnhandledException, root, [.. thrown.Select(PlaceOf)]) { Exception = exception, Thrown = thrown };
    }

    private static ErrorPlace PlaceOf(ThrownException thrown) => new(
        null, RouteDiagnosticSeverity.Error, thrown.Message, thrown.Place?.File, thrown.Place?.Line ?? 0, thrown.Place?.Column ?? 0);
}
