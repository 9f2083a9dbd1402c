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
            // Where the client is gone, nothing was written of a body whose length is set.
            if (!request.GetRequiredFeature<IHttpResponseFeature>().HasStarted && !IsAborted(request))
            {
                await request.GetRequiredFeature<IHttpResponseBodyFeature>().CompleteAsync();
            }

            application.DisposeContext(context, null);
        }
        catch (Exception exception)
        {
            application.DisposeContext(context, exception);
            throw;
        }
    }

    private static bool IsAborted(IFeatureCollection request) => request.Get<IHttpRequestLifetimeFeature>()?.RequestAborted.IsCancellationRequested == true;
}
