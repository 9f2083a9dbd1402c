using System.Text;
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
        // Nothing but the document goes to the output, so what there is to log does not.
        await using var app = HostedApplication.Create(
            folder, [$"--{FileRoutesOptions.SectionName}:OpenApi:Enabled=true", "--Serilog:WriteTo:0:Name=Debug"], Silence);
        await app.StartAsync(stop);
        var document = await app.Services.GetRequiredService<Requests>().GetAsync(ApiDocument.Path);
        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(document, stop);
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

        builder.Services.AddSingleton<Requests>();
        builder.Services.RemoveAll<IServer>();
        builder.Services.AddSingleton<IServer>(services => services.GetRequiredService<Requests>());
    }

    /// <summary>A server whose one client is this process.</summary>
    private sealed class Requests : IServer
    {
        private Func<IFeatureCollection, Task>? _process;

        public IFeatureCollection Features { get; } = new FeatureCollection();

        public async Task<byte[]> GetAsync(string path)
        {
            using var body = new MemoryStream();
            var response = new HttpResponseFeature();
            var features = new FeatureCollection();
            features.Set<IHttpRequestFeature>(new HttpRequestFeature { Method = "GET", Protocol = "HTTP/1.1", Scheme = "http", Path = path, RawTarget = path, Headers = { Host = "localhost" } });
            features.Set<IHttpResponseFeature>(response);
            features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
            await _process!(features);
            return response.StatusCode == StatusCodes.Status200OK
                ? body.ToArray()
                : throw new InvalidOperationException($"{path} is answered with {response.StatusCode}: {Encoding.UTF8.GetString(body.ToArray())}");
        }

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull
        {
            _process = async features =>
            {
                var context = application.CreateContext(features);
                try
                {
                    await application.ProcessRequestAsync(context);
                    await features.GetRequiredFeature<IHttpResponseBodyFeature>().CompleteAsync();
                }
                finally
                {
                    application.DisposeContext(context, exception: null);
                }
            };
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
