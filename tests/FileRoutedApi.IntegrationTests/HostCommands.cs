using System.Text;
using FileRoutedApi.Host.Commands;
using FileRoutedApi.Host.Serving;

namespace FileRoutedApi.IntegrationTests;

/// <summary>
/// Commands of the host in the process of the tests, which starts faster than a process of their own. What else they print, such as
/// warnings, goes to the output of the tests.
/// </summary>
internal static class HostCommands
{
    private const string NoCache = "--FileRoutes:CompileCache=false";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Runs <c>build</c>, and fails if the folder has errors. By default it builds into its folder <c>out</c>.</summary>
    /// <returns>The path of the output.</returns>
    public static async Task<string> BuildAsync(string root, string? output = null, bool check = true)
    {
        output ??= Path.Combine(root, ServedFolder.DefaultOutput);
        Assert.Equal((0, ""), await TryBuildAsync(root, output, check));
        return output;
    }

    /// <summary>Runs <c>build</c>, and returns the errors that it prints.</summary>
    public static async Task<(int ExitCode, string Errors)> TryBuildAsync(string root, string output, bool check = true)
    {
        try
        {
            var folder = ServedFolder.Open(root, ["--environment=Production", NoCache], "Production");
            return (await BuildCommand.RunAsync(folder, output, check, readyToRun: false, Stop), "");
        }
        catch (FileRoutesException exception)
        {
            return (1, ErrorsOf(exception));
        }
    }

    /// <summary>Runs <c>openapi</c>, and returns the document and the errors that it prints.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> OpenApiAsync(string root, params string[] settings)
    {
        try
        {
            var folder = ServedFolder.Open(root, ["--environment=Development", NoCache, .. settings], "Development");
            return (0, Encoding.UTF8.GetString(await OpenApiCommand.ReadAsync(folder, Stop)), "");
        }
        catch (FileRoutesException exception)
        {
            return (1, "", ErrorsOf(exception));
        }
    }

    private static string ErrorsOf(FileRoutesException exception) => string.Join('\n', exception.Diagnostics);
}
