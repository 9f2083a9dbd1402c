using FileRoutedApi.Endpoints;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.Host.Commands;

/// <summary>Serves what <c>build</c> wrote.</summary>
internal static class StartCommand
{
    public static Task RunAsync(ServedFolder folder, string? urls, CancellationToken stop) =>
        HostedApplication.ServeAsync(folder, urls, source: null, stop);

    /// <summary>
    /// Loads and checks everything that a start does. It neither listens nor runs what would change something elsewhere:
    /// no <c>Start</c> of the start-up file and no hosted service, because a build checks too, where no database may be.
    /// </summary>
    /// <exception cref="FileRoutesException">It would not start.</exception>
    public static async Task CheckAsync(ServedFolder folder, CancellationToken stop)
    {
        await using var app = HostedApplication.Create(folder, ["--Serilog:MinimumLevel:Default=Error"], adjust: builder =>
        {
            SilentServer.Use(builder);
            builder.Services.AddSingleton<FullCheck>();
        });
        await app.StartFolderAsync(folder, stop);
        await app.StopAsync(stop);
    }
}
