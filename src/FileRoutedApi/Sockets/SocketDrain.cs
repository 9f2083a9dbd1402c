using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FileRoutedApi.Sockets;

/// <summary>
/// Closes all WebSockets with 1001 when the application stops: after the delay in which requests are still accepted, and before the server
/// waits for its connections.
/// </summary>
internal sealed class SocketDrain(OpenSockets sockets) : IHostedLifecycleService
{
    /// <summary>
    /// Registers it as the first hosted service. Hosted services stop in reverse order, so <see cref="StoppingAsync"/> of the others, which
    /// may delay the shutdown, has completed before.
    /// </summary>
    public static void AddTo(IServiceCollection services) => services.Insert(0, ServiceDescriptor.Singleton<IHostedService, SocketDrain>());

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        // Not awaited: the server refuses new connections when it stops, and waits for those that are open.
        _ = sockets.StopAsync(WebSocketCloseStatus.EndpointUnavailable);
        return Task.CompletedTask;
    }

    /// <summary>Waits for the WebSockets of a server that does not wait for its connections, such as one in a test.</summary>
    public async Task StopAsync(CancellationToken cancellationToken) =>
        await sockets.StopAsync(WebSocketCloseStatus.EndpointUnavailable).WaitAsync(cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
