using FileRoutedApi.Compilation.Files;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Compilation.Compiling;

/// <summary>A route file with its content.</summary>
internal sealed record RouteContent(RouteFile Route, SourceFile File)
{
    public string Path => File.Path;

    /// <summary>Returns the routes whose content could be read.</summary>
    public static List<RouteContent> Pair(IEnumerable<RouteFile> routes, IEnumerable<SourceFile> sources)
    {
        var files = sources.ToDictionary(source => source.Path);
        return [.. routes.Where(route => files.ContainsKey(route.Path)).Select(route => new RouteContent(route, files[route.Path]))];
    }
}
