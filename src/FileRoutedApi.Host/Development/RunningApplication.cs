using System.Net.WebSockets;
using FileRoutedApi.Compilation.Development;
using FileRoutedApi.Compilation.Loading;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Host.OpenApi;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.Host.Settings;
using FileRoutedApi.Live;
using FileRoutedApi.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Serilog.Core;

namespace FileRoutedApi.Host.Development;

/// <summary>An application inside the development server. A restart replaces it with a new one.</summary>
internal sealed class RunningApplication : IAsyncDisposable
{
    // Background services of the old application overlap with those of the new one for this time at most, while requests complete.
    private static readonly TimeSpan _drainTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _stopTimeout = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly InProcessServer _server;
    private readonly TimeProvider _time;

    private RunningApplication(WebApplication app, InProcessServer server, TimeProvider time)
    {
        _app = app;
        _server = server;
        _time = time;
        Live = app.Services.GetRequiredService<LiveRoutes>();
    }

    /// <summary>Gets the routes, which change while the application runs.</summary>
    public LiveRoutes Live { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Gets a token that is cancelled when the application stops, by itself or because of <see cref="Stop"/>.</summary>
    public CancellationToken Stopping => _app.Lifetime.ApplicationStopping;

    private OpenSockets Sockets => Services.GetRequiredService<OpenSockets>();

    /// <summary>Creates and starts an application.</summary>
    /// <param name="console">Where the log of the application is written.</param>
    /// <param name="session">The state that is shared with the previous application.</param>
    /// <param name="listening">Completes with the features of the front server.</param>
    /// <param name="published">Called with each new state of the routes.</param>
    /// <param name="inParts">True to return before all files of a large folder are loaded.</param>
    /// <exception cref="FileRoutesException">The application cannot start.</exception>
    public static async Task<RunningApplication> StartAsync(
        ServedFolder folder,
        HostConsole console,
        CompilationSession session,
        Task<IFeatureCollection> listening,
        Action<RunningApplication, LiveState> published,
        bool inParts,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var server = new InProcessServer();
        var app = HostedApplication.Create(
            folder,
            [],
            routes => routes.AddCompilation(session),
            isLive: true,
            builder => UseServer(builder, server),
            use: UseWelcomePage,
            console: console);
        var running = new RunningApplication(app, server, time);
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

    /// <summary>Processes one request in the application.</summary>
    public Task ProcessAsync(IFeatureCollection request) => _server.ProcessAsync(request);

    /// <summary>Signals the application to stop, without waiting.</summary>
    public void Stop()
    {
        _ = Sockets.StopAsync(WebSocketCloseStatus.EndpointUnavailable);
        _app.Lifetime.StopApplication();
    }

    /// <summary>Stops and disposes a replaced application. Its services stop after its last request, or after a timeout.</summary>
    /// <param name="drained">Completes with the last request.</param>
    public async Task StopAsync(Task drained)
    {
        var closed = Sockets.RestartAsync();
        Stop();
        await Task.WhenAny(Task.WhenAll(drained, closed), Task.Delay(_drainTimeout, _time));
        using var timeout = new CancellationTokenSource(_stopTimeout, _time);
        await _app.StopAsync(timeout.Token);
        await Task.WhenAny(drained, Task.Delay(_stopTimeout, _time));
        await DisposeAsync();
    }

    /// <summary>Stops and disposes the application, without waiting for requests.</summary>
    public async ValueTask DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(_stopTimeout, _time);
        try
        {
            await _app.StopAsync(timeout.Token);
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

    private static void UseServer(WebApplicationBuilder builder, InProcessServer server)
    {
        builder.Services.RemoveAll<IServer>();
        builder.Services.AddSingleton<IServer>(server);
        builder.Services.RemoveAll<IHostLifetime>();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        if (builder.Environment.IsDevelopment())
        {
            builder.Services.AddSingleton<ILogEventSink, RequestLogSink>();
        }

        builder.Services.AddSingleton(provider => new DocumentLinks(
            [.. ApiDocument.LinksOf(provider.GetRequiredService<HostSettings>().OpenApi, builder.Environment.IsDevelopment())]));

        // An exception in a background service is logged, and does not stop the server: it can be fixed while the server runs.
        builder.Services.Configure<HostOptions>(
            options => options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore);
    }

    private static void UseWelcomePage(WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            app.Use(WelcomePage.InvokeAsync);
        }
    }

    /// <summary>A lifetime that handles no signals, because the front server does.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
