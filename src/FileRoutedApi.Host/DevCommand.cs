using System.Net.Sockets;
using FileRoutedApi.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Serilog;
using Serilog.Events;

namespace FileRoutedApi.Host;

/// <summary>Compiles and serves a folder.</summary>
internal static class DevCommand
{
    public static async Task RunAsync(ServedFolder folder, string? urls, CancellationToken stop)
    {
        var builder = folder.CreateBuilder(urls is null ? [] : [$"--urls={urls}"]);
        AddLogging(builder);
        builder.AddFileRoutes(options => options.Root = folder.Root).AddCompilation();

        await using var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapFileRoutes();
        app.Lifetime.ApplicationStarted.Register(() => Announce(app));
        await StartAsync(app, stop);
        await app.WaitForShutdownAsync(stop);
    }

    private static async Task StartAsync(WebApplication app, CancellationToken stop)
    {
        try
        {
            await app.StartAsync(stop);
        }
        catch (Exception exception) when (exception
            is IOException or SocketException or FormatException or ArgumentOutOfRangeException
            || exception.Source?.StartsWith("Microsoft.AspNetCore.Server", StringComparison.Ordinal) == true)
        {
            // Route files report their errors themselves, so what is left is the address and its certificate.
            throw new FileRoutesException(RouteDiagnostics.CannotListen(exception.Message));
        }
    }

    private static void Announce(WebApplication app)
    {
        foreach (var address in app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
        {
            Console.WriteLine($"Listening on {address}");
        }
    }

    // The logger belongs to the application: a static one would be shared by every application of a test run.
    private static void AddLogging(WebApplicationBuilder builder) => builder.Services.AddSerilog(
        (services, logger) =>
        {
            logger
                .MinimumLevel.Information()
                .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                .MinimumLevel.Override("System", LogEventLevel.Warning)

                // Why a start failed is printed as diagnostics, not as a stack trace of the host.
                .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal)
                .ReadFrom.Configuration(builder.Configuration)
                .ReadFrom.Services(services);
            if (!builder.Configuration.GetSection("Serilog:WriteTo").Exists())
            {
                logger.WriteTo.Console(
                    outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}",
                    formatProvider: System.Globalization.CultureInfo.InvariantCulture);
            }
        },
        preserveStaticLogger: true);
}
