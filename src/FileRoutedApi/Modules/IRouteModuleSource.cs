using FileRoutedApi.Routing;

namespace FileRoutedApi.Modules;

/// <summary>Turns route files into modules: a compiler, or an assembly that was built before.</summary>
internal interface IRouteModuleSource
{
    /// <summary>Loads every route of the table. A file with errors is left out and its errors are reported.</summary>
    Task<RouteGeneration> LoadAsync(
        RouteFolder folder, RouteTable table, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken);
}
