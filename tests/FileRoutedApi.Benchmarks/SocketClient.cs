using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FileRoutedApi.Benchmarks;

/// <summary>Sends prepared bytes over one connection and reads one whole response, without allocating.</summary>
internal sealed class SocketClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];

    public SocketClient(int port) => _socket.Connect(IPAddress.Loopback, port);

    public static byte[] Get(string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n");

    public static byte[] PostJson(string path, string json) => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n{json}");

    /// <summary>Gets the length of the response, which its framing determines.</summary>
    /// <exception cref="SocketException">The server has closed the connection.</exception>
    public int Exchange(byte[] request)
    {
        _socket.Send(request);
        var received = 0;
        do
        {
            var count = _socket.Receive(_buffer.AsSpan(received));
            received += count > 0 ? count : throw new SocketException((int)SocketError.ConnectionReset);
        }
        while (!IsComplete(_buffer.AsSpan(0, received)));
        return received;
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsComplete(ReadOnlySpan<byte> response)
    {
        var headers = response.IndexOf("\r\n\r\n"u8);
        if (headers < 0)
        {
            return false;
        }

        var length = response[..headers].IndexOf("Content-Length: "u8);
        return length < 0
            ? response.EndsWith("\r\n0\r\n\r\n"u8)
            : System.Buffers.Text.Utf8Parser.TryParse(response[(length + "Content-Length: ".Length)..], out int announced, out _)
                && response.Length >= headers + 4 + announced;
    }
}
