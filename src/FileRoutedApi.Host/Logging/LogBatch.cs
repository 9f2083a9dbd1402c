using Serilog.Events;

namespace FileRoutedApi.Host.Logging;

/// <summary>Entries of the log in their order: lines, and events that are not formatted yet. Not thread-safe.</summary>
internal sealed class LogBatch
{
    // The last line may exceed it. The array, whose length is doubled, has at most 2 MB unless that line is longer.
    private const int MaxLength = 1024 * 1024;
    private const int MaxEvents = 8192;

    private readonly List<(int Position, LogEvent Event)> _events = [];
    private byte[] _lines = new byte[16 * 1024];
    private int _length;

    public bool IsEmpty => _length == 0 && _events.Count == 0;

    public bool IsFull => _length >= MaxLength || _events.Count >= MaxEvents;

    /// <summary>Gets the lines, in UTF-8.</summary>
    public ReadOnlySpan<byte> Lines => _lines.AsSpan(0, _length);

    /// <summary>Gets the events. The position of an event is the length of the lines before it.</summary>
    public IReadOnlyList<(int Position, LogEvent Event)> Events => _events;

    public void Add(ReadOnlySpan<byte> line)
    {
        var length = _length + line.Length;
        if (length > _lines.Length)
        {
            Array.Resize(ref _lines, Math.Max(length, _lines.Length * 2));
        }

        line.CopyTo(_lines.AsSpan(_length));
        _length = length;
    }

    public void Add(LogEvent logged) => _events.Add((_length, logged));

    public void Clear()
    {
        _length = 0;
        _events.Clear();
    }
}
