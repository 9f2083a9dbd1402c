namespace FileRoutedApi.Routing;

/// <summary>The file that answers a path.</summary>
/// <param name="Parameters">In the order of the route; an optional catch-all that matched nothing is absent.</param>
internal sealed record RouteMatch(RouteFile File, IReadOnlyList<RouteParameterValue> Parameters);

/// <summary>The value of one route parameter, percent-decoded: one value, or a list for a catch-all.</summary>
internal sealed record RouteParameterValue(string Name, bool IsCatchAll, IReadOnlyList<string> Values);
