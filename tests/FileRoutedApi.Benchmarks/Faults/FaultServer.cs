using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace FileRoutedApi.Benchmarks.Faults;

/// <summary>The host as a separate process in Production, on one port for HTTP/1.1 and one for HTTP/2.</summary>
internal sealed class FaultServer : IDisposable
{
    private static readonly string _host = typeof(FaultServer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "Host").Value!;

    private readonly string _root;
    private readonly ChildProcess _process;

    private FaultServer(string root)
    {
        _root = root;
        _process = new ChildProcess(Command());
    }

    public int Port { get; } = FreePort();

    public int Http2Port { get; } = FreePort();

    public bool HasExited => _process.HasExited;

    /// <summary>The resident memory of the process, in MB.</summary>
    public long MemoryMB
    {
        get
        {
            using var process = Process.GetProcessById(_process.Id);
            return process.WorkingSet64 / 1024 / 1024;
        }
    }

    /// <exception cref="InvalidOperationException">The server does not respond.</exception>
    public static async Task<FaultServer> StartAsync(CancellationToken stop)
    {
        var root = Directory.CreateTempSubdirectory("fra-faults-").FullName;
        await FaultFiles.WriteAsync(root, stop);
        await ChildProcess.RunAsync(
            new ProcessStartInfo("dotnet", [Path.GetFullPath(_host), "build", root, "--output", Path.Combine(root, "out")]), stop);
        var server = new FaultServer(root);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}") };
        while (!server.HasExited)
        {
            try
            {
                if (await client.GetStringAsync("/api/hello", stop) is { Length: > 0 })
                {
                    return server;
                }
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, stop);
            }
        }

        var output = server._process.Output;
        server.Dispose();
        throw new InvalidOperationException($"The server did not start:{Environment.NewLine}{output}");
    }

    public void Dispose()
    {
        _process.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private ProcessStartInfo Command() => new("dotnet")
    {
        WorkingDirectory = _root,
        ArgumentList =
        {
            Path.Combine(_root, "out", Path.GetFileName(_host)),
            "--Serilog:MinimumLevel:Default=Fatal",
            "--Kestrel:Limits:RequestHeadersTimeout=00:00:05",
            $"--Kestrel:Endpoints:Http1:Url=http://127.0.0.1:{Port}",
            $"--Kestrel:Endpoints:Http2:Url=http://127.0.0.1:{Http2Port}",
            "--Kestrel:Endpoints:Http2:Protocols=Http2",
        },
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
