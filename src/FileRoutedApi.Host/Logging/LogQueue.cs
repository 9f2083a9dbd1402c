using Serilog.Events;

namespace FileRoutedApi.Host.Logging;

/// <summary>Collects the entries of many threads in a batch. Thread-safe.</summary>
internal sealed class LogQueue
{
    private readonly Lock _lock = new();
    private LogBatch _batch = new();
    private LogBatch _taken = new();
    private long _added;

    /// <summary>Gets the number of entries that were added up to now.</summary>
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
    /// <param name="mustSignal">True if the thread that writes must be signalled: this entry is the first of its batch, or fills it.</param>
    /// <returns>False if the batch is full.</returns>
    public bool TryAdd(ReadOnlySpan<byte> line, LogEvent? logged, out bool mustSignal)
    {
        lock (_lock)
        {
            mustSignal = _batch.IsEmpty;
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
            mustSignal |= _batch.IsFull;
            return true;
        }
    }

    /// <summary>Returns the batch and begins another one. That is the batch of the call before, which must have been cleared.</summary>
    /// <param name="added">The number of entries that were added up to now. All of them are in this batch or in an earlier one.</param>
    public LogBatch Take(out long added)
    {
        lock (_lock)
        {
            added = _added;
            (_batch, _taken) = (_taken, _batch);
            return _taken;
        }
    }
}
