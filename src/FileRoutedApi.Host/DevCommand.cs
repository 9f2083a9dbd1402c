using System.Net.Sockets;
using FileRoutedApi.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace FileRoutedApi.Host;

/// <summary>Compiles and serves a folder.</summary>
internal static class DevCommand
{
    public static async Task RunAsync(ServedFolder folder, string? urls, CancellationToken stop)
    {
        // Disposed only once it is whole: a test that starts it wants the error of its creation, not that it is gone.
        await using var app = HostedApplication.Create(folder, urls is null ? [] : [$"--urls={urls}"]);
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
}
