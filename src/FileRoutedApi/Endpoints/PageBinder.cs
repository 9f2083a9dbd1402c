using FileRoutedApi.Modules;
using FileRoutedApi.Pages;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FileRoutedApi.Endpoints;

/// <summary>Binds <c>page.cs</c>, <c>not-found.cs</c> and <c>error.cs</c> to endpoints that render the page inside its layouts.</summary>
internal sealed class PageBinder(EndpointFactory endpoints, PartBinder parts, PageRenderer renderer) : IFileBinder
{
    public IReadOnlyList<RouteFileRole> Roles => [RouteFileRole.Page, RouteFileRole.NotFoundPage, RouteFileRole.ErrorPage];

    public async Task<BoundModule> BindAsync(RouteModule module, BindingContext context)
    {
        var diagnostics = new List<RouteDiagnostic>();
        var rendering = Rendering(module, context, diagnostics);
        var staticParams = StaticParameters.TryBind(module, parts, diagnostics);
        var bound = await endpoints.BindAsync(module, rendering);

        // The endpoint for unmatched paths is guarded. The same page is also the response of pages that have passed their own guards.
        var called = module.File.Role.CoversFolder ? endpoints.Create(module, rendering with { Guard = null }, []) : [];
        var handler = called is [var first, ..] ? first : null;
        return bound with
        {
            Diagnostics = [.. diagnostics, .. bound.Diagnostics],
            NotFound = module.File.Role.HandlesErrors ? null : handler,
            ErrorHandler = module.File.Role.HandlesErrors ? handler : null,
            StaticParams = staticParams,
        };
    }

    public BoundModule BindBroken(RouteFile file, IReadOnlyList<RouteDiagnostic> errors) =>
        new(RouteModule.Empty(file), [], file.Role.HandlesErrors ? [] : [endpoints.CreateBroken(file, errors)]);

    /// <remarks>A folder in parentheses is not part of the URL, so no unmatched path is below it.</remarks>
    public IReadOnlyList<Endpoint> EndpointsOf(BoundModule bound, RouteSet routes, BindingContext context, RouteGroupContext? group)
    {
        var file = bound.Module.File;
        return file.Role.HandlesErrors || (file.Role.CoversFolder && file.Folder.Contains("/(", StringComparison.Ordinal)) ? []
            : group is null ? bound.Endpoints
            : endpoints.Create(bound.Module, Rendering(bound.Module, context, []), [], group);
    }

    private BindingContext Rendering(RouteModule module, BindingContext context, List<RouteDiagnostic> diagnostics)
    {
        var describe = MetadataBinding.TryBind(module, parts, diagnostics);
        return context with
        {
            Render = bound =>
            {
                var page = new PagePart(module.File, bound, module.Metadata, describe);
                return request => renderer.RenderAsync(request, page);
            },
        };
    }
}
