using System.Buffers.Binary;

namespace FileRoutedApi.Benchmarks.Faults;

/// <summary>Frames of HTTP/2 by hand (RFC 9113 section 4.1): requests of an abusive client and the frames that it receives.</summary>
internal static class Http2Frames
{
    private const byte Headers = 1;
    private const byte ResetStream = 3;
    private const byte Settings = 4;
    private const byte GoAway = 7;
    private const byte EndOfStreamAndHeaders = 0x5;
    private const int HeaderLength = 9;

    // GET http /api/hello localhost, by the static table of HPACK (RFC 7541 appendix A) and without Huffman.
    private static readonly byte[] _request = [0x82, 0x86, 0x04, 10, .. "/api/hello"u8, 0x01, 9, .. "localhost"u8];

    /// <summary>Gets the preface and a number of requests, each of which is reset immediately.</summary>
    public static byte[] RapidReset(int requests)
    {
        var bytes = new MemoryStream();
        bytes.Write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        Write(bytes, Settings, 0, 0, []);
        for (var stream = 1; stream < 2 * requests; stream += 2)
        {
            Write(bytes, Headers, EndOfStreamAndHeaders, stream, _request);
            Write(bytes, ResetStream, 0, stream, [0, 0, 0, 8]);
        }

        return bytes.ToArray();
    }

    /// <summary>Counts the received frames until the connection ends or is idle.</summary>
    public static async Task CountAsync(RawClient client, Tally tally, CancellationToken stop)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var buffer = new byte[64 * 1024];
        var length = 0;
        try
        {
            while (true)
            {
                timeout.CancelAfter(TimeSpan.FromSeconds(3));
                var read = await client.ReceiveAsync(buffer.AsMemory(length), timeout.Token);
                if (read <= 0)
                {
                    tally.CountOutcome(read == 0 ? "closed" : "reset");
                    return;
                }

                var rest = Count(buffer.AsSpan(0, length += read), tally);
                buffer.AsSpan(rest, length - rest).CopyTo(buffer);
                length -= rest;
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            tally.CountOutcome("open");
        }
    }

    private static int Count(ReadOnlySpan<byte> bytes, Tally tally)
    {
        var at = 0;
        while (bytes.Length - at >= HeaderLength)
        {
            var frame = bytes[at..];
            var length = HeaderLength + ((frame[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(frame[1..]));
            if (frame.Length < length)
            {
                break;
            }

            switch (frame[3])
            {
                case Headers:
                    tally.CountOutcome("responses");
                    break;
                case ResetStream:
                    tally.CountOutcome("RST_STREAM");
                    break;
                case GoAway:
                    tally.CountOutcome($"GOAWAY {BinaryPrimitives.ReadUInt32BigEndian(frame[(HeaderLength + 4)..])}");
                    break;
            }

            at += length;
        }

        return at;
    }

    private static void Write(MemoryStream to, byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = [0, (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(header[5..], stream);
        to.Write(header);
        to.Write(payload);
    }
}
