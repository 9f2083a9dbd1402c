using FileRoutedApi.Modules;
using FileRoutedApi.Pages;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FileRoutedApi.Endpoints;

/// <summary>Binds <c>layout.cs</c>. It has no endpoint, because the pages below it call it.</summary>
internal sealed class LayoutBinder(PartBinder parts) : IFileBinder
{
    public IReadOnlyList<RouteFileRole> Roles => [RouteFileRole.Layout];

    public Task<BoundModule> BindAsync(RouteModule module, BindingContext context)
    {
        var diagnostics = new List<RouteDiagnostic>();
        var content = module.Export(RouteExport.Layout) is { } export ? parts.Bind(module, export, diagnostics) : null;
        var describe = MetadataBinding.TryBind(module, parts, diagnostics);
        return Task.FromResult(new BoundModule(module, context.Folders, [])
        {
            Layout = content is null ? null : new PagePart(module.File, content, module.Metadata, describe),
            Diagnostics = diagnostics,
        });
    }

    /// <remarks>The pages below it respond with its errors.</remarks>
    public BoundModule BindBroken(RouteFile file, IReadOnlyList<RouteDiagnostic> errors) => new(RouteModule.Empty(file), [], []);

    public IReadOnlyList<Endpoint> EndpointsOf(BoundModule bound, RouteSet routes, BindingContext context, RouteGroupContext? group) => [];
}
