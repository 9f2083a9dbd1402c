using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Host.Development;

/// <summary>The server of an application that does not listen itself: it lends the application to one that does.</summary>
internal sealed class LendingServer : IServer
{
    private Func<IFeatureCollection, Task>? _process;

    /// <summary>The features of the one that listens.</summary>
    public IFeatureCollection Features { get; set; } = new FeatureCollection();

    /// <summary>Has the application answer one request.</summary>
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

            // What was put off until the response starts looks at the context: one without a body has to start before that is gone.
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
            // Nothing was written of a body whose length is set, because the client is gone.
        }
    }
}
