using System.Runtime.CompilerServices;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using FileRoutedApi.Jobs;
using FileRoutedApi.Middleware;
using FileRoutedApi.Modules;
using FileRoutedApi.Pages;
using FileRoutedApi.Routing;
using FileRoutedApi.Validation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Endpoints;

/// <summary>Loads, binds and publishes route files. A module that has not changed keeps its endpoints.</summary>
internal sealed class RoutePublisher(
    IEnumerable<IRouteModuleSource> sources,
    IEnumerable<IFileBinder> binders,
    BindingContexts contexts,
    PipelineCheck pipeline,
    FileRouteDataSource dataSource,
    PageScripts scripts,
    PublishedJobs jobs,
    IServiceProviderIsService services)
{
    private readonly ConditionalWeakTable<RouteModule, BoundModule> _bound = [];
    private readonly Dictionary<RouteFileRole, IFileBinder> _binders = binders
        .SelectMany(binder => binder.Roles.Select(role => (role, binder)))
        .ToDictionary(pair => pair.role, pair => pair.binder);

    /// <summary>Gets the source of modules.</summary>
    /// <exception cref="FileRoutesException">The application has no module source (FRA3004).</exception>
    public IRouteModuleSource Source => sources.LastOrDefault() ?? throw new FileRoutesException(RouteDiagnostics.NoModuleSource());

    /// <summary>Loads and binds files. Errors are added to the diagnostics.</summary>
    /// <param name="files">The files of the table to load.</param>
    public async Task<RouteSet> LoadAsync(
        RouteTable table, IReadOnlyList<RouteFile> files, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var generation = await Source.LoadAsync(table, files, diagnostics, cancellationToken);
        var validators = RouteValidators.Find(generation, services, diagnostics);
        diagnostics.AddRange(pipeline.Find(table));

        // Keyed by path, because a new table has new objects for the same files.
        var folders = generation.Modules.Where(module => module.File.Role.GuardsFolder).ToDictionary(module => module.File.Path);
        var context = contexts.Create(table, validators);
        var bound = new List<BoundModule>();
        foreach (var module in generation.Modules)
        {
            var own = context with { Folders = FoldersOf(module.File, table, folders) };
            if (!_bound.TryGetValue(module, out var known) || !known.Folders.SequenceEqual(own.Folders))
            {
                _bound.AddOrUpdate(module, known = await BindAsync(module, own));
            }

            diagnostics.AddRange(known.Diagnostics);
            bound.Add(known);
        }

        CheckNames(bound.SelectMany(module => module.Endpoints), diagnostics);
        return new RouteSet(table, files, generation, validators, bound.ToDictionary(module => module.Module.File.Path));
    }

    /// <summary>Publishes loaded files, so that they handle new requests.</summary>
    /// <param name="broken">Files that cannot be used, with their errors.</param>
    public void Publish(RouteSet routes, IReadOnlyDictionary<string, IReadOnlyList<RouteDiagnostic>> broken)
    {
        var context = contexts.Create(routes.Table, routes.Validators);
        var folderFiles = routes.Table.FolderFiles
            .Select(file => broken.TryGetValue(file.Path, out var errors)
                ? _binders[file.Role].BindBroken(file, errors)
                : routes.Bound.GetValueOrDefault(file.Path))
            .OfType<BoundModule>()
            .ToList();
        var folders = new FolderMiddlewareSet(
            routes.Table,
            [.. folderFiles.Select(bound => bound.Middleware).OfType<FolderMiddleware>().OrderBy(middleware => middleware.File.Depth)],
            [.. folderFiles.Where(bound => bound.ErrorHandler is not null)
                .Select(bound => (bound.Module.File, bound.ErrorHandler!))
                .OrderByDescending(error => error.File.Folder.Length)]);
        var pages = new PageFiles(
            [.. folderFiles.Select(bound => bound.Layout).OfType<PagePart>()],
            [.. folderFiles.Where(bound => bound.NotFound is not null).Select(bound => (bound.Module.File, bound.NotFound!))]);
        var scriptEndpoints = routes.Table.Routes.Any(file => file.Role.IsPage) ? ScriptEndpoints.Create(scripts) : [];
        dataSource.Publish(
            routes,
            folders,
            pages,
            [.. routes.Files.SelectMany(file => EndpointsOf(file, routes, context, broken, group: null)), .. scriptEndpoints],
            group => [.. routes.Files.SelectMany(file => EndpointsOf(file, routes, context, broken, group)), .. scriptEndpoints]);
        if (routes.Table.Jobs.Count > 0 || jobs.HasAny)
        {
            PublishJobs(routes, broken);
        }
    }

    private void PublishJobs(RouteSet routes, IReadOnlyDictionary<string, IReadOnlyList<RouteDiagnostic>> broken) => jobs.Publish(
        routes.Files
            .Where(file => file.Role.IsJob && !broken.ContainsKey(file.Path))
            .Select(file => routes.Bound.GetValueOrDefault(file.Path)?.Job)
            .OfType<BoundJob>(),
        [.. routes.Table.Jobs.Where(file => broken.ContainsKey(file.Path))]);

    private static List<RouteModule> FoldersOf(RouteFile file, RouteTable table, Dictionary<string, RouteModule> modules) =>
        [.. table.GuardsOf(file).Select(folder => modules.GetValueOrDefault(folder.Path)).OfType<RouteModule>()];

    /// <remarks>
    /// A file with errors fails its own requests. A middleware with errors fails all requests below its folder, because none may bypass it,
    /// and a layout with errors fails all pages inside it.
    /// </remarks>
    private IReadOnlyList<Endpoint> EndpointsOf(
        RouteFile file,
        RouteSet routes,
        BindingContext context,
        IReadOnlyDictionary<string, IReadOnlyList<RouteDiagnostic>> broken,
        RouteGroupContext? group)
    {
        var binder = _binders[file.Role];
        var errors = routes.Table.DependenciesOf(file).Prepend(file)
            .Select(each => broken.GetValueOrDefault(each.Path))
            .FirstOrDefault(found => found is not null);
        return errors is not null ? binder.BindBroken(file, errors).Endpoints
            : routes.Bound.TryGetValue(file.Path, out var bound)
                ? binder.EndpointsOf(bound, routes, context with { Folders = bound.Folders }, group)
                : [];
    }

    private async Task<BoundModule> BindAsync(RouteModule module, BindingContext context)
    {
        var bound = await _binders[module.File.Role].BindAsync(module, context);
        return bound with { Diagnostics = [.. pipeline.Find(module), .. bound.Diagnostics] };
    }

    /// <summary>
    /// Reports endpoint names that are used twice. ASP.NET Core would detect them at the first request and then fail all requests.
    /// </summary>
    private static void CheckNames(IEnumerable<Endpoint> endpoints, List<RouteDiagnostic> diagnostics)
    {
        foreach (var same in endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<RouteFileMetadata>()?.Function is not null)
            .GroupBy(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName)
            .Where(group => group.Key is not null && group.Count() > 1))
        {
            var first = same.First().Metadata.GetRequiredMetadata<RouteFileMetadata>();
            diagnostics.AddRange(same.Skip(1)
                .Select(endpoint => endpoint.Metadata.GetRequiredMetadata<RouteFileMetadata>())
                .Select(other => RouteDiagnostics.SameEndpointName(
                    other.File.Path, other.Function!.Export.Line, other.Function.Export.Column, same.Key!, first.File.Path)));
        }
    }
}
