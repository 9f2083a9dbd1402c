using FileRoutedApi.Routing;

namespace FileRoutedApi.Modules;

/// <summary>A function of a route file that answers requests.</summary>
/// <param name="Name"><c>Handler</c>, or the method that it answers.</param>
/// <param name="Handler">The function itself, with its attributes and parameter names.</param>
/// <param name="Line">The line of its name, counted from 1.</param>
/// <param name="Column">The column of its name, counted from 1.</param>
/// <param name="Documentation">Its documentation comment as XML without a root, or null.</param>
/// <param name="MethodsInText">The methods that its text speaks of; what a <c>Handler</c> is documented with.</param>
/// <param name="StatusesInText">The status codes that its text answers with.</param>
/// <param name="ContentTypesInText">The content types that its text answers with through a response.</param>
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
    /// <summary>The name of the function that answers every method (Pages Router).</summary>
    public const string AnyMethod = "Handler";

    /// <summary>The name of the function that every request below a folder passes.</summary>
    public const string Middleware = "Middleware";

    /// <summary>The names of functions that answer the method they are named after (App Router).</summary>
    public static IReadOnlyList<string> Methods { get; } = [.. RouteFileRole.Route.Exports.Where(name => name != AnyMethod)];
}
