using System.Diagnostics;
using System.Text.Json;

namespace FileRoutedApi.Benchmarks;

/// <summary>npm packages, installed into a folder that is not deleted.</summary>
internal static class Npm
{
    /// <summary>Installs the packages of a <c>package.json</c>, unless they are installed already.</summary>
    public static async Task InstallAsync(string folder, string packageJson, CancellationToken stop)
    {
        var file = Path.Combine(folder, "package.json");

        // npm writes this file last.
        if (File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json"))
            && File.Exists(file)
            && await File.ReadAllTextAsync(file, stop) == packageJson)
        {
            return;
        }

        Console.WriteLine($"npm install in {folder}");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(file, packageJson, stop);
        await ChildProcess.RunAsync(
            new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["install", "--no-audit", "--no-fund"]) { WorkingDirectory = folder },
            stop);
    }

    public static string VersionOf(string folder, string package)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "node_modules", package, "package.json")));
        return json.RootElement.GetProperty("version").GetString()!;
    }
}
