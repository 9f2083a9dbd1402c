using FileRoutedApi.Diagnostics;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using FileRoutedApi.Validation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Hosting;

/// <summary>Takes the folder the whole way, from scan to published endpoints, before the server listens.</summary>
internal sealed partial class FileRoutesLoader(
    FileRoutesSettings settings,
    IEnumerable<IRouteModuleSource> sources,
    EndpointFactory factory,
    FileRouteDataSource dataSource,
    IServiceProvider provider,
    IServiceProviderIsService services,
    IEnumerable<RouteStartup> startups,
    ILoggerFactory loggers) : IHostedLifecycleService, IAsyncDisposable
{
    private RouteGeneration _generation = RouteGeneration.Empty;

    /// <exception cref="FileRoutesException">Anything is wrong with the folder or its files; all of it is named.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!dataSource.IsMapped)
        {
            return;
        }

        var diagnostics = new List<RouteDiagnostic>();
        var folder = RouteFolder.Find(settings.Root) ?? throw new FileRoutesException(RouteDiagnostics.NoApiFolder(settings.Root));
        var table = folder.CreateTable(settings.Table, diagnostics);
        var source = sources.LastOrDefault() ?? throw new FileRoutesException(RouteDiagnostics.NoModuleSource());
        var generation = _generation = await source.LoadAsync(folder, table, diagnostics, cancellationToken);
        var validators = RouteValidators.Find(generation, services, diagnostics);
        var endpoints = factory.Create(generation.Modules, validators, dataSource.Conventions, diagnostics);
        CheckNames(endpoints, diagnostics);
        await EndpointNeedsExtensions.CheckAsync(endpoints, provider, diagnostics);
        if (diagnostics.Any(diagnostic => diagnostic.Severity == RouteDiagnosticSeverity.Error))
        {
            throw new FileRoutesException(diagnostics);
        }

        var logger = loggers.CreateLogger(nameof(FileRoutedApi));
        foreach (var warning in diagnostics)
        {
            Log.Warning(logger, warning);
        }

        dataSource.Publish(endpoints, group => factory.Create(generation.Modules, validators, dataSource.Conventions, [], group), generation, validators);
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

    public async ValueTask DisposeAsync()
    {
        await _generation.DisposeAsync();
        startups.LastOrDefault()?.Dispose();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Diagnostic}", EventName = "Diagnostic")]
        public static partial void Warning(ILogger logger, RouteDiagnostic diagnostic);
    }
}
