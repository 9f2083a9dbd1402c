using FileRoutedApi.Routing;

namespace FileRoutedApi.Modules;

/// <summary>Loads route files as modules, by compiling them or from the assemblies of a build.</summary>
internal interface IRouteModuleSource
{
    /// <summary>Returns the routes of the folder, and adds errors in file names to the diagnostics.</summary>
    /// <exception cref="FileRoutesException">There is no <c>api/</c> folder (FRA3001).</exception>
    RouteTable FindRoutes(List<RouteDiagnostic> diagnostics);

    /// <summary>
    /// Loads route files. A file with errors is left out and its errors are added to the diagnostics. A file that was loaded before and has
    /// not changed keeps its module.
    /// </summary>
    /// <param name="files">The files of the table to load.</param>
    Task<RouteGeneration> LoadAsync(
        RouteTable table, IReadOnlyList<RouteFile> files, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken);

    /// <summary>
    /// Returns true if the code that all files depend on has not changed since it was loaded. Otherwise the application must restart.
    /// </summary>
    bool IsApplicationCodeCurrent(RouteTable table);

    /// <summary>Warms up the compiler, so that the next change compiles fast. The default implementation does nothing.</summary>
    /// <param name="pause">Called before each step. It blocks while more urgent work is done.</param>
    void WarmUp(RouteTable table, Action<CancellationToken> pause, CancellationToken cancellationToken)
    {
    }
}
