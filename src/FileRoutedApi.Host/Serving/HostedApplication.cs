using FileRoutedApi.Diagnostics;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Host.OpenApi;
using FileRoutedApi.Host.Operations;
using FileRoutedApi.Host.Settings;
using FileRoutedApi.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.Host.Serving;

/// <summary>Creates, serves and starts the application of a folder, for all commands that run it.</summary>
internal static partial class HostedApplication
{
    /// <summary>Creates the application.</summary>
    /// <param name="arguments">Settings that take precedence over those of the folder.</param>
    /// <param name="source">Adds the compilation of route files. A built folder needs none.</param>
    /// <param name="isLive">True to reload changed files while the application runs.</param>
    /// <param name="adjust">Changes the builder after everything is registered.</param>
    /// <param name="times">Measures the stages; null unless they were asked for.</param>
    /// <param name="use">Adds middleware in front of the routes. A built folder has none of the development server.</param>
    /// <param name="console">Where the log is written in Development; null for the console.</param>
    /// <exception cref="FileRoutesException">The settings or the start-up file have errors.</exception>
    public static WebApplication Create(
        ServedFolder folder,
        string[] arguments,
        Action<FileRoutesBuilder>? source = null,
        bool isLive = false,
        Action<WebApplicationBuilder>? adjust = null,
        StartTimes? times = null,
        Action<WebApplication>? use = null,
        HostConsole? console = null)
    {
        var builder = folder.CreateBuilder(arguments);
        times?.Mark("builder");
        HostLogging.Add(builder, console);
        builder.Services.AddRoutePipeline();
        builder.Services.TryAddSingleton(TimeProvider.System);
        ApiDocument.Add(builder.Services);
        var settings = FolderSettings.Read(builder.Configuration, folder.Root, isLive);
        builder.Services.AddSingleton(settings.Host);

        // Before AddFileRoutes, which runs the start-up file: the file may change these registrations.
        HostOperations.Add(builder, settings);
        times?.Mark("settings and log");
        var routes = builder.AddFileRoutes(settings.Routes);
        if (builder.Configuration.GetConnectionString("Redis") is { Length: > 0 } redis)
        {
            routes.AddRedis(redis);
        }

        source?.Invoke(routes);
        if (isLive)
        {
            // Behind the documents of the start-up file.
            ApiDocument.ForgetGenerations(builder.Services);
        }

        if (isLive || routes.HasJobs)
        {
            // Behind the services of the start-up file, so that jobs end before these services stop.
            routes.AddJobs();
        }

        adjust?.Invoke(builder);
        times?.Mark("start-up file");

        var app = Build(builder);
        times?.Mark("container");
        app.UseExceptionHandler();
        app.Use(next => new StatusPages(next, app.Services.GetRequiredService<IOptions<StatusCodePagesOptions>>()).InvokeAsync);
        use?.Invoke(app);
        app.UseFileRoutes();
        ApiDocument.Map(app);
        app.MapFileRoutes();
        times?.Mark("pipeline");
        return app;
    }

    /// <summary>Serves a folder without following changes until the process is stopped, and prints the addresses.</summary>
    /// <exception cref="FileRoutesException">The application cannot start.</exception>
    public static async Task ServeAsync(ServedFolder folder, string? urls, Action<FileRoutesBuilder>? source, CancellationToken stop)
    {
        var app = Create(folder, urls is null ? [] : [$"--urls={urls}"], source);
        ListenAddresses.Check(app.Configuration);
        var isStarted = false;
        try
        {
            app.Lifetime.ApplicationStarted.Register(() =>
            {
                var features = app.Services.GetRequiredService<IServer>().Features;
                var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(HostLogging.LifetimeCategory);
                foreach (var address in features.Get<IServerAddressesFeature>()?.Addresses ?? [])
                {
                    Log.Listening(log, address);
                }
            });
            await app.StartFolderAsync(folder, stop);
            isStarted = true;
            await app.WaitForShutdownAsync(stop);
        }
        catch (OperationCanceledException) when (!isStarted && app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Stopping an application before it has started is not an error.
            await app.StopAsync(CancellationToken.None);
        }
        finally
        {
            if (isStarted || HostProcess.IsOwn)
            {
                await app.DisposeAsync();
            }
            else
            {
                // WebApplicationFactory resolves services until the exception of the start reaches it. If the container were disposed, an
                // ObjectDisposedException would hide that exception.
                await app.StopAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Starts an application that <see cref="Create"/> has created.</summary>
    /// <exception cref="FileRoutesException">The application cannot start.</exception>
    public static async Task StartFolderAsync(this WebApplication app, ServedFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not (FileRoutesException or OperationCanceledException))
        {
            // Errors of route files are FileRoutesExceptions. All others come from a service of the start-up file or from the server.
            throw new FileRoutesException(ServerErrors.Find(exception) ?? RouteDiagnostics.ServiceDidNotStart(
                $"{exception.GetType().Name}: {exception.Message}", ExceptionPlace.In(exception, folder.Root)));
        }
    }

    /// <summary>Builds the application. In Development the container checks that every service can be created.</summary>
    /// <exception cref="FileRoutesException">A service cannot be created, or the section <c>Serilog</c> is not valid.</exception>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        try
        {
            return builder.Build();
        }
        catch (Exception exception) when (
            exception is AggregateException or ArgumentException { Source: "Microsoft.Extensions.DependencyInjection" })
        {
            throw new FileRoutesException(ServiceErrors.Find(exception, builder.Environment.ContentRootPath));
        }
        catch (InvalidOperationException exception) when (exception.Source?.StartsWith(nameof(Serilog), StringComparison.Ordinal) == true)
        {
            throw new FileRoutesException(RouteDiagnostics.InvalidLogging(exception.Message));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Listening on {Address}", EventName = "Listening")]
        public static partial void Listening(ILogger logger, string address);
    }
}
