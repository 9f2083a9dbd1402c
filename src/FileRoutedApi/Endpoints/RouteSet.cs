using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
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
    IReadOnlyDictionary<string, BoundModule> Bound);
