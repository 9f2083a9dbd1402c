using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace FileRoutedApi.Benchmarks;

/// <summary>A child process that is killed on disposal together with its own children.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly int _maxLines;

    /// <param name="maxLines">The number of output lines that are stored.</param>
    /// <exception cref="Win32Exception">The program does not exist.</exception>
    public ChildProcess(ProcessStartInfo command, int maxLines = 30)
    {
        _maxLines = maxLines;
        command.RedirectStandardInput = command.RedirectStandardOutput = command.RedirectStandardError = true;
        _process = new Process { StartInfo = command };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        Started = Stopwatch.GetTimestamp();
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public long Started { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines of its output.</summary>
    public string Output => string.Join(Environment.NewLine, _lines);

    /// <summary>Gets the first output line of a program, or null if the program does not exist.</summary>
    public static async Task<string?> FirstLineAsync(string program, string argument, CancellationToken stop)
    {
        try
        {
            using var process = new ChildProcess(new ProcessStartInfo(program, [argument]));
            await process.WaitAsync(stop);
            return process._lines.FirstOrDefault();
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Runs a command until it exits and returns its output.</summary>
    /// <exception cref="InvalidOperationException">The command failed.</exception>
    public static async Task<string> RunAsync(ProcessStartInfo command, CancellationToken stop)
    {
        using var process = new ChildProcess(command, maxLines: 1000);
        return await process.WaitAsync(stop) is 0 and var exitCode
            ? process.Output
            : throw new InvalidOperationException(
                $"{command.FileName} {string.Join(' ', command.ArgumentList)} failed:{Environment.NewLine}{process.Output}");
    }

    /// <summary>The exit code.</summary>
    public async Task<int> WaitAsync(CancellationToken stop)
    {
        await _process.WaitForExitAsync(stop);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(TimeSpan.FromSeconds(10));
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        if (_lines.Count > _maxLines)
        {
            _lines.TryDequeue(out _);
        }
    }
}
