using FileRoutedApi.Modules;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Host.Building;

/// <summary>A response that is exported to a file.</summary>
/// <param name="Export">The function that responds.</param>
/// <param name="Path">The path of the URL, with escapes.</param>
/// <param name="Name">The name of the exported file, relative to the output with <c>/</c>.</param>
internal sealed record ExportTarget(RouteFile File, RouteExport Export, string Path, string Name)
{
    /// <summary>Gets the status that the response must have.</summary>
    public int Status => File.Role.Status ?? StatusCodes.Status200OK;

    /// <summary>Gets the endpoint, if the path does not select it.</summary>
    public Endpoint? Endpoint { get; init; }
}
