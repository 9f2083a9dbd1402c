namespace FileRoutedApi.Host;

/// <summary>Serves what <c>build</c> wrote.</summary>
internal static class StartCommand
{
    public static Task RunAsync(ServedFolder folder, string? urls, CancellationToken stop) =>
        HostedApplication.ServeAsync(folder, urls, source: null, stop);

    /// <summary>Does all that a start does but listen.</summary>
    /// <exception cref="FileRoutesException">It would not start.</exception>
    public static async Task CheckAsync(ServedFolder folder, CancellationToken stop)
    {
        await using var app = HostedApplication.Create(folder, ["--Serilog:MinimumLevel:Default=Error"], adjust: SilentServer.Use);
        await app.StartFolderAsync(folder, stop);
        await app.StopAsync(stop);
    }
}
