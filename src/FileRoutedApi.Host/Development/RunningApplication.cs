using FileRoutedApi.Compilation;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FileRoutedApi.Host.Development;

/// <summary>An application inside the development server. Another one takes its place when what its files stand on changes.</summary>
internal sealed class RunningApplication : IAsyncDisposable
{
    private static readonly TimeSpan _overlap = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly LendingServer _server;

    private RunningApplication(WebApplication app, LendingServer server)
    {
        _app = app;
        _server = server;
        Live = app.Services.GetRequiredService<LiveRoutes>();
    }

    /// <summary>Its routes.</summary>
    public LiveRoutes Live { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Cancelled when the application ends, of itself or because it is told to.</summary>
    public CancellationToken Stopping => _app.Lifetime.ApplicationStopping;

    /// <param name="session">What the one before has left.</param>
    /// <param name="listening">Ends with the features of the server that listens.</param>
    /// <param name="published">Called with each new state of the routes.</param>
    /// <param name="inParts">Whether to come back before all files of a large folder are loaded.</param>
    /// <exception cref="FileRoutesException">It cannot start.</exception>
    public static async Task<RunningApplication> StartAsync(
        ServedFolder folder, CompilationSession session, Task<IFeatureCollection> listening, Action<RunningApplication, LiveState> published, bool inParts, CancellationToken cancellationToken)
    {
        var server = new LendingServer();
        var app = HostedApplication.Create(folder, [], routes => routes.AddCompilation(session), live: true, builder =>
        {
            builder.Services.RemoveAll<IServer>();
            builder.Services.AddSingleton<IServer>(server);
            builder.Services.RemoveAll<IHostLifetime>();
            builder.Services.AddSingleton<IHostLifetime, NoLifetime>();

            // A mistake in one of them is logged, and mended while the others go on.
            builder.Services.Configure<HostOptions>(options => options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore);
        });
        var running = new RunningApplication(app, server);
        try
        {
            running.Live.Published = state => published(running, state);
            await running.Live.StartAsync(inParts, cancellationToken);
            server.Features = await listening.WaitAsync(cancellationToken);
            await app.StartFolderAsync(folder, cancellationToken);
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has the application answer one request.</summary>
    public Task ProcessAsync(IFeatureCollection request) => _server.ProcessAsync(request);

    /// <summary>Tells the application to end, without waiting for anything.</summary>
    public void Stop() => _app.Lifetime.StopApplication();

    /// <summary>Ends the application in favour of another. Its services stop once its requests have ended, or soon: two sets of them are one too many.</summary>
    /// <param name="drained">Ends with the last of its requests.</param>
    public async Task EndAsync(Task drained)
    {
        Stop();
        await Task.WhenAny(drained, Task.Delay(_overlap));
        using var patience = new CancellationTokenSource(_patience);
        await _app.StopAsync(patience.Token);
        await Task.WhenAny(drained, Task.Delay(_patience));
        await DisposeAsync();
    }

    /// <summary>Ends the application. Requests are over by then.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(_patience);
        try
        {
            await _app.StopAsync(patience.Token);
        }
        finally
        {
            foreach (var module in Live.State.Loaded.Generation.Modules)
            {
                await module.DisposeAsync();
            }

            await _app.DisposeAsync();
        }
    }

    /// <summary>Signals belong to the server that listens.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
