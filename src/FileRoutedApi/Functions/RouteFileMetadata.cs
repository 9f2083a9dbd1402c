using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http.Metadata;

namespace FileRoutedApi.Functions;

/// <summary>Marks an endpoint as that of a route file.</summary>
/// <param name="File">The file.</param>
/// <param name="Function">What the endpoint calls; null for the one that answers what the file does not.</param>
internal sealed record RouteFileMetadata(RouteFile File, RouteFunction? Function);

/// <summary>A function as it was bound, for those who describe it.</summary>
/// <param name="Export">The function.</param>
/// <param name="Signature">What its parameters ask for.</param>
/// <param name="Accepts">The bodies that it takes. They are no metadata of the endpoint, or a content type would choose the file.</param>
/// <param name="ReadsBody">Whether it reads a body in any way, up to the limit.</param>
/// <param name="IsValidated">Whether what it takes is validated.</param>
internal sealed record RouteFunction(
    RouteExport Export, FunctionSignature Signature, IReadOnlyList<IAcceptsMetadata> Accepts, bool ReadsBody, bool IsValidated);
