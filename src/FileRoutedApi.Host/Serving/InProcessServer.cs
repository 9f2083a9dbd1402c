using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Host.Serving;

/// <summary>
/// The server of an application that runs inside another one. It does not listen: requests come from the development server, from a
/// static export or from <c>fetch</c>.
/// </summary>
internal sealed class InProcessServer : IServer
{
    private Func<IFeatureCollection, Task>? _process;

    /// <summary>Gets or sets the features of the server that listens.</summary>
    public IFeatureCollection Features { get; set; } = new FeatureCollection();

    /// <summary>Processes one request in the application.</summary>
    public Task ProcessAsync(IFeatureCollection request) => _process!(request);

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _process = request => ProcessAsync(application, request);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }

    private static async Task ProcessAsync<TContext>(IHttpApplication<TContext> application, IFeatureCollection request)
        where TContext : notnull
    {
        var context = application.CreateContext(request);
        try
        {
            await application.ProcessRequestAsync(context);

            // Callbacks of OnStarting use the context. A response without a body must start before the context is disposed.
            if (!request.GetRequiredFeature<IHttpResponseFeature>().HasStarted)
            {
                await CompleteAsync(request);
            }

            application.DisposeContext(context, null);
        }
        catch (Exception exception)
        {
            application.DisposeContext(context, exception);
            throw;
        }
    }

    private static async Task CompleteAsync(IFeatureCollection request)
    {
        try
        {
            await request.GetRequiredFeature<IHttpResponseBodyFeature>().CompleteAsync();
        }
        catch (Exception) when (request.Get<IHttpRequestLifetimeFeature>()?.RequestAborted.IsCancellationRequested == true)
        {
            // The client has disconnected, so nothing was written of a body with Content-Length.
        }
    }
}
