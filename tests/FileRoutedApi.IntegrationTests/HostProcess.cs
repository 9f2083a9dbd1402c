using System.Diagnostics;

namespace FileRoutedApi.IntegrationTests;

/// <summary>The host as a separate process, as a terminal starts it.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly Process _process;

    private HostProcess(Process process) => _process = process;

    public static HostProcess Start(string workingDirectory, params string[] arguments) => Start(workingDirectory, [], arguments);

    /// <summary>Starts the host of a built folder.</summary>
    public static HostProcess StartBuilt(string folder, params string[] arguments) =>
        StartFrom(folder, Path.GetTempPath(), [], ["--urls=http://127.0.0.1:0", .. arguments]);

    /// <param name="environment">Variables in addition to those of this process.</param>
    public static HostProcess Start(string workingDirectory, Dictionary<string, string?> environment, params string[] arguments) =>
        StartFrom(AppContext.BaseDirectory, workingDirectory, environment, arguments);

    private static HostProcess StartFrom(
        string folder, string workingDirectory, Dictionary<string, string?> environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "FileRoutedApi.Host.dll"), .. arguments])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        start.Environment["FileRoutes__CompileCache"] = "false";

        // No host runs long enough for code to pay off that is optimized after many calls. W^X maps compiled code twice.
        start.Environment["DOTNET_TC_CallCounting"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Start(start);
    }

    /// <summary>Starts a program that executes the host, with its own environment.</summary>
    public static HostProcess StartProgram(params string[] command) =>
        Start(new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = "/",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });

    /// <summary>Starts another program of the repository. It must log its address as ASP.NET Core does.</summary>
    public static HostProcess StartSample(string name, params string[] arguments)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var folder = Path.GetFullPath($"../../../../../samples/{name}", output.FullName);
        return Start(new ProcessStartInfo("dotnet", [
            Path.Combine(folder, "bin", output.Parent!.Name, output.Name, $"{name}.dll"), "--urls=http://127.0.0.1:0", .. arguments
        ])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
    }

    /// <summary>Starts a prepared process, whose outputs are redirected.</summary>
    public static HostProcess Start(ProcessStartInfo start)
    {
        var process = new Process { StartInfo = start };
        var host = new HostProcess(process);
        process.OutputDataReceived += (_, line) => host.Lines.Add(line.Data);
        process.ErrorDataReceived += (_, line) => host.Lines.AddError(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return host;
    }

    /// <summary>Runs a command until it exits.</summary>
    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(string workingDirectory, params string[] arguments) =>
        RunAsync(workingDirectory, [], arguments);

    /// <param name="environment">Variables in addition to those of this process.</param>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string workingDirectory, Dictionary<string, string?> environment, params string[] arguments)
    {
        await using var host = Start(workingDirectory, environment, arguments);
        var exitCode = await host.WaitForExitAsync();
        return (exitCode, host.Lines.Text, host.Lines.Errors);
    }

    /// <summary>Gets what the host prints.</summary>
    public HostLines Lines { get; } = new();

    /// <summary>The output so far; complete after the exit.</summary>
    public string Output => Lines.Text;

    /// <inheritdoc cref="HostLines.ListeningAsync"/>
    public Task<Uri> ListeningAsync() => Lines.ListeningAsync();

    /// <inheritdoc cref="HostLines.NextAsync"/>
    public Task<string> LineAsync(Func<string, bool> isMeant) => Lines.NextAsync(isMeant);

    public void Terminate() =>
        Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();

    /// <summary>Ends the process as the operating system does when memory is exhausted: nothing is cleaned up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
