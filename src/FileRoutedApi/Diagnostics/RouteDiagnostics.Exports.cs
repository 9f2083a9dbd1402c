namespace FileRoutedApi.Diagnostics;

/// <content>FRA3050 to FRA3059: static exports.</content>
internal static partial class RouteDiagnostics
{
    public static RouteDiagnostic ApiRouteNotExported(string file) => Error(
        DiagnosticIds.FRA3050_ApiRouteNotExported, file,
        "API Routes cannot be used with static exports. "
        + "Move it to a route handler in 'app/', a 'route.cs' with a static 'GET', or serve the folder with 'build' and 'start'.");

    /// <param name="segments">The dynamic segments of the URL, as in the file name.</param>
    public static RouteDiagnostic NoStaticParams(string file, int line, int column, string segments) => Error(
        DiagnosticIds.FRA3051_NoStaticParams, file,
        $"A static export needs the values of '{segments}'. Add a function that returns them, such as "
        + "'IEnumerable<string> StaticParams() => [\"first\", \"second\"];'.",
        line, column);

    /// <param name="mistake">One of <see cref="ExportTexts"/>.</param>
    public static RouteDiagnostic DynamicNotExported(string file, int line, int column, string mistake) =>
        Error(DiagnosticIds.FRA3052_DynamicNotExported, file, mistake, line, column);

    public static RouteDiagnostic MethodNotExported(string file, int line, int column, string method) => Error(
        DiagnosticIds.FRA3053_MethodNotExported, file,
        $"A static server handles only GET and HEAD, so '{method}' cannot be exported. "
        + "Remove the function, or serve the folder with 'build' and 'start'.",
        line, column);

    public static RouteDiagnostic MiddlewareNotExported(string file) => Error(
        DiagnosticIds.FRA3054_MiddlewareNotExported, file,
        "A static server runs no middleware, so requests would bypass it. "
        + "Remove the file and configure the server that hosts the export, or serve the folder with 'build' and 'start'.");

    /// <param name="mistake">One of <see cref="ExportTexts"/>.</param>
    public static RouteDiagnostic RequestNotExported(string file, int line, int column, string mistake) =>
        Error(DiagnosticIds.FRA3055_RequestNotExported, file, mistake, line, column);

    /// <param name="mistake">One of <see cref="ExportTexts"/>.</param>
    public static RouteDiagnostic ResponseNotExported(string file, int line, int column, string mistake) =>
        Error(DiagnosticIds.FRA3056_ResponseNotExported, file, mistake, line, column);

    /// <param name="path">The path of the URL, or of a static file.</param>
    /// <param name="other">The other one.</param>
    /// <param name="name">The name of the exported file.</param>
    public static RouteDiagnostic SameExportedFile(
        string file, int line, int column, string path, string other, string otherFile, string name) => Error(
            DiagnosticIds.FRA3057_SameExportedFile, file,
            $"'{path}' and '{other}' of '{otherFile}' are both exported to '{name}'. "
            + "Names that differ only by case are the same file on many systems, and a name cannot be both a file and a folder. "
            + "Rename one of them.",
            line, column);

    /// <param name="mistake">One of <see cref="StaticParamsTexts"/>.</param>
    public static RouteDiagnostic StaticParamsFailed(string file, int line, int column, string mistake) => Error(
        DiagnosticIds.FRA3058_StaticParamsFailed, file, mistake, line, column);

    public static RouteDiagnostic NothingLeftOut(string path) => Error(
        DiagnosticIds.FRA3060_NothingLeftOut,
        $"'--without {path}' matches no route, page or middleware. Write a path relative to the folder, such as 'api' or 'app/search'.");

    /// <param name="mistake">One of <see cref="ExportTexts"/>.</param>
    public static RouteDiagnostic InvalidExportedName(string file, int line, int column, string path, string mistake) => Error(
        DiagnosticIds.FRA3059_InvalidExportedName, file, $"'{path}' cannot be exported to a file: {mistake}", line, column);
}
