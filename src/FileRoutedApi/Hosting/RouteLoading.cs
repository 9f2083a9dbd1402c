using System.Runtime.CompilerServices;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Validation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Hosting;

/// <summary>Takes route files the whole way, from source to endpoints. What was taken there before and did not change stays.</summary>
internal sealed class RouteLoading(
    IEnumerable<IRouteModuleSource> sources,
    EndpointFactory factory,
    FileRouteDataSource dataSource,
    IServiceProvider provider,
    IServiceProviderIsService services)
{
    private readonly ConditionalWeakTable<RouteModule, BoundModule> _bound = [];

    /// <summary>What turns files into modules.</summary>
    /// <exception cref="FileRoutesException">Nothing here does (FRA3004).</exception>
    public IRouteModuleSource Source => sources.LastOrDefault() ?? throw new FileRoutesException(RouteDiagnostics.NoModuleSource());

    /// <summary>Loads and binds files; what is wrong with them is added to the diagnostics.</summary>
    /// <param name="files">Those of the table that are wanted.</param>
    public async Task<LoadedRoutes> LoadAsync(
        RouteTable table, IReadOnlyList<RouteFile> files, List<RouteDiagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var generation = await Source.LoadAsync(table, files, diagnostics, cancellationToken);
        var validators = RouteValidators.Find(generation, services, diagnostics);
        var bound = new List<BoundModule>();
        foreach (var module in generation.Modules)
        {
            if (!_bound.TryGetValue(module, out var known))
            {
                _bound.Add(module, known = await BindAsync(module, validators));
            }

            diagnostics.AddRange(known.Diagnostics);
            bound.Add(known);
        }

        CheckNames(bound.SelectMany(module => module.Endpoints), diagnostics);
        return new LoadedRoutes(table, files, generation, validators, bound.ToDictionary(module => module.File, module => module.Endpoints));
    }

    /// <summary>Makes what was loaded answer.</summary>
    /// <param name="broken">Files that cannot be used, with their errors.</param>
    public void Publish(LoadedRoutes loaded, IReadOnlyDictionary<string, IReadOnlyList<RouteDiagnostic>> broken)
    {
        var endpoints = loaded.Files.SelectMany(file => broken.TryGetValue(file.Path, out var errors)
            ? [factory.CreateBroken(file, errors)]
            : loaded.Endpoints.GetValueOrDefault(file.Path, []));
        dataSource.Publish(
            [.. endpoints],
            group => [.. loaded.Generation.Modules.SelectMany(module => factory.Create(module, loaded.Validators, dataSource.Conventions, [], group))],
            loaded.Generation,
            loaded.Validators);
    }

    private async Task<BoundModule> BindAsync(RouteModule module, RouteValidators validators)
    {
        var diagnostics = new List<RouteDiagnostic>();
        var endpoints = factory.Create(module, validators, dataSource.Conventions, diagnostics);
        await EndpointNeedsExtensions.CheckAsync(endpoints, provider, diagnostics);
        return new BoundModule(module.File.Path, endpoints, diagnostics);
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

    private sealed record BoundModule(string File, IReadOnlyList<Endpoint> Endpoints, IReadOnlyList<RouteDiagnostic> Diagnostics);
}

/// <summary>Files that were loaded and bound.</summary>
/// <param name="Files">Those that were wanted, in match order.</param>
/// <param name="Endpoints">The endpoints of each file, by its path.</param>
internal sealed record LoadedRoutes(
    RouteTable Table,
    IReadOnlyList<RouteFile> Files,
    RouteGeneration Generation,
    RouteValidators Validators,
    IReadOnlyDictionary<string, IReadOnlyList<Endpoint>> Endpoints);
