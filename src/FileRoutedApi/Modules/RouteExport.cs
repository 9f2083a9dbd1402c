using FileRoutedApi.Routing;

namespace FileRoutedApi.Modules;

/// <summary>A function of a route file that handles requests.</summary>
/// <param name="Name"><c>Handler</c>, the HTTP method that it handles, or <c>SOCKET</c>.</param>
/// <param name="Handler">The function itself, with its attributes and parameter names.</param>
/// <param name="Line">The line of its name, counted from 1.</param>
/// <param name="Column">The column of its name, counted from 1.</param>
/// <param name="Documentation">Its documentation comment as XML without a root, or null.</param>
/// <param name="MethodsInText">The HTTP methods that occur in its code. The OpenAPI description of a <c>Handler</c> uses them.</param>
/// <param name="StatusesInText">The status codes that occur in its code.</param>
/// <param name="ContentTypesInText">The content types that its code sends through a response.</param>
internal sealed record RouteExport(
    string Name,
    Delegate Handler,
    int Line,
    int Column,
    string? Documentation,
    IReadOnlyList<string> MethodsInText,
    IReadOnlyList<int> StatusesInText,
    IReadOnlyList<string> ContentTypesInText)
{
    /// <summary>The name of the function that handles every method (Pages Router).</summary>
    public const string AnyMethod = "Handler";

    /// <summary>The name of the function that accepts WebSockets.</summary>
    public const string Socket = "SOCKET";

    /// <summary>The name of the function that runs for every request below a folder.</summary>
    public const string Middleware = "Middleware";

    /// <summary>The name of the function that returns the content of a page.</summary>
    public const string Page = "Page";

    /// <summary>The name of the function that wraps the content of pages.</summary>
    public const string Layout = "Layout";

    /// <summary>The name of the function that describes a document.</summary>
    public const string Metadata = "Metadata";

    /// <summary>The name of the function that lists the parameters of a page for a static export.</summary>
    public const string StaticParams = "StaticParams";

    /// <summary>The name of the function of a job.</summary>
    public const string Run = "Run";

    /// <summary>Gets the names of the functions that handle the HTTP method of the same name (App Router).</summary>
    public static IReadOnlyList<string> Methods { get; } = [.. RouteFileRole.Route.Exports.Where(name => name is not (AnyMethod or Socket))];
}
