namespace FileRoutedApi.Endpoints;

/// <summary>Marks an endpoint as that of a route file.</summary>
/// <param name="Path">The file, relative to the folder that contains <c>api/</c>.</param>
internal sealed record RouteFileMetadata(string Path);
