using FileRoutedApi.Compilation.Sdk;
using FileRoutedApi.Diagnostics;

namespace FileRoutedApi.Host.Clients;

/// <summary>Reads why a generator failed.</summary>
internal static class ToolOutput
{
    /// <summary>Returns the first line that names an error, or the exit code if there is none.</summary>
    public static string Reason(string program, ProcessResult result) =>
        $"{result.Errors}\n{result.Output}".Split('\n').Select(line => line.Trim())
            .FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) is { } line
            ? $"{program}: {line}"
            : ReasonTexts.ExitCode(program, result.ExitCode);
}
