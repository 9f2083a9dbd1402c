using System.CommandLine;
using FileRoutedApi.Host.Development;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.Host.Commands;

/// <summary>Compiles and serves a folder, and applies changes while it runs.</summary>
internal static class DevCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(string[] settings)
    {
        var folder = CommonArguments.SourceFolder();
        var dev = new Command("dev", "Compile and serve the folder, and apply changes. The default environment is Development.") { folder };
        var address = AddressOptions.AddTo(dev);
        var document = new Option<string?>("--openapi")
        {
            HelpName = "FILE",
            Description = "Keep this file equal to the OpenAPI document, so that clients can be generated from it.",
        };
        dev.Add(document);
        var open = new Option<bool>("--open") { Description = "Open the address in the browser when the server listens." };
        var https = new Option<bool>("--https")
        {
            Description = "Listen with the development certificate of ASP.NET Core, on port 5001 unless --port says otherwise.",
        };
        dev.Add(open);
        dev.Add(https);
        dev.Validators.Add(result =>
        {
            if (result.GetValue(https) && address.HasUrls(result))
            {
                result.AddError("'--https' has no effect with '--urls'. Write an address such as https://localhost:5001.");
            }
        });
        dev.SetAction((result, stop) => RunAsync(
            ServedFolder.Open(result.GetValue(folder), [.. settings, .. SettingsOf(result.GetValue(document))], "Development"),
            result.GetValue(https) ? address.HttpsUrlsOf(result) : address.UrlsOf(result),
            result.GetValue(open),
            follow: HostProcess.IsOwn,
            stop));
        return dev;

        // Relative to the current folder, as every path of the command line.
        static string[] SettingsOf(string? document) =>
            document is null ? [] : [$"--{FileRoutesOptions.SectionName}:OpenApi:File={Path.GetFullPath(document)}"];
    }

    /// <summary>Serves a folder until the process is stopped.</summary>
    /// <param name="open">True to open the address in the browser.</param>
    /// <param name="follow">True to apply changes of the folder; false in a test, which gets the errors of the start as exceptions.</param>
    private static Task RunAsync(ServedFolder folder, string? urls, bool open, bool follow, CancellationToken stop) => follow
        ? new DevSession(folder, urls is null ? [] : [$"--urls={urls}"], HostConsole.OfConsole(Shortcuts.AreAvailable)).RunAsync(open, stop)
        : HostedApplication.ServeAsync(folder, urls, routes => routes.AddCompilation(), stop);
}
