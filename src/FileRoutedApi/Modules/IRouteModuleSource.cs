using FileRoutedApi.Routing;

namespace FileRoutedApi.Modules;

/// <summary>Turns route files into modules, by compiling them or from assemblies that were built before.</summary>
internal interface IRouteModuleSource
{
    /// <summary>Returns the routes of the folder, and adds errors in the names of files to the diagnostics.</summary>
    /// <exception cref="FileRoutesException">There is no <c>api/</c> folder (FRA3001).</exception>
    RouteTable FindRoutes(List<RouteDiagnostic> diagnostics);

    /// <summary>
    /// Loads route files. A file with errors is left out and its errors are added to the diagnostics. A file that was loaded before and did
    /// not change keeps its module.
    /// </summary>
    /// <param name="files">The files of the table to load.</param>
    Task<RouteGeneration> LoadAsync(
        RouteTable table, IReadOnlyList<RouteFile> files, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken);

    /// <summary>Returns true if the code that all files depend on did not change since it was loaded. Otherwise the application must restart.</summary>
    bool IsApplicationCodeCurrent(RouteTable table);

    /// <summary>Warms up the compiler, so that the next change compiles fast. The default has nothing to compile.</summary>
    /// <param name="pause">Called before each step. It blocks while more urgent work is done.</param>
    void WarmUp(RouteTable table, Action<CancellationToken> pause, CancellationToken cancellationToken)
    {
    }
}
