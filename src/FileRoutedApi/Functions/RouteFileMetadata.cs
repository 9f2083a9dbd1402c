using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http.Metadata;

namespace FileRoutedApi.Functions;

/// <summary>Metadata of the endpoints of route files.</summary>
/// <param name="Function">
/// The function that the endpoint calls; null for the endpoint that handles methods the file does not export.
/// </param>
internal sealed record RouteFileMetadata(RouteFile File, RouteFunction? Function);

/// <summary>Marks the endpoint of static files.</summary>
internal sealed class PublicFileMetadata
{
    public static PublicFileMetadata Instance { get; } = new();
}

/// <summary>A bound function, with the information that the OpenAPI document needs.</summary>
/// <param name="Accepts">
/// The bodies that it accepts. They are not metadata of the endpoint, because routing would then choose a file by the content type.
/// </param>
/// <param name="ReadsBody">True if it reads a body, up to the limit.</param>
/// <param name="IsValidated">True if its arguments are validated.</param>
internal sealed record RouteFunction(
    RouteExport Export, FunctionSignature Signature, IReadOnlyList<IAcceptsMetadata> Accepts, bool ReadsBody, bool IsValidated);
