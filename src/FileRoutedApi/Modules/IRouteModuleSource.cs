using FileRoutedApi.Routing;

namespace FileRoutedApi.Modules;

/// <summary>Turns route files into modules: a compiler, or an assembly that was built before.</summary>
internal interface IRouteModuleSource
{
    /// <summary>The routes that there are; what is wrong with them is added to the diagnostics.</summary>
    /// <exception cref="FileRoutesException">There is no <c>api/</c> to look for them in (FRA3001).</exception>
    RouteTable FindRoutes(List<RouteDiagnostic> diagnostics);

    /// <summary>
    /// Loads route files. A file with errors is left out and its errors are reported; one that was loaded before and did
    /// not change is the same module again.
    /// </summary>
    /// <param name="files">Those of the table that are wanted.</param>
    Task<RouteGeneration> LoadAsync(RouteTable table, IReadOnlyList<RouteFile> files, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken);

    /// <summary>Whether the code that the files stand on is still the code that was loaded; where it is not, the application has to start anew.</summary>
    bool StandsOnTheSame(RouteTable table);
}
