using System.Runtime.CompilerServices;
using FileRoutedApi.Caching;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using FileRoutedApi.Middleware;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Validation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.Endpoints;

/// <summary>Takes route files the whole way, from source to endpoints. What was taken there before and did not change stays.</summary>
internal sealed class RoutePublisher(
    IEnumerable<IRouteModuleSource> sources,
    EndpointFactory factory,
    FolderMiddlewareFactory middleware,
    FileRouteDataSource dataSource,
    PublishedFolders folders,
    IServiceProvider provider,
    IServiceProviderIsService services)
{
    private readonly ConditionalWeakTable<RouteModule, BoundModule> _bound = [];

    /// <summary>What turns files into modules.</summary>
    /// <exception cref="FileRoutesException">Nothing here does (FRA3004).</exception>
    public IRouteModuleSource Source => sources.LastOrDefault() ?? throw new FileRoutesException(RouteDiagnostics.NoModuleSource());

    /// <summary>Loads and binds files; what is wrong with them is added to the diagnostics.</summary>
    /// <param name="files">Those of the table that are wanted.</param>
    public async Task<RouteSet> LoadAsync(
        RouteTable table, IReadOnlyList<RouteFile> files, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var generation = await Source.LoadAsync(table, files, diagnostics, cancellationToken);
        var validators = RouteValidators.Find(generation, services, diagnostics);

        // By path: a table that was read again has other objects for the same files.
        var above = generation.Modules.Where(module => module.File.Role == RouteFileRole.Middleware).ToDictionary(module => module.File.Path);
        var surroundings = ContextOf(validators, table);
        var bound = new List<BoundModule>();
        foreach (var module in generation.Modules)
        {
            var own = surroundings with { Folders = FoldersOf(module.File, table, above) };
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

    /// <summary>Makes what was loaded answer.</summary>
    /// <param name="broken">Files that cannot be used, with their errors.</param>
    public void Publish(RouteSet loaded, IReadOnlyDictionary<string, IReadOnlyList<RouteDiagnostic>> broken)
    {
        // What everything below counts on comes first: no request may find a route without it.
        folders.Current = new FolderMiddlewareSet(
            loaded.Table,
            [.. MiddlewareOf(loaded, broken).OrderBy(middleware => middleware.File.Path.Count(character => character == '/'))],
            [.. loaded.Bound.Values.Where(bound => bound.Module.File.Role == RouteFileRole.Error && !broken.ContainsKey(bound.Module.File.Path))
                .SelectMany(bound => bound.Endpoints.Select(endpoint => (bound.Module.File, endpoint)))
                .OrderByDescending(error => error.File.Folder.Length)]);
        dataSource.Publish(
            [.. loaded.Files.SelectMany(file => EndpointsOf(file, loaded, broken))],
            group => [.. loaded.Files.SelectMany(file => EndpointsOf(file, loaded, broken, group))],
            loaded.Generation,
            loaded.Validators);
    }

    private static List<RouteModule> FoldersOf(RouteFile file, RouteTable table, Dictionary<string, RouteModule> modules) =>
        [.. table.Above(file, RouteFileRole.Middleware).Select(folder => modules.GetValueOrDefault(folder.Path)).OfType<RouteModule>()];

    private bool HasFallbackPolicy => provider.GetService<IOptions<AuthorizationOptions>>()?.Value.FallbackPolicy is not null;

    /// <summary>Returns what files are bound with. The folders of each are its own.</summary>
    private BindingContext ContextOf(RouteValidators validators, RouteTable table)
    {
        var scopes = new Lazy<FolderScope[]>(() =>
        [
            .. table.FolderFiles
                .Where(file => file.Role == RouteFileRole.Middleware)
                .Select(folder => new FolderScope(folder, table.Files)),
        ]);

        // In development folders come and go. Without our pipeline no middleware function runs (FRA3028).
        bool IsBelowMiddleware(RouteFile file) =>
            dataSource.HasPipeline && (dataSource.IsLive || scopes.Value.Any(scope => scope.Contains(file) || scope.MayApplyTo(file)));

        return new BindingContext(validators, [], dataSource.Conventions, IsBelowMiddleware, GuardOf(IsBelowMiddleware));
    }

    /// <summary>Returns what wraps functions so that they run only behind their guards, or null if no folder has a guard.</summary>
    private Action<EndpointBuilder, RouteFile>? GuardOf(Func<RouteFile, bool> isBelowMiddleware)
    {
        if (!dataSource.HasPipeline)
        {
            // The application has a pipeline of its own, and no folder has anything that depends on ours (FRA3028).
            return null;
        }

        return (endpoint, file) =>
        {
            // A fallback policy applies to every endpoint without one of its own.
            if (HasFallbackPolicy
                || isBelowMiddleware(file)
                || new EndpointMetadataCollection(endpoint.Metadata).Needs() != EndpointNeeds.None)
            {
                GuardCheck.Apply(endpoint, file, folders, HasFallbackPolicy);
            }
        };
    }

    /// <summary>A <c>_middleware.cs</c> with errors refuses every request below its folder, whichever file would handle it.</summary>
    private IEnumerable<FolderMiddleware> MiddlewareOf(RouteSet loaded, IReadOnlyDictionary<string, IReadOnlyList<RouteDiagnostic>> broken) =>
        loaded.Table.FolderFiles
            .Where(file => file.Role == RouteFileRole.Middleware)
            .Select(file => broken.TryGetValue(file.Path, out var errors) ? middleware.CreateBroken(file, errors) : loaded.Bound.GetValueOrDefault(file.Path)?.Middleware)
            .OfType<FolderMiddleware>();

    /// <summary>A file with errors breaks itself, and a middleware with errors everything below: nothing may get past it.</summary>
    private IReadOnlyList<Endpoint> EndpointsOf(
        RouteFile file, RouteSet loaded, IReadOnlyDictionary<string, IReadOnlyList<RouteDiagnostic>> broken, RouteGroupContext? group = null)
    {
        var errors = loaded.Table.Above(file, RouteFileRole.Middleware).Prepend(file)
            .Select(each => broken.GetValueOrDefault(each.Path))
            .FirstOrDefault(found => found is not null);
        return file.Role == RouteFileRole.Error ? []
            : errors is not null ? [factory.CreateBroken(file, errors)]
            : !loaded.Bound.TryGetValue(file.Path, out var bound) ? []
            : file.Role == RouteFileRole.Middleware ? EndpointsOfFolder(bound, loaded, group)
            : group is null ? bound.Endpoints
            : factory.Create(bound.Module, ContextOf(bound, loaded), [], group);
    }

    /// <summary>What a folder says of every path below is said of those too that no route answers.</summary>
    private IReadOnlyList<Endpoint> EndpointsOfFolder(BoundModule folder, RouteSet loaded, RouteGroupContext? group)
    {
        var file = folder.Module.File;
        var answers = loaded.Table.Above(file, RouteFileRole.NotFound).LastOrDefault();
        return !FolderMetadata.ConcernsEveryPath(folder.Module.Folder) || file.Folder.Contains("/(", StringComparison.Ordinal) || answers?.Folder == file.Folder
            ? []
            : [factory.CreateNotFound(file, ContextOf(folder, loaded), AnswerOf(answers, loaded), group)];
    }

    private static Endpoint? AnswerOf(RouteFile? answers, RouteSet loaded) =>
        answers is not null && loaded.Bound.TryGetValue(answers.Path, out var bound) && bound.Endpoints is [var endpoint, ..] ? endpoint : null;

    private BindingContext ContextOf(BoundModule bound, RouteSet loaded) =>
        ContextOf(loaded.Validators, loaded.Table) with { Folders = bound.Folders };

    private async Task<BoundModule> BindAsync(RouteModule module, BindingContext surroundings)
    {
        var diagnostics = new List<RouteDiagnostic>();
        CheckPipeline(module, diagnostics);
        if (module.File.Role == RouteFileRole.Middleware)
        {
            await EndpointNeedsExtensions.CheckAsync(module, provider, diagnostics);
            return new BoundModule(module, surroundings.Folders, [], middleware.Create(module, diagnostics), diagnostics);
        }

        var endpoints = factory.Create(module, surroundings, diagnostics);
        await EndpointNeedsExtensions.CheckAsync(endpoints, provider, diagnostics);
        return new BoundModule(module, surroundings.Folders, endpoints, null, diagnostics);
    }

    /// <summary>What would be silently ignored without its place in the pipeline.</summary>
    private void CheckPipeline(RouteModule module, List<RouteDiagnostic> diagnostics)
    {
        if (dataSource.IsGrouped && CachePolicy.Of(module.Config) is not null)
        {
            diagnostics.Add(RouteDiagnostics.NoPipeline(module.File.Path, "config.Revalidate"));
        }

        if (dataSource.HasPipeline)
        {
            return;
        }

        var what = module.File.Role == RouteFileRole.Middleware && module.Exports.Count > 0 ? "A middleware function"
            : module.Config.Cors.Origins.Concat(module.Folder.Cors.Origins).Any() ? "config.Cors"
            : module.Folder.Authorize.IsSet ? "config.Authorize"
            : module.Config.RateLimit.IsSet || module.Folder.RateLimit.IsSet ? "config.RateLimit"
            : null;
        if (what is not null)
        {
            diagnostics.Add(RouteDiagnostics.NoPipeline(module.File.Path, what));
        }
    }

    /// <summary>ASP.NET Core finds two endpoints of one name at the first request, and then answers none.</summary>
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
                .Select(other => RouteDiagnostics.SameEndpointName(other.File.Path, other.Function!.Export.Line, other.Function.Export.Column, same.Key!, first.File.Path)));
        }
    }

}

/// <summary>A module with what was made of it.</summary>
/// <param name="Folders">The middleware above it, outermost first.</param>
internal sealed record BoundModule(
    RouteModule Module, IReadOnlyList<RouteModule> Folders, IReadOnlyList<Endpoint> Endpoints, FolderMiddleware? Middleware, IReadOnlyList<RouteDiagnostic> Diagnostics);

/// <summary>Files that were loaded and bound.</summary>
/// <param name="Files">Those that were wanted, in match order.</param>
/// <param name="Bound">What was made of each file, by its path.</param>
internal sealed record RouteSet(
    RouteTable Table,
    IReadOnlyList<RouteFile> Files,
    RouteGeneration Generation,
    RouteValidators Validators,
    IReadOnlyDictionary<string, BoundModule> Bound);
