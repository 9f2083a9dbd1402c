namespace FileRoutedApi.Routing;

/// <summary>The file that handles a path.</summary>
/// <param name="Parameters">The parameters in the order of the route, without an optional catch-all that is empty.</param>
internal sealed record RouteMatch(RouteFile File, IReadOnlyList<RouteParameterValue> Parameters);

/// <summary>The decoded value of a route parameter: a single value, or a list for a catch-all.</summary>
internal sealed record RouteParameterValue(string Name, bool IsCatchAll, IReadOnlyList<string> Values);
