using System.Text.Json;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.Http;
using FileRoutedApi.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace FileRoutedApi.Testing;

/// <summary>
/// A folder of route files, started inside the test process as the host starts it: with its settings files, its start-up file, the same
/// middleware, pages, static files and the OpenAPI document. Requests do not use a port.
/// </summary>
/// <example>
/// <code>
/// await using var app = await RouteApp.StartAsync("samples/todo", options => options.Services.Replace&lt;IClock&gt;(new StoppedClock()));
/// var response = await app.Client.GetAsync("/api/todos");
/// </code>
/// </example>
public sealed class RouteApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lazy<HttpClient> _client;

    private RouteApp(WebApplication app, string root, CapturedLogs logs)
    {
        _app = app;
        Root = root;
        Logs = logs;
        _client = new Lazy<HttpClient>(() => CreateClient(new WebApplicationFactoryClientOptions()));
    }

    /// <summary>Gets the absolute path of the folder.</summary>
    public string Root { get; }

    /// <summary>
    /// Gets a client of the application. It follows redirects and keeps cookies, as an <see cref="HttpClient"/> does by default.
    /// </summary>
    public HttpClient Client => _client.Value;

    /// <summary>Gets the services of the application. Create a scope for a service that is registered for each request.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Gets everything that the application has logged, from the level on that its settings choose.</summary>
    public CapturedLogs Logs { get; }

    /// <summary>Gets the server in the test process, for example for its WebSocket client.</summary>
    /// <exception cref="InvalidOperationException">The application listens on a port.</exception>
    public TestServer Server => _app.Services.GetRequiredService<IServer>() as TestServer
        ?? throw new InvalidOperationException($"There is no TestServer, because {nameof(RouteAppOptions.UseKestrel)} is set.");

    /// <summary>Starts the folder that the property <c>FileRoutesFolder</c> of the test project names.</summary>
    /// <param name="configure">Changes services and settings.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>The running application. Dispose it at the end of the test.</returns>
    /// <exception cref="FileRoutesException">
    /// The folder or its settings have errors, or no loaded test assembly has the property (FRA3080).
    /// </exception>
    public static Task<RouteApp> StartAsync(Action<RouteAppOptions>? configure = null, CancellationToken cancellationToken = default) =>
        StartAsync(TestedFolder.OfProject(), configure, cancellationToken);

    /// <summary>Starts a folder.</summary>
    /// <param name="path">
    /// The folder that contains <c>api/</c> or <c>app/</c>, or a folder that <c>build</c> wrote. A relative path is searched in the
    /// directory of the tests and in those above it, so it can be relative to the project or to the repository.
    /// </param>
    /// <param name="configure">Changes services and settings.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>The running application. Dispose it at the end of the test.</returns>
    /// <exception cref="FileRoutesException">The folder was not found (FRA3080), or it or its settings have errors.</exception>
    public static async Task<RouteApp> StartAsync(
        string path, Action<RouteAppOptions>? configure = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        var options = new RouteAppOptions();
        configure?.Invoke(options);
        var root = TestedFolder.Find(path);
        var logs = new CapturedLogs(options.WriteLog);

        // Compiling a start-up file blocks its thread, which must not be one that a test framework waits for.
        return await Task.Run(() => StartAsync(root, options, logs, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates a client that follows redirects, keeps cookies or has another address, as the options say.</summary>
    /// <param name="options">The options. <c>BaseAddress</c> has no effect with <see cref="RouteAppOptions.UseKestrel"/>.</param>
    /// <returns>The client. The caller may dispose it.</returns>
    public HttpClient CreateClient(WebApplicationFactoryClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var server = _app.Services.GetRequiredService<IServer>();
        if (server is not TestServer inProcess)
        {
            return new HttpClient(
                new SocketsHttpHandler { AllowAutoRedirect = options.AllowAutoRedirect, UseCookies = options.HandleCookies, UseProxy = false })
            {
                BaseAddress = new Uri(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()),
            };
        }

        var handler = inProcess.CreateHandler();
        if (options.HandleCookies)
        {
            handler = new CookieContainerHandler { InnerHandler = handler };
        }

        if (options.AllowAutoRedirect)
        {
            handler = new RedirectHandler(options.MaxAutomaticRedirections) { InnerHandler = handler };
        }

        return new HttpClient(handler) { BaseAddress = options.BaseAddress };
    }

    /// <summary>
    /// Runs a job once, as its schedule or a call would. Schedules are off in tests; the setting <c>FileRoutes:Jobs:Enabled</c> turns them
    /// on.
    /// </summary>
    /// <param name="name">The name of the job: its path below <c>jobs/</c> without the extension.</param>
    /// <param name="payload">The value for the parameter of <c>Run</c> that is not a service.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>A task that completes when the run has ended. An exception of the job is thrown.</returns>
    /// <exception cref="FileRoutesException">There is no such job (FRA3133).</exception>
    public Task RunJobAsync(string name, object? payload = null, CancellationToken cancellationToken = default)
    {
        var job = Services.GetRequiredService<PublishedJobs>().Get(name);
        var time = Services.GetRequiredService<TimeProvider>();
        var json = payload is null
            ? null
            : JsonSerializer.Serialize(payload, payload.GetType(), Services.GetRequiredService<RouteJson>().Options);
        var context = new JobContext(job.Name, Guid.CreateVersion7().ToString("N"), time.GetUtcNow());
        return Services.GetRequiredService<JobRunner>().RunAsync(() => job, context, json, cancellationToken);
    }

    /// <summary>Stops the application gracefully and disposes its services.</summary>
    /// <returns>A task that completes when the application has stopped.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }

        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<RouteApp> StartAsync(
        string root, RouteAppOptions options, CapturedLogs logs, CancellationToken cancellationToken)
    {
        var folder = ServedFolder.OpenFor(root, SettingsOf(root, options), options.Environment);
        var app = HostedApplication.Create(
            folder, [], folder.IsBuilt ? null : routes => routes.AddCompilation(), adjust: builder => Adjust(builder, options, logs));
        try
        {
            await app.StartFolderAsync(folder, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return new RouteApp(app, folder.Root, logs);
    }

    private static string[] SettingsOf(string root, RouteAppOptions options)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["FileRoutes:Jobs:Enabled"] = "false" };
        if (TestedFolder.SharedAssemblyOf(root) is { } shared)
        {
            settings["FileRoutes:SharedAssembly"] = shared;
        }

        if (options.UseKestrel)
        {
            settings["urls"] = "http://127.0.0.1:0";
        }

        foreach (var (key, value) in options.Settings)
        {
            settings[key] = value;
        }

        settings["environment"] = options.Environment;
        return [.. settings.Select(setting => $"--{setting.Key}={setting.Value}")];
    }

    private static void Adjust(WebApplicationBuilder builder, RouteAppOptions options, CapturedLogs logs)
    {
        // A signal ends the test process. The lifetime of the host would delay that.
        builder.Services.RemoveAll<IHostLifetime>();
        builder.Services.AddSingleton<IHostLifetime, TestLifetime>();
        builder.Services.AddSingleton(logs.Sink);
        if (!options.UseKestrel)
        {
            builder.WebHost.UseTestServer();
        }

        if (options.TimeProvider is { } time)
        {
            builder.Services.RemoveAll<TimeProvider>();
            builder.Services.AddSingleton(time);
        }

        options.Services.Apply(builder.Services);
    }

    private sealed class TestLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
