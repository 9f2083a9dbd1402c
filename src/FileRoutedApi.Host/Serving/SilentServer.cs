using FileRoutedApi.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FileRoutedApi.Host.Serving;

/// <summary>A server that does not listen, for commands that only need the application.</summary>
internal sealed class SilentServer : IServer
{
    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <summary>
    /// Puts it in the place of Kestrel, and leaves out every hosted service but the one that loads the routes: neither work in
    /// the background nor <c>Start</c> of the start-up file runs.
    /// </summary>
    public static void Use(WebApplicationBuilder builder)
    {
        foreach (var service in builder.Services.Where(service =>
            service.ServiceType == typeof(IHostedService) && service.ImplementationType != typeof(FileRoutesLoader)).ToList())
        {
            builder.Services.Remove(service);
        }

        builder.Services.RemoveAll<IServer>();
        builder.Services.AddSingleton<IServer, SilentServer>();
    }

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }
}
