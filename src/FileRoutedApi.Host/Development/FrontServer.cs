using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Host.Development;

/// <summary>Kestrel, with the development server in the place of an application.</summary>
internal sealed class FrontServer(IServer kestrel, DevServer server) : IServer
{
    public IFeatureCollection Features => kestrel.Features;

    /// <summary>Wraps the registered server.</summary>
    public static void Add(IServiceCollection services, DevServer server)
    {
        var registered = services.Last(service => service.ServiceType == typeof(IServer));
        services.Remove(registered);
        services.AddSingleton<IServer>(provider =>
            new FrontServer((IServer)ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!), server));
    }

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => kestrel.StartAsync(server, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => kestrel.StopAsync(cancellationToken);

    public void Dispose() => kestrel.Dispose();
}
