using Serilog.Events;

namespace FileRoutedApi.Host.Logging;

/// <summary>Takes entries from many threads, and hands over everything that was added as one batch. Thread-safe.</summary>
internal sealed class LogQueue
{
    private readonly Lock _lock = new();
    private LogBatch _batch = new();
    private LogBatch _next = new();
    private long _added;

    /// <summary>Gets the number of all entries that were ever added.</summary>
    public long Added
    {
        get
        {
            lock (_lock)
            {
                return _added;
            }
        }
    }

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _batch.IsEmpty;
            }
        }
    }

    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                return _batch.IsFull;
            }
        }
    }

    /// <param name="line">The line of a request, if <paramref name="logged"/> is null.</param>
    /// <param name="isFirstOrLast">True if the batch was empty, or is full now.</param>
    /// <returns>False if the batch is full.</returns>
    public bool TryAdd(ReadOnlySpan<byte> line, LogEvent? logged, out bool isFirstOrLast)
    {
        lock (_lock)
        {
            isFirstOrLast = _batch.IsEmpty;
            if (_batch.IsFull)
            {
                return false;
            }

            if (logged is null)
            {
                _batch.Add(line);
            }
            else
            {
                _batch.Add(logged);
            }

            _added++;
            isFirstOrLast |= _batch.IsFull;
            return true;
        }
    }

    /// <summary>Returns what was added. The batch that was returned before takes new entries from now on, and must be empty.</summary>
    /// <param name="added">The number of all entries that were ever added.</param>
    public LogBatch Take(out long added)
    {
        lock (_lock)
        {
            added = _added;
            (_batch, _next) = (_next, _batch);
            return _next;
        }
    }
}
