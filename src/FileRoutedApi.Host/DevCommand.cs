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
        await StartAsync(app, folder, stop);
        await app.WaitForShutdownAsync(stop);
    }

    private static async Task StartAsync(WebApplication app, ServedFolder folder, CancellationToken stop)
    {
        try
        {
            await app.StartAsync(stop);
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

    private static void Announce(WebApplication app)
    {
        foreach (var address in app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
        {
            Console.WriteLine($"Listening on {address}");
        }
    }
}
