using FileRoutedApi.Modules;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Endpoints;

/// <summary>Binds the function <c>Metadata</c> of a page or layout.</summary>
internal static class MetadataBinding
{
    /// <summary>Returns a delegate that calls the function; null if the file has none, or if it cannot be bound.</summary>
    public static Func<HttpContext, Task<PageMetadata?>>? TryBind(RouteModule module, PartBinder parts, List<RouteDiagnostic> diagnostics) =>
        module.Export(RouteExport.Metadata) is { } export && parts.BindResult(module, export, diagnostics) is { } describe
            ? async context => (PageMetadata?)await describe(context)
            : null;
}
