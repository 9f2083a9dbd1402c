using FileRoutedApi.Host.OpenApi;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.Host.Commands;

/// <summary>Prints the OpenAPI document, byte for byte what a server would answer, without listening.</summary>
internal static class OpenApiCommand
{
    public static async Task RunAsync(ServedFolder folder, CancellationToken stop)
    {
        // Nothing but the document goes to the output: what route files print and what is logged goes beside it.
        await using var output = Console.OpenStandardOutput();
        Console.SetOut(Console.Error);
        await using var app = HostedApplication.Create(
            folder,
            [$"--{FileRoutesOptions.SectionName}:OpenApi:Enabled=true", "--Serilog:MinimumLevel:Default=Warning"],
            routes => routes.AddCompilation(),
            adjust: SilentServer.Use);
        await app.StartAsync(stop);
        await output.WriteAsync(await ApiDocument.WriteAsync(app.Services), stop);
        await output.FlushAsync(stop);
        await app.StopAsync(stop);
    }
}
