using System.CommandLine;
using FileRoutedApi.Host.OpenApi;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.Host.Commands;

/// <summary>Prints the OpenAPI document, byte for byte as a server returns it, without listening.</summary>
internal static class OpenApiCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(string[] settings)
    {
        var folder = CommonArguments.SourceFolder();
        var openApi = new Command("openapi", "Print the OpenAPI document that a server returns at /openapi/v1.json.") { folder };
        openApi.SetAction((result, stop) =>
            RunAsync(ServedFolder.Open(result.GetValue(folder), settings, "Development"), stop));
        return openApi;
    }

    private static async Task RunAsync(ServedFolder folder, CancellationToken stop)
    {
        // Standard output contains only the document. The log and the text that route files print go to standard error.
        await using var output = Console.OpenStandardOutput();
        Console.SetOut(Console.Error);
        await output.WriteAsync(await ReadAsync(folder, stop), stop);
        await output.FlushAsync(stop);
    }

    /// <summary>Returns the document.</summary>
    /// <exception cref="FileRoutesException">The folder has errors.</exception>
    public static async Task<byte[]> ReadAsync(ServedFolder folder, CancellationToken stop)
    {
        await using var app = HostedApplication.Create(
            folder,
            ["--Serilog:MinimumLevel:Default=Warning"],
            routes => routes.AddCompilation(),
            adjust: NullServer.Use);
        await app.StartAsync(stop);
        var document = await ApiDocument.WriteAsync(app.Services);
        await app.StopAsync(stop);
        return document;
    }
}
