using System.Diagnostics;

namespace FileRoutedApi.IntegrationTests.Installed;

/// <summary>Runs commands outside of the repository, with their own package folder.</summary>
internal static class Sdk
{
    /// <summary>Prepares a process whose settings are not those of the build that runs these tests.</summary>
    public static ProcessStartInfo Prepare(string directory, string packages, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var inherited = start.Environment.Keys.Where(name =>
            name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
            || name is "ASPNETCORE_ENVIRONMENT" or "DOTNET_ENVIRONMENT" or "DOTNET_CLI_CONTEXT_VERBOSE");
        foreach (var name in inherited.ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["NUGET_PACKAGES"] = packages;
        start.Environment["FileRoutes__CompileCache"] = "false";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";

        // As in HostProcess: no process runs long enough.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_CallCounting"] = "0";

        // No process of a build may be left running.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        return start;
    }

    /// <summary>Runs a command and returns its output. Fails if its exit code is not 0.</summary>
    public static async Task<string> RunAsync(ProcessStartInfo start, CancellationToken stop)
    {
        var (exitCode, output, errors) = await TryRunAsync(start, stop);
        Assert.True(exitCode == 0, $"{start.FileName} {string.Join(' ', start.ArgumentList)} exited with {exitCode}:\n{output}\n{errors}");
        return output;
    }

    /// <summary>Runs a command until it exits.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> TryRunAsync(ProcessStartInfo start, CancellationToken stop)
    {
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(stop);
            var errors = process.StandardError.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            return (process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
