using System.CommandLine;
using System.Diagnostics;
using FileRoutedApi.Host.Building;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Host.Commands;

/// <summary>Exports a folder as a static site. The output is staged before it replaces the previous one.</summary>
internal static class ExportCommand
{
    /// <summary>Creates the option for the path that the site is served from.</summary>
    public static Option<string> BasePath()
    {
        var basePath = new Option<string>("--base-path")
        {
            HelpName = "PATH",
            Description = "With --export: the path that the site is served from, such as /docs. Default: /.",
            DefaultValueFactory = _ => "",
        };
        basePath.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: { Length: > 0 } path }] && !IsBasePath(path))
            {
                result.AddError($"'{path}' is not a valid base path. Write a path such as /docs.");
            }
        });
        return basePath;
    }

    /// <summary>Exports the folder.</summary>
    /// <param name="basePath">The path that the site is served from, without a slash at its end; empty for <c>/</c>.</param>
    /// <param name="without">The files and folders that are left out, relative to the folder.</param>
    /// <returns>0, or 1 if the application stopped before everything was exported.</returns>
    /// <exception cref="FileRoutesException">The folder or the output has errors, or something cannot be exported.</exception>
    public static async Task<int> RunAsync(ServedFolder folder, string output, string basePath, string[] without, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        using var target = OutputFolder.Open(Path.GetFullPath(output), new RouteFolder(folder.Root), OutputKind.Export);
        (int Pages, int Others) written;
        try
        {
            written = await new StaticExport(folder, basePath, without).WriteAsync(target, stop);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("The export was canceled.");
            return 1;
        }

        target.WriteExportManifest();
        if (target.Publish() is { } kept)
        {
            await Console.Error.WriteLineAsync(ControlCharacters.OnLines(kept.ToString()));
        }

        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(
            $"Exported {Count(written.Pages, "page")} and {Count(written.Others, "other file")} "
            + $"into {ControlCharacters.OnOneLine(output)} in {elapsed:0.0} s");
        return 0;
    }

    // Only characters that need no escapes in a URL or in HTML.
    private static bool IsBasePath(string path) =>
        path == "/"
        || (path[0] == '/' && path[1..].TrimEnd('/').Split('/').All(segment =>
            segment is not ("" or "." or "..") && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~')));

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
