using System.Diagnostics;
using FileRoutedApi.Compilation;
using FileRoutedApi.Compilation.Sdk;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Host.Building;
using FileRoutedApi.Host.Logging;
using FileRoutedApi.Host.Serving;
using FileRoutedApi.Host.Settings;
using FileRoutedApi.Routing;

namespace FileRoutedApi.Host.Commands;

/// <summary>Compiles a folder into an output folder. The output is staged and checked before it replaces the previous one.</summary>
internal static class BuildCommand
{
    /// <summary>Builds the folder.</summary>
    /// <param name="check">True to load the output as a start does, which finds errors of signatures and services.</param>
    /// <param name="readyToRun">True to compile to native code too.</param>
    /// <returns>0, or the exit code of the check, which prints the errors.</returns>
    /// <exception cref="FileRoutesException">The folder or the output has errors.</exception>
    public static async Task<int> RunAsync(ServedFolder folder, string output, bool check, bool readyToRun, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var settings = FolderSettings.Read(folder.CreateBuilder().Configuration, folder.Root).Routes;
        using var target = OutputFolder.Open(Path.GetFullPath(output), new RouteFolder(folder.Root));
        var settingsFiles = SettingsFiles.Find(folder.Root);
        var build = await FolderBuild.CreateAsync(settings, stop);
        foreach (var warning in build.Warnings)
        {
            await Console.Error.WriteLineAsync(ControlCharacters.OnLines(warning.ToString()));
        }

        target.Write(build, settingsFiles);
        target.CopyAssets(folder.Root, build.Assets);
        var publicFiles = await target.WritePublicAsync(build.PublicFiles, stop);
        if (readyToRun)
        {
            await ReadyToRunCompiler.CompileAsync(target.StagingPath, folder.Root, stop);
        }

        target.WriteManifest(build.Manifest with { Public = publicFiles });
        if (check && await CheckAsync(target.StagingPath, folder, stop) is > 0 and var exitCode)
        {
            return exitCode;
        }

        foreach (var name in target.RemoveOtherFiles())
        {
            await Console.Error.WriteLineAsync(ControlCharacters.OnLines(RouteDiagnostics.WrittenByCheck(name).ToString()));
        }

        if (target.Publish() is { } kept)
        {
            await Console.Error.WriteLineAsync(ControlCharacters.OnLines(kept.ToString()));
        }

        var count = build.Manifest.Routes.Count;
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var routes = count == 1 ? "1 route" : $"{count} routes";
        var files = publicFiles.Count == 0 ? "" : $" and {StaticFileCount.Of(publicFiles.Count)}";
        Console.WriteLine($"Built {routes}{files} into {ControlCharacters.OnOneLine(output)} in {elapsed:0.0} s");
        Console.WriteLine($"Start it with: dotnet {ControlCharacters.OnOneLine(Path.Combine(output, HostFiles.Host))}");
        if (HostFiles.IsDebugBuild)
        {
            Console.WriteLine(
                "note: this host and the one in the output are Debug builds; a Release build (dotnet run -c Release) is faster");
        }

        return 0;
    }

    // Checked in a separate process, which can load only the files that were written.
    private static Task<int> CheckAsync(string built, ServedFolder folder, CancellationToken stop) => ChildProcess.RunInTerminalAsync(
        new ProcessStartInfo(DotnetProgram.Path, [Path.Combine(built, HostFiles.Host), "check", .. folder.Settings]), stop);
}
