using System.Diagnostics;
using FileRoutedApi.Compilation;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Hosting;
using FileRoutedApi.Routing;
using FileRoutedApi.Settings;

namespace FileRoutedApi.Host.Building;

/// <summary>Compiles a folder into one that runs without it: written aside, tried, and only then put in the place of what was there.</summary>
internal static class BuildCommand
{
    /// <param name="check">Whether to load what was built, as a start does: what is wrong with signatures and services shows then.</param>
    /// <param name="readyToRun">Whether to compile to native code as well.</param>
    /// <returns>0, or 1 where what was built cannot start; why was printed.</returns>
    /// <exception cref="FileRoutesException">Anything is wrong with the folder or the output.</exception>
    public static async Task<int> RunAsync(ServedFolder folder, string output, bool check, bool readyToRun, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var settings = FileRoutesSettings.Read(folder.CreateBuilder().Configuration, folder.Root, options => options.Root = folder.Root);
        using var target = OutputFolder.Open(Path.GetFullPath(output), new RouteFolder(folder.Root));
        var settingsFiles = SettingsFiles.Find(folder.Root);
        var build = FolderBuild.Create(settings, stop);
        foreach (var warning in build.Warnings)
        {
            await Console.Error.WriteLineAsync(ControlCharacters.OnLines(warning.ToString()));
        }

        target.Write(build, settingsFiles);
        if (readyToRun)
        {
            await ReadyToRunCompiler.CompileAsync(target.Aside, folder.Root, stop);
        }

        target.WriteManifest(build.Manifest);
        if (check && await CheckAsync(target.Aside, folder, stop) is > 0 and var exitCode)
        {
            return exitCode;
        }

        foreach (var name in target.RemoveForeign())
        {
            await Console.Error.WriteLineAsync(ControlCharacters.OnLines(RouteDiagnostics.WrittenByCheck(name).ToString()));
        }

        if (target.Publish() is { } kept)
        {
            await Console.Error.WriteLineAsync(ControlCharacters.OnLines(kept.ToString()));
        }

        var count = build.Manifest.Routes.Count;
        Console.WriteLine($"Built {count} {(count == 1 ? "route" : "routes")} into {ControlCharacters.OnOneLine(output)} in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        Console.WriteLine($"Start it with: dotnet {ControlCharacters.OnOneLine(Path.Combine(output, HostFiles.Host))}");
        if (HostFiles.IsDebugBuild)
        {
            Console.WriteLine("note: this host and the one in the output are Debug builds; a Release build (dotnet run -c Release) is faster");
        }

        return 0;
    }

    // A process of its own: what runs there is what was written, and nothing else.
    private static async Task<int> CheckAsync(string built, ServedFolder folder, CancellationToken stop)
    {
        var start = new ProcessStartInfo(DotnetProgram.Path, [Path.Combine(built, HostFiles.Host), "check", .. folder.Settings]);
        using var process = Process.Start(start)!;
        try
        {
            await process.WaitForExitAsync(stop);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
