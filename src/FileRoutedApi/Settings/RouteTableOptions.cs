using FileRoutedApi.Routing;

namespace FileRoutedApi.Settings;

/// <summary>The options of a <see cref="RouteTable"/>.</summary>
/// <param name="BasePath">The URL path of the <c>api/</c> folder, such as <c>/api</c>; empty for the root.</param>
/// <param name="PageExtensions">The file extensions of route files, without the dot.</param>
internal sealed record RouteTableOptions(string BasePath, IReadOnlyList<string> PageExtensions)
{
    /// <summary>
    /// Gets whether the files in <c>jobs/</c> are jobs. Without the package for jobs, the folder may contain other code.
    /// </summary>
    public bool HasJobs { get; init; } = true;

    public static RouteTableOptions Default { get; } = new("/api", ["cs", "csx"]);
}
