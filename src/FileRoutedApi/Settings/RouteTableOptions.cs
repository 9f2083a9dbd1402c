using FileRoutedApi.Routing;
namespace FileRoutedApi.Settings;

/// <summary>What a <see cref="RouteTable"/> needs to know beside the paths.</summary>
/// <param name="BasePath">The URL of the <c>api/</c> folder, such as <c>/api</c>; empty for the root.</param>
/// <param name="PageExtensions">The endings that make a file a route, without the dot.</param>
internal sealed record RouteTableOptions(string BasePath, IReadOnlyList<string> PageExtensions)
{
    public static RouteTableOptions Default { get; } = new("/api", ["cs", "csx"]);
}
