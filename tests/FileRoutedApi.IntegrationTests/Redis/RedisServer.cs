using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FileRoutedApi.IntegrationTests.Redis;

/// <summary>A Redis process for one test, without persistence. It can be killed and restarted on its port.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private Process? _process;

    public RedisServer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The reason to skip a test if Redis is not installed; otherwise null.</summary>
    public static string? Missing { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "redis-server")))
                ? null
                : "redis-server is not installed";

    public int Port { get; }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>
    /// The address with timeouts that a busy machine does not reach. With the default of 250 ms an application on such a machine would
    /// sometimes continue without Redis, as it should in production.
    /// </summary>
    public string ConnectionString => $"{Address},asyncTimeout=60000,syncTimeout=60000,connectTimeout=30000";

    public async Task StartAsync()
    {
        _process = Process.Start(new ProcessStartInfo(
            "redis-server",
            ["--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
        {
            RedirectStandardOutput = true,
        })!;
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line
            && !line.Contains("Ready to accept connections", StringComparison.Ordinal))
        {
        }

        _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
    }

    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>Suspends the process: connections stay open, but get no responses.</summary>
    public void Stop() => Signal("-STOP");

    /// <summary>Resumes the process.</summary>
    public void Continue() => Signal("-CONT");

    private void Signal(string signal) =>
        Process.Start("kill", [signal, _process!.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();

    public async ValueTask DisposeAsync() => await KillAsync();
}
