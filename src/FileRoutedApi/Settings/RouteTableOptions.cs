using FileRoutedApi.Routing;

namespace FileRoutedApi.Settings;

/// <summary>The options of a <see cref="RouteTable"/>.</summary>
/// <param name="BasePath">The URL path of the <c>api/</c> folder, such as <c>/api</c>; empty for the root.</param>
/// <param name="PageExtensions">The file extensions of route files, without the dot.</param>
internal sealed record RouteTableOptions(string BasePath, IReadOnlyList<string> PageExtensions)
{
    public static RouteTableOptions Default { get; } = new("/api", ["cs", "csx"]);
}
