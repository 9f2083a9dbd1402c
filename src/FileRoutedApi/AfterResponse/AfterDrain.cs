using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FileRoutedApi.AfterResponse;

/// <summary>Lets a graceful shutdown wait for work after responses.</summary>
internal sealed class AfterDrain(AfterRunner runner) : IHostedService
{
    /// <summary>
    /// Registers it behind the services that are registered now. Hosted services stop in reverse order, so the work ends before they do: it
    /// may need them. The server is always the last one, so requests end before the work.
    /// </summary>
    public static void MoveToEnd(IServiceCollection services)
    {
        if (services.FirstOrDefault(service => service.ImplementationType == typeof(AfterDrain)) is { } registered)
        {
            services.Remove(registered);
            services.Add(registered);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => runner.DrainAsync(cancellationToken);
}
