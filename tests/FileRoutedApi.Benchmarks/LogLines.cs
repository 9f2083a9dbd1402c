using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using FileRoutedApi.Benchmarks.SideBySide;
using BuiltPeer = FileRoutedApi.Benchmarks.SideBySide.FileRoutedApiPeer;

namespace FileRoutedApi.Benchmarks;

/// <summary>
/// Counts the lines that a built folder logs: one for each response, also if the process receives SIGTERM in the middle of the load. It is a
/// command of its own and not a test, because it sends a million requests.
/// </summary>
internal static class LogLines
{
    private const int Connections = 16;
    private const string Route = "/api/hello";

    private static readonly byte[] _request = SocketClient.Get(Route);

    public static async Task<int> RunAsync(string[] args)
    {
        var requests = args is [var text] ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : 1_000_000;
        var folder = Directory.CreateTempSubdirectory("fra-log-lines-").FullName;
        try
        {
            var peer = new BuiltPeer("fra", folder);
            await peer.BuildAsync(PeerApp.Small, CancellationToken.None);
            var isComplete = await CountAsync(peer, folder, requests, isStopped: false);
            return await CountAsync(peer, folder, requests, isStopped: true) && isComplete ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Sends requests and compares their number with that of the lines.</summary>
    /// <param name="isStopped">True to send SIGTERM after half of the requests.</param>
    private static async Task<bool> CountAsync(BuiltPeer peer, string folder, int requests, bool isStopped)
    {
        var log = Path.Combine(folder, "log.txt");
        var (sent, received) = (0, 0);
        using (var server = await ServerProcess.StartAsync(peer.Name, port => peer.Command(PeerApp.Small, port, log), "/api/typed"))
        {
            await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Factory.StartNew(Send, TaskCreationOptions.LongRunning)));
            Stop(server);
            await server.WaitForExitAsync();

            void Send()
            {
                using var client = new SocketClient(server.Address.Port);
                try
                {
                    for (var number = Interlocked.Increment(ref sent); number <= requests; number = Interlocked.Increment(ref sent))
                    {
                        if (isStopped && number == requests / 2)
                        {
                            Stop(server);
                        }

                        client.Exchange(_request);
                        Interlocked.Increment(ref received);
                    }
                }
                catch (SocketException) when (isStopped)
                {
                    // The server has stopped.
                }
            }
        }

        var lines = File.ReadLines(log).LongCount(line => line.Contains($"\"RequestPath\":\"{Route}\"", StringComparison.Ordinal));

        // The process may stop between the line and the response.
        var isComplete = isStopped ? lines >= received && lines <= received + Connections : lines == received && received == requests;
        var end = isStopped ? "stopped in the middle" : "to the end";
        var verdict = isComplete ? "complete" : "NOT complete";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{end}: {received:N0} responses, {lines:N0} lines: {verdict}"));
        return isComplete;
    }

    private static void Stop(ServerProcess server)
    {
        using var kill = Process.Start("kill", ["-TERM", server.ProcessId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
