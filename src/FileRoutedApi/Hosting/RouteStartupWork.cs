using Microsoft.Extensions.Hosting;

namespace FileRoutedApi.Hosting;

/// <summary>
/// Runs <c>Start</c> of the start-up file before any hosted service starts, including the server. Commands that only inspect an application
/// remove this service.
/// </summary>
internal sealed class RouteStartupWork(RouteStartup startup, IServiceProvider services) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => startup.StartAsync(services, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
