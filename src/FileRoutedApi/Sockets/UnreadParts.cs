using System.Buffers;
using System.Net.WebSockets;

namespace FileRoutedApi.Sockets;

/// <summary>The parts of messages that have arrived and that the function has not received, in their order. Not safe for threads.</summary>
internal sealed class UnreadParts
{
    /// <summary>How many bytes may be unread before no further part is received, so that the client has to wait.</summary>
    public const int Limit = 64 * 1024;

    // A part without data needs memory too. Otherwise any number of them would fit.
    private const int Overhead = 32;

    private readonly Queue<Part> _parts = [];
    private int _start;
    private int _size;

    public bool IsEmpty => _parts.Count == 0;

    public bool HasRoom => _size < Limit;

    /// <summary>Adds a part.</summary>
    /// <param name="buffer">The data, in an array of the pool that belongs to this class from now on.</param>
    public void Add(byte[] buffer, ValueWebSocketReceiveResult received)
    {
        _parts.Enqueue(new Part(buffer, received));
        _size += buffer.Length + Overhead;
    }

    /// <summary>Removes the first part, or as much of it as fits.</summary>
    public ValueWebSocketReceiveResult Take(Memory<byte> destination)
    {
        var (buffer, received) = _parts.Peek();
        var count = Math.Min(destination.Length, received.Count - _start);
        buffer.AsMemory(_start, count).CopyTo(destination);
        _start += count;
        var isTaken = _start == received.Count;
        if (isTaken)
        {
            Remove();
        }

        return new ValueWebSocketReceiveResult(count, received.MessageType, received.EndOfMessage && isTaken);
    }

    public void Clear()
    {
        while (!IsEmpty)
        {
            Remove();
        }
    }

    private void Remove()
    {
        var buffer = _parts.Dequeue().Buffer;
        _start = 0;
        _size -= buffer.Length + Overhead;
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private readonly record struct Part(byte[] Buffer, ValueWebSocketReceiveResult Received);
}
