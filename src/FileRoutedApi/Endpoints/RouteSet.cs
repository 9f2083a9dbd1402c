using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;
using FileRoutedApi.Validation;

namespace FileRoutedApi.Endpoints;

/// <summary>Files that were loaded and bound.</summary>
/// <param name="Files">The requested files, in match order.</param>
/// <param name="Bound">The bound modules, by the path of their file.</param>
internal sealed record RouteSet(
    RouteTable Table,
    IReadOnlyList<RouteFile> Files,
    RouteGeneration Generation,
    RouteValidators Validators,
    IReadOnlyDictionary<string, BoundModule> Bound)
{
    /// <summary>Gets the set without files.</summary>
    public static RouteSet Empty { get; } = new(
        RouteTable.Create([], RouteTableOptions.Default),
        [],
        RouteGeneration.Empty,
        RouteValidators.None,
        new Dictionary<string, BoundModule>());
}
