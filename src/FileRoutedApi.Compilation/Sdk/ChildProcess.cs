using System.ComponentModel;
using System.Diagnostics;

namespace FileRoutedApi.Compilation.Sdk;

/// <summary>Runs a program until it exits.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a program and returns what it wrote.</summary>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The run was canceled. The program, and those that it started, are killed.</exception>
    public static async Task<ProcessResult> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await WaitAsync(process, cancellationToken);
        return new ProcessResult(process.ExitCode, await output, await errors);
    }

    /// <summary>Runs a program that writes to the terminal of this process, and returns its exit code.</summary>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The run was canceled. The program, and those that it started, are killed.</exception>
    public static async Task<int> RunInTerminalAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        using var process = Process.Start(start)!;
        await WaitAsync(process, cancellationToken);
        return process.ExitCode;
    }

    private static async Task WaitAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}

/// <summary>The exit code of a program and the text that it wrote.</summary>
internal sealed record ProcessResult(int ExitCode, string Output, string Errors);
