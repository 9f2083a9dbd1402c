using FileRoutedApi.Endpoints;
using FileRoutedApi.Modules;
using FileRoutedApi.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Hosting;

/// <summary>Loads the folder before the server listens, once and as a whole: where anything is wrong, the application does not start.</summary>
internal sealed partial class StartupLoader(
    FileRoutesSettings settings,
    RoutePublisher loading,
    PipelineState pipeline,
    IEnumerable<RouteStartup> startups,
    ILoggerFactory loggers) : IHostedLifecycleService, IAsyncDisposable
{
    private RouteGeneration _generation = RouteGeneration.Empty;

    /// <exception cref="FileRoutesException">Anything is wrong with the folder or its files; all of it is named.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!pipeline.IsMapped || settings.IsLive)
        {
            return;
        }

        var diagnostics = new List<RouteDiagnostic>();
        var table = loading.Source.FindRoutes(diagnostics);
        var loaded = await loading.LoadAsync(table, table.Files, diagnostics, cancellationToken);
        _generation = loaded.Generation;
        if (diagnostics.Any(diagnostic => diagnostic.IsError))
        {
            throw new FileRoutesException(diagnostics);
        }

        var logger = loggers.CreateLogger(nameof(FileRoutedApi));
        foreach (var warning in diagnostics)
        {
            Log.Warning(logger, warning);
        }

        Log.Loaded(logger, table.Routes.Count);
        if (table.PublicFiles.All.Count is > 0 and var count && pipeline.HasFolders)
        {
            Log.Serving(logger, count);
        }

        loading.Publish(loaded, new Dictionary<string, IReadOnlyList<RouteDiagnostic>>());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var module in _generation.Modules)
        {
            await module.DisposeAsync();
        }

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

        [LoggerMessage(2, LogLevel.Information, "Loaded routes: {Count}", EventName = "Loaded")]
        public static partial void Loaded(ILogger logger, int count);

        [LoggerMessage(3, LogLevel.Information, "Serving public/, files: {Count}", EventName = "Serving")]
        public static partial void Serving(ILogger logger, int count);
    }
}
