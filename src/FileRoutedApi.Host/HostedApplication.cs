using FileRoutedApi.Diagnostics;
using FileRoutedApi.Endpoints;
using Serilog;

namespace FileRoutedApi.Host;

/// <summary>The application around a folder: what every command that runs it has in common.</summary>
internal static class HostedApplication
{
    /// <param name="arguments">Settings over those of the folder.</param>
    /// <param name="adjust">Changes the builder when everything is registered.</param>
    /// <exception cref="FileRoutesException">The settings or the start-up file are wrong.</exception>
    public static WebApplication Create(ServedFolder folder, string[] arguments, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = folder.CreateBuilder(arguments);
        HostLogging.Add(builder);
        builder.Services.AddRouteMiddleware();
        ApiDocument.Add(builder.Services);
        builder.AddFileRoutes(options => options.Root = folder.Root).AddCompilation();
        adjust?.Invoke(builder);

        var app = Build(builder);
        app.UseSerilogRequestLogging(options => HostLogging.OfRequests(options, app.Services.GetRequiredService<Serilog.ILogger>()));
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseRouteMiddleware();
        ApiDocument.Map(app);
        app.MapFileRoutes();
        return app;
    }

    /// <summary>In Development all services are tried out when the container is built.</summary>
    private static WebApplication Build(WebApplicationBuilder builder)
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
