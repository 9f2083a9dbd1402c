using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FileRoutedApi.Benchmarks.Faults;

/// <summary>The results of the healthy client.</summary>
/// <param name="Times">The latency of each response.</param>
/// <param name="Failed">Responses that took more than ten seconds or were wrong.</param>
internal sealed record Health(List<TimeSpan> Times, int Failed)
{
    public string Percentile(double percent)
    {
        var sorted = Times.Order().ToList();
        return sorted.Count == 0 ? "-" : $"{sorted[Math.Max(0, (int)Math.Ceiling(sorted.Count * percent / 100) - 1)].TotalMilliseconds:N1}";
    }
}

/// <summary>
/// A client that requests <c>/api/hello</c> repeatedly over one connection. It has its own thread, so that
/// the abuse, which comes from the same process, does not hold it up.
/// </summary>
internal sealed class HealthyClient(int port)
{
    private const string Body = "{\"message\":\"hello\"}";

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);
    private static readonly byte[] _request = SocketClient.Get("/api/hello");

    /// <summary>Sends requests until it is stopped.</summary>
    public Task<Health> RunAsync(CancellationToken stop) =>
        Task.Factory.StartNew(() => Run(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private Health Run(CancellationToken stop)
    {
        var times = new List<TimeSpan>();
        var failed = 0;
        var socket = Connect();
        do
        {
            var started = Stopwatch.GetTimestamp();
            if (TryExchange(socket))
            {
                times.Add(Stopwatch.GetElapsedTime(started));
                continue;
            }

            failed++;
            socket.Dispose();
            socket = Connect();
        }
        while (!stop.WaitHandle.WaitOne(_pause));
        socket.Dispose();
        return new Health(times, failed);
    }

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = 10_000,
            SendTimeout = 10_000,
        };
        try
        {
            socket.Connect(IPAddress.Loopback, port);
        }
        catch (SocketException)
        {
            // The next request fails and is counted.
        }

        return socket;
    }

    private static bool TryExchange(Socket socket)
    {
        var buffer = new byte[4096];
        var received = 0;
        try
        {
            socket.Send(_request);
            while (received < buffer.Length)
            {
                var read = socket.Receive(buffer.AsSpan(received));
                received += read;
                var text = Encoding.Latin1.GetString(buffer, 0, received);
                if (text.EndsWith("\r\n\r\n" + Body, StringComparison.Ordinal))
                {
                    return text.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal);
                }

                if (read == 0)
                {
                    return false;
                }
            }
        }
        catch (SocketException)
        {
            // Refused, reset, or too late.
        }

        return false;
    }
}
