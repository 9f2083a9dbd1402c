using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;

namespace FileRoutedApi.Benchmarks;

/// <summary>
/// Measures the memory of WebSockets that are open and idle, in a built folder: of a <c>SOCKET</c>, and of a <c>GET</c> that accepts them
/// with the methods of ASP.NET Core.
/// </summary>
internal static class IdleSockets
{
    private const int Parallel = 16;

    private static readonly (string Path, string Text)[] _files =
    [
        ("api/_startup.cs", "void App(WebApplication app) => app.UseWebSockets();\n"),
        ("api/memory.cs", """
            long GET()
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return GC.GetTotalMemory(forceFullCollection: true);
            }

            """),
        ("api/socket.cs", """
            using System.Net.WebSockets;

            async Task SOCKET(WebSocket socket, CancellationToken stop)
            {
                while ((await socket.ReceiveAsync(Memory<byte>.Empty, stop)).MessageType != WebSocketMessageType.Close)
                {
                }
            }

            """),
        ("api/get.cs", """
            using System.Net.WebSockets;

            async Task GET(HttpContext context)
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                while ((await socket.ReceiveAsync(Memory<byte>.Empty, context.RequestAborted)).MessageType != WebSocketMessageType.Close)
                {
                }
            }

            """),
    ];

    /// <param name="args"><c>--count 5000</c>.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var count = args switch
        {
            [] => 5_000,
            ["--count", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
            _ => 0,
        };
        if (count == 0)
        {
            await Console.Error.WriteLineAsync("usage: sockets [--count 5000]. Each WebSocket needs two files; see 'ulimit -n'.");
            return 2;
        }

        var folder = Directory.CreateTempSubdirectory("fra-sockets-").FullName;
        try
        {
            foreach (var (path, text) in _files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
                await File.WriteAllTextAsync(Path.Combine(folder, path), text);
            }

            var host = typeof(IdleSockets).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Host").Value!;
            var output = Path.Combine(folder, "out");
            await ChildProcess.RunAsync(new ProcessStartInfo("dotnet", [host, "build", folder, "--output", output]), default);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:N0} idle WebSockets, bytes for each:"));
            foreach (var path in (string[])["/api/socket", "/api/get"])
            {
                await MeasureAsync(output, path, count);
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(string output, string path, int count)
    {
        using var server = await ServerProcess.StartAsync(
            "start",
            port => new ProcessStartInfo("dotnet", [Path.Combine(output, "FileRoutedApi.Host.dll"), $"--urls=http://127.0.0.1:{port}"])
            {
                WorkingDirectory = Path.GetTempPath(),
            },
            "/api/memory");

        // The first ones load code.
        var sockets = new List<Socket>(await OpenAsync(server.Address.Port, path, 50));
        var before = await MemoryAsync(server);
        var started = Stopwatch.GetTimestamp();
        sockets.AddRange(await OpenAsync(server.Address.Port, path, count));
        var elapsed = Stopwatch.GetElapsedTime(started);
        var after = await MemoryAsync(server);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: managed heap {(after.Heap - before.Heap) / count:N0}, resident set {(after.Resident - before.Resident) / count:N0}, "
            + $"opened in {elapsed.TotalSeconds:0.0} s"));
        sockets.ForEach(socket => socket.Dispose());
    }

    private static async Task<(long Heap, long Resident)> MemoryAsync(ServerProcess server)
    {
        var heap = long.Parse(await server.ReadAsync("/api/memory", null, default), CultureInfo.InvariantCulture);
        using var process = Process.GetProcessById(server.ProcessId);
        return (heap, process.WorkingSet64);
    }

    private static async Task<Socket[]> OpenAsync(int port, string path, int count)
    {
        var handshake = Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        var sockets = new Socket[count];
        await System.Threading.Tasks.Parallel.ForAsync(
            0, count, new ParallelOptions { MaxDegreeOfParallelism = Parallel }, async (i, stop) =>
            {
                sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await sockets[i].ConnectAsync(IPAddress.Loopback, port, stop);
                await sockets[i].SendAsync(handshake, stop);
                var response = new byte[1024];
                var received = await sockets[i].ReceiveAsync(response, stop);
                if (!response.AsSpan(0, received).StartsWith("HTTP/1.1 101 "u8))
                {
                    throw new InvalidOperationException($"No WebSocket: {Encoding.ASCII.GetString(response, 0, received)}");
                }
            });
        return sockets;
    }
}
