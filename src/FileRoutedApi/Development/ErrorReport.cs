namespace FileRoutedApi.Development;

/// <summary>Why a request is answered with an error, as it is shown to whoever writes the route files.</summary>
/// <param name="Title">What kind of error it is, such as <c>Compile error</c>.</param>
/// <param name="Root">The folder that contains <c>api/</c>, absolute.</param>
/// <param name="Places">What is wrong, the most important first; at least one.</param>
internal sealed record ErrorReport(string Title, string Root, IReadOnlyList<ErrorPlace> Places)
{
    public const string CompileError = "Compile error";
    public const string UnhandledException = "Unhandled exception";
    public const string NotStarted = "The application did not start";

    /// <summary>What was thrown; null for diagnostics.</summary>
    public Exception? Exception { get; private init; }

    /// <summary>The exception and those that caused it, outermost first; empty for diagnostics.</summary>
    public IReadOnlyList<ThrownException> Thrown { get; private init; } = [];

    /// <summary>The errors of files, before their warnings.</summary>
    public static ErrorReport OfDiagnostics(string title, string root, IEnumerable<RouteDiagnostic> diagnostics) =>
        new(title, root, [.. diagnostics.OrderByDescending(found => found.Severity).Select(ErrorPlace.Of)]);

    /// <summary>An exception that nothing caught.</summary>
    public static ErrorReport OfException(string root, Exception exception)
    {
        List<ThrownException> thrown = [.. ThrownException.WithCauses(root, exception)];
        return new ErrorReport(UnhandledException, root, [.. thrown.Select(PlaceOf)]) { Exception = exception, Thrown = thrown };
    }

    private static ErrorPlace PlaceOf(ThrownException thrown) => new(
        null, RouteDiagnosticSeverity.Error, thrown.Message, thrown.Place?.File, thrown.Place?.Line ?? 0, thrown.Place?.Column ?? 0);
}
