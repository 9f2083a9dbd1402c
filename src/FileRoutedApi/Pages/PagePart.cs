using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Pages;

/// <summary>The bound functions of a page or layout.</summary>
/// <param name="Content">
/// Calls <c>Page</c> or <c>Layout</c>. The <see cref="Html"/> that it returns is captured by the <see cref="PageRendering"/> of the request.
/// </param>
/// <param name="Metadata">The variable <c>metadata</c>, or null.</param>
/// <param name="DescribeAsync">Calls the function <c>Metadata</c>; null if there is none.</param>
internal sealed record PagePart(
    RouteFile File, RequestDelegate Content, PageMetadata? Metadata, Func<HttpContext, Task<PageMetadata?>>? DescribeAsync)
{
    private Outlet? _outlet;

    /// <summary>Gets the place of the content in this layout.</summary>
    public Outlet Outlet => _outlet ??= new Outlet(File);
}
