using FileRoutedApi.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FileRoutedApi.Host;

/// <summary>Prints the OpenAPI document, byte for byte what a server would answer, without listening.</summary>
internal static class OpenApiCommand
{
    public static async Task RunAsync(ServedFolder folder, CancellationToken stop)
    {
        // Nothing but the document goes to the output: what route files print and what is logged goes beside it.
        await using var output = Console.OpenStandardOutput();
        Console.SetOut(Console.Error);
        await using var app = HostedApplication.Create(
            folder, [$"--{FileRoutesOptions.SectionName}:OpenApi:Enabled=true", "--Serilog:MinimumLevel:Default=Warning"], Silence);
        await app.StartAsync(stop);
        await output.WriteAsync(await ApiDocument.WriteAsync(app.Services), stop);
        await output.FlushAsync(stop);
        await app.StopAsync(stop);
    }

    /// <summary>No server that listens, and none of the services that work in the background but the one that loads the routes.</summary>
    private static void Silence(WebApplicationBuilder builder)
    {
        foreach (var service in builder.Services.Where(service =>
            service.ServiceType == typeof(IHostedService) && service.ImplementationType != typeof(FileRoutesLoader)).ToList())
        {
            builder.Services.Remove(service);
        }

        builder.Services.RemoveAll<IServer>();
        builder.Services.AddSingleton<IServer, DeafServer>();
    }

    private sealed class DeafServer : IServer
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
