using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace FileRoutedApi.Benchmarks.Faults;

/// <summary>The statuses that a connection received, and its end: <c>closed</c>, <c>reset</c> or <c>open</c>.</summary>
internal sealed record Received(string Text, string End, string[] Statuses);

/// <summary>A connection that sends exactly the given bytes.</summary>
internal sealed partial class RawClient : IDisposable
{
    private const int MaxBuffered = 4 * 1024 * 1024;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Tally _tally;

    private RawClient(Tally tally) => _tally = tally;

    public static async Task<RawClient> ConnectAsync(int port, Tally tally, CancellationToken stop, int? receiveBuffer = null)
    {
        var client = new RawClient(tally);
        if (receiveBuffer is { } size)
        {
            client._socket.ReceiveBufferSize = size;
        }

        await client._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), stop);
        tally.CountConnection();
        return client;
    }

    public Task<bool> SendAsync(string text, CancellationToken stop) => SendAsync(Encoding.Latin1.GetBytes(text), stop);

    /// <summary>Returns false if the server has ended the connection.</summary>
    public async Task<bool> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                var sent = await _socket.SendAsync(bytes, stop);
                _tally.CountBytes(sent);
                bytes = bytes[sent..];
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Returns the number of received bytes; 0 if the server closed the connection, -1 if it reset it.</summary>
    public async Task<int> ReceiveAsync(Memory<byte> buffer, CancellationToken stop)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer, stop);
        }
        catch (SocketException)
        {
            return -1;
        }
    }

    /// <summary>Reads until the connection ends or is idle for the given time, and counts the responses.</summary>
    public async Task<Received> ReadToEndAsync(TimeSpan quiet, CancellationToken stop)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var received = new MemoryStream();
        var buffer = new byte[16 * 1024];
        var end = "open";
        try
        {
            int read;
            do
            {
                timeout.CancelAfter(quiet);
                read = await ReceiveAsync(buffer, timeout.Token);
                received.Write(buffer, 0, received.Length < MaxBuffered ? Math.Max(read, 0) : 0);
            }
            while (read > 0);
            end = read == 0 ? "closed" : "reset";
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
        }

        var text = Encoding.Latin1.GetString(received.GetBuffer(), 0, (int)received.Length);
        string[] statuses = [.. StatusLine().Matches(text).Select(match => match.Groups[1].Value)];
        Array.ForEach([.. statuses, end], _tally.CountOutcome);
        return new Received(text, end, statuses);
    }

    public void Dispose() => _socket.Dispose();

    [GeneratedRegex("HTTP/1\\.1 ([1-5][0-9][0-9]) ")]
    private static partial Regex StatusLine();
}
