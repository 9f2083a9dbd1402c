using FileRoutedApi.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FileRoutedApi.Host.Serving;

/// <summary>A server that does not listen, for commands that need the application only.</summary>
internal sealed class NullServer : IServer
{
    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <summary>Replaces Kestrel, and removes hosted services.</summary>
    public static void Use(WebApplicationBuilder builder)
    {
        RemoveHostedServices(builder);
        Replace(builder);
    }

    /// <summary>Replaces Kestrel. Hosted services run.</summary>
    public static void Replace(WebApplicationBuilder builder) =>
        builder.Services.RemoveAll<IServer>().AddSingleton<IServer, NullServer>();

    /// <summary>
    /// Removes every hosted service except the one that loads the routes and the server. Neither background services nor <c>Start</c> of
    /// the start-up file run.
    /// </summary>
    public static void RemoveHostedServices(WebApplicationBuilder builder)
    {
        foreach (var service in builder.Services.Where(service =>
            service.ServiceType == typeof(IHostedService) && service.ImplementationType != typeof(StartupLoader)).ToList())
        {
            builder.Services.Remove(service);
        }
    }

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }
}
