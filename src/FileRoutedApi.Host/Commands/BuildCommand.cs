using System.CommandLine;
using System.CommandLine.Parsing;
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
    /// <summary>Creates the command, which exports a static site too.</summary>
    public static Command Create(string[] settings)
    {
        var folder = CommonArguments.SourceFolder();
        var output = CommonArguments.Output();
        var noCheck = new Option<bool>("--no-check")
        {
            Description = "Skip the check of the output. Some errors then appear at the start only.",
        };
        var readyToRun = new Option<bool>("--ready-to-run")
        {
            Description = "Compile to native code too, for a faster start. Needs the .NET SDK.",
        };
        var export = new Option<string?>("--export")
        {
            HelpName = "OUT",
            Description = "Write a static site to this folder instead: pages, static route handlers and public/, for any static server.",
        };
        var basePath = ExportCommand.BasePath();
        var without = new Option<string[]>("--without")
        {
            HelpName = "PATH",
            Description = "With --export: a file or folder that needs a server and is left out of the site, such as api. Can be repeated.",
            DefaultValueFactory = _ => [],
        };
        var build = new Command("build", "Compile the folder into an output that runs without sources and compiler.")
        {
            folder, output, noCheck, readyToRun, export, basePath, without,
        };
        build.Validators.Add(result => CheckOptions(result, export, [basePath, without], [output, noCheck, readyToRun]));
        build.SetAction((result, stop) => ServedFolder.Open(result.GetValue(folder), settings, "Production") is var served
            && result.GetValue(export) is { } site
            ? ExportCommand.RunAsync(served, site, result.GetValue(basePath)!.TrimEnd('/'), result.GetValue(without)!, stop)
            : RunAsync(served, result.GetValue(output)!, !result.GetValue(noCheck), result.GetValue(readyToRun), stop));
        return build;
    }

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

    /// <summary>Adds an error if an option is used without the one that it belongs to, or with one that it has no effect on.</summary>
    private static void CheckOptions(CommandResult result, Option option, Option[] belonging, Option[] others)
    {
        var isSet = IsSet(option);
        foreach (var wrong in (isSet ? others : belonging).Where(IsSet))
        {
            result.AddError($"'{wrong.Name}' has no effect {(isSet ? "with" : "without")} '{option.Name}'.");
        }

        bool IsSet(Option other) => result.GetResult(other) is { Implicit: false };
    }
}
