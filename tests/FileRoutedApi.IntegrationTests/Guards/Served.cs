using FileRoutedApi.Host.Commands;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.IntegrationTests.Guards;

/// <summary>A folder, served in one of the four ways in which the product serves folders.</summary>
internal static class Served
{
    public static TheoryData<string> Ways => ["TestServer", "Kestrel", "Production", "Built"];

    /// <summary>Starts the host over a folder.</summary>
    /// <param name="way">One of <see cref="Ways"/>.</param>
    public static async Task<FolderApp> StartAsync(string way, (string Key, string Value)[] settings, params (string Path, string Text)[] files)
    {
        var folder = new TempFolder(files);
        if (way != "Built")
        {
            return new FolderApp(folder, settings, environment: way == "Production" ? "Production" : "Development", kestrel: way != "TestServer");
        }

        var output = new TempFolder();
        using (folder)
        {
            var arguments = settings.Select(setting => $"--{setting.Key}={setting.Value}").ToArray();
            await BuildCommand.RunAsync(ServedFolder.Open(folder.Root, arguments, "Production"), output.Root, check: false, readyToRun: false, TestContext.Current.CancellationToken);
        }

        return new FolderApp(output, settings, environment: "Production", kestrel: true);
    }
}
