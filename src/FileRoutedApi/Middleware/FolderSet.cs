using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Middleware;

/// <summary>What stands in the folders beside their routes, as it is published.</summary>
/// <param name="Table">Which file answers a path.</param>
/// <param name="Middleware">Every <c>_middleware.cs</c>, outermost first.</param>
/// <param name="Errors">Every <c>_error.cs</c> with the endpoint that calls it, innermost first.</param>
internal sealed record FolderSet(RouteTable? Table, IReadOnlyList<FolderMiddleware> Middleware, IReadOnlyList<(RouteFile File, Endpoint Endpoint)> Errors)
{
    public static FolderSet Empty { get; } = new(null, [], []);

    /// <summary>Whether any request may pass a function.</summary>
    public bool HasFunctions { get; } = Middleware.Any(middleware => middleware.Function is not null);

    /// <summary>Those above a path, outermost first.</summary>
    public IEnumerable<FolderMiddleware> Above(string path)
    {
        RouteFile? file = null;
        var isKnown = false;
        return Middleware.Where(middleware => middleware.IsAbove(path, Answer, index => Table!.HasLiteral(RequestPath.OfMatched(path), index)));

        RouteFile? Answer()
        {
            if (!isKnown)
            {
                file = Table!.Match(RequestPath.OfMatched(path))?.File;
                isKnown = true;
            }

            return file;
        }
    }

    /// <summary>What answers the exceptions of a file; null where nothing does.</summary>
    public Endpoint? ErrorOf(string file) =>
        Errors.FirstOrDefault(error => file.StartsWith(error.File.Folder, StringComparison.Ordinal)).Endpoint;
}
