using FileRoutedApi.Endpoints;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.Host.Commands;

/// <summary>Serves or checks a built folder.</summary>
internal static class StartCommand
{
    public static Task RunAsync(ServedFolder folder, string? urls, CancellationToken stop) =>
        HostedApplication.ServeAsync(folder, urls, source: null, stop);

    /// <summary>
    /// Loads and checks everything that a start loads, without listening. Neither <c>Start</c> of the start-up file nor hosted services
    /// run, because <c>build</c> checks its output too, often without access to the database.
    /// </summary>
    /// <exception cref="FileRoutesException">The application would not start.</exception>
    public static async Task CheckAsync(ServedFolder folder, CancellationToken stop)
    {
        await using var app = HostedApplication.Create(folder, ["--Serilog:MinimumLevel:Default=Error"], adjust: builder =>
        {
            NullServer.Use(builder);
            builder.Services.AddSingleton<FullCheck>();
        });
        await app.StartFolderAsync(folder, stop);
        await app.StopAsync(stop);
    }
}
