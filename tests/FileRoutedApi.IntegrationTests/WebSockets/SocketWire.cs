using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace FileRoutedApi.IntegrationTests;

/// <summary>A WebSocket client that sends exactly the given frames.</summary>
internal sealed class SocketWire : IDisposable
{
    public const int Continuation = 0;
    public const int Text = 1;
    public const int Binary = 2;
    public const int Close = 8;
    public const int Ping = 9;
    public const int Pong = 10;

    private static readonly byte[] _mask = [0x37, 0xFA, 0x21, 0x3D];

    private readonly Wire _wire;

    private SocketWire(Wire wire) => _wire = wire;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Connects and completes the handshake.</summary>
    public static async Task<SocketWire> ConnectAsync(IPEndPoint server, string path)
    {
        var wire = await Wire.ConnectAsync(server, Stop);
        await wire.SendAsync(Handshake(path), Stop);
        Assert.StartsWith("HTTP/1.1 101 ", await wire.ReadHeadersAsync(Stop), StringComparison.Ordinal);
        return new SocketWire(wire);
    }

    /// <summary>Returns a valid handshake.</summary>
    public static string Handshake(string path) =>
        $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    /// <summary>Returns the bytes of a frame.</summary>
    /// <param name="reserved">The three reserved bits.</param>
    public static byte[] Frame(int opcode, byte[] payload, bool isLast = true, int reserved = 0, bool isMasked = true)
    {
        var frame = new MemoryStream();
        frame.WriteByte((byte)((isLast ? 0x80 : 0) | (reserved << 4) | opcode));
        var masked = isMasked ? 0x80 : 0;
        var length = new byte[8];
        if (payload.Length < 126)
        {
            frame.WriteByte((byte)(masked | payload.Length));
        }
        else if (payload.Length <= ushort.MaxValue)
        {
            frame.WriteByte((byte)(masked | 126));
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)payload.Length);
            frame.Write(length, 0, 2);
        }
        else
        {
            frame.WriteByte((byte)(masked | 127));
            BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
            frame.Write(length);
        }

        if (isMasked)
        {
            frame.Write(_mask);
        }

        frame.Write([.. payload.Select((value, i) => isMasked ? (byte)(value ^ _mask[i % 4]) : value)]);
        return frame.ToArray();
    }

    /// <summary>Returns the bytes of a close frame.</summary>
    public static byte[] CloseFrame(int status, string reason = "") =>
        Frame(Close, [(byte)(status >> 8), (byte)status, .. Encoding.UTF8.GetBytes(reason)]);

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _wire.Stream.WriteAsync(bytes, Stop);

    /// <summary>Sends bytes one by one, each in its own packet.</summary>
    public async Task SendSlowlyAsync(byte[] bytes)
    {
        _wire.Stream.Socket.NoDelay = true;
        for (var i = 0; i < bytes.Length; i++)
        {
            await SendAsync(bytes.AsMemory(i, 1));
            await Task.Yield();
        }
    }

    /// <summary>Reads a frame of the server, and returns it as text: <c>text hello</c>, <c>pong x</c>, <c>close 1000</c>.</summary>
    public async Task<string> ReadAsync()
    {
        var header = await ReadAsync(2);
        Assert.True((header[1] & 0x80) == 0, "A frame of a server must not be masked.");
        var length = header[1] switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2)),
            127 => (int)BinaryPrimitives.ReadInt64BigEndian(await ReadAsync(8)),
            var small => small,
        };
        var payload = await ReadAsync(length);
        return (header[0] & 0xF) switch
        {
            Close => $"close {(length == 0 ? "" : BinaryPrimitives.ReadUInt16BigEndian(payload))}",
            Ping => $"ping {Encoding.UTF8.GetString(payload)}",
            Pong => $"pong {Encoding.UTF8.GetString(payload)}",
            Binary => $"binary {Convert.ToHexString(payload)}",
            Continuation => $"more {Encoding.UTF8.GetString(payload)}",
            _ => $"text {Encoding.UTF8.GetString(payload)}",
        };
    }

    /// <summary>Reads frames until the server closes, and returns them with the last one.</summary>
    public async Task<string[]> ReadToCloseAsync()
    {
        var frames = new List<string>();
        do
        {
            frames.Add(await ReadAsync());
        }
        while (!frames[^1].StartsWith("close", StringComparison.Ordinal));
        return [.. frames];
    }

    /// <summary>Waits until the server ends the connection.</summary>
    public Task<string> ReadToEndAsync() => _wire.ReadToEndAsync(Stop);

    public void Dispose() => _wire.Dispose();

    private async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await _wire.Stream.ReadExactlyAsync(bytes, Stop);
        return bytes;
    }
}
