namespace FileRoutedApi.Modules;

/// <summary>A function of a route file that answers requests.</summary>
/// <param name="Name"><c>Handler</c>, or the method that it answers.</param>
/// <param name="Handler">The function itself, with its attributes and parameter names.</param>
/// <param name="Summary">The summary of its documentation comment, or null.</param>
internal sealed record RouteExport(string Name, Delegate Handler, string? Summary)
{
    /// <summary>The name of the function that answers every method (Pages Router).</summary>
    public const string AnyMethod = "Handler";

    /// <summary>The names of functions that answer the method they are named after (App Router).</summary>
    public static IReadOnlyList<string> Methods { get; } = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
}
