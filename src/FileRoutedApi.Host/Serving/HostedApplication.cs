using System.Reflection;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Host.OpenApi;
using FileRoutedApi.Host.Operations;
using FileRoutedApi.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Serilog;

namespace FileRoutedApi.Host.Serving;

/// <summary>The application around a folder: what every command that runs it has in common.</summary>
internal static class HostedApplication
{
    /// <summary>Gets false in a test, which handles exceptions and disposes the application itself.</summary>
    public static bool IsOwnProcess => Assembly.GetEntryAssembly() == typeof(HostedApplication).Assembly;

    /// <param name="arguments">Settings over those of the folder.</param>
    /// <param name="source">Adds what turns the files into modules; what was built needs nothing.</param>
    /// <param name="live">Whether the folder is followed.</param>
    /// <param name="adjust">Changes the builder when everything is registered.</param>
    /// <exception cref="FileRoutesException">The settings or the start-up file are wrong.</exception>
    public static WebApplication Create(
        ServedFolder folder, string[] arguments, Action<FileRoutesBuilder>? source = null, bool live = false, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = folder.CreateBuilder(arguments);
        HostLogging.Add(builder);
        builder.Services.AddRouteMiddleware();
        builder.Services.TryAddSingleton(TimeProvider.System);
        ApiDocument.Add(builder.Services);
        var settings = FileRoutesSettings.Read(builder.Configuration, folder.Root, options =>
        {
            options.Root = folder.Root;
            options.IsLive = live;
        });

        // Before the start-up file, which may change what is registered here.
        HostOperations.Add(builder, settings);
        var routes = builder.AddFileRoutes(settings);
        if (builder.Configuration.GetConnectionString("Redis") is { Length: > 0 } redis)
        {
            routes.AddRedis(redis);
        }

        source?.Invoke(routes);
        adjust?.Invoke(builder);

        var app = Build(builder);
        app.UseSerilogRequestLogging(options => HostLogging.OfRequests(options, app.Services.GetRequiredService<Serilog.ILogger>()));
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseFileRoutes();
        ApiDocument.Map(app);
        app.MapFileRoutes();
        return app;
    }

    /// <summary>Serves a folder as it is until it is told to stop, and says where it listens.</summary>
    /// <exception cref="FileRoutesException">It cannot start.</exception>
    public static async Task ServeAsync(ServedFolder folder, string? urls, Action<FileRoutesBuilder>? source, CancellationToken stop)
    {
        var app = Create(folder, urls is null ? [] : [$"--urls={urls}"], source);
        var isStarted = false;
        try
        {
            app.Lifetime.ApplicationStarted.Register(() =>
            {
                foreach (var address in app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
                {
                    Console.WriteLine($"Listening on {address}");
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
            if (isStarted || IsOwnProcess)
            {
                await app.DisposeAsync();
            }
            else
            {
                // WebApplicationFactory resolves services of the application until the exception of its start reaches it. A disposed
                // container would hide that exception behind an ObjectDisposedException, so what runs is stopped and nothing disposed.
                await app.StopAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Starts what <see cref="Create"/> made.</summary>
    /// <exception cref="FileRoutesException">It cannot start.</exception>
    public static async Task StartFolderAsync(this WebApplication app, ServedFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not (FileRoutesException or OperationCanceledException))
        {
            // Route files report their errors themselves; so it is a service of the start-up file's, or the address and its certificate.
            throw new FileRoutesException(IsOfServer(exception)
                ? RouteDiagnostics.CannotListen(exception.Message)
                : RouteDiagnostics.ServiceDidNotStart($"{exception.GetType().Name}: {exception.Message}", ExceptionPlace.In(exception, folder.Root)));
        }
    }

    private static bool IsOfServer(Exception exception) =>
        exception is FormatException
        || exception.ToString().Contains("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal);

    /// <summary>In Development all services are tried out when the container is built.</summary>
    /// <exception cref="FileRoutesException">They do not fit together, or the settings of the log are wrong.</exception>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        try
        {
            return builder.Build();
        }
        catch (AggregateException exception)
        {
            throw new FileRoutesException(exception.InnerExceptions.Select(found => RouteDiagnostics.ServicesNotBuilt(found.GetBaseException().Message)));
        }
        catch (InvalidOperationException exception) when (exception.Source?.StartsWith(nameof(Serilog), StringComparison.Ordinal) == true)
        {
            throw new FileRoutesException(RouteDiagnostics.InvalidLogging(exception.Message));
        }
    }
}
