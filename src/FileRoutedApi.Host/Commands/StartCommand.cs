using System.CommandLine;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.Host.Commands;

/// <summary>Serves or checks a built folder.</summary>
internal static class StartCommand
{
    /// <summary>Creates <c>start</c> and <c>check</c>.</summary>
    public static IEnumerable<Command> Create(string[] settings)
    {
        var folder = CommonArguments.BuiltFolder();
        var start = new Command("start", "Serve a built folder. The default environment is Production.") { folder };
        var address = AddressOptions.AddTo(start);
        start.SetAction((result, stop) =>
            RunAsync(ServedFolder.OpenBuilt(result.GetValue(folder), settings), address.UrlsOf(result), stop));

        var check = new Command(
            "check",
            "Load and check a built folder as 'start' does, and print all errors. Neither 'Start' nor hosted services run.") { folder };
        check.SetAction((result, stop) => CheckAsync(ServedFolder.OpenBuilt(result.GetValue(folder), settings), stop));
        return [start, check];
    }

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
