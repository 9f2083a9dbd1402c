using System.Threading.Channels;

namespace FileRoutedApi.Caching;

/// <summary>
/// Limits the memory that responses take while they are generated. When it is used up, handlers that write more have to wait. One response
/// at a time may exceed the limit. It completes and releases its memory, so the others cannot wait forever.
/// </summary>
internal sealed class GenerationBudget
{
    /// <summary>
    /// The bytes that each response may take without being counted, so that a small response never waits for a large one.
    /// </summary>
    public const int Uncounted = 64 * 1024;

    // Holds one item. The account that has read it may exceed the limit.
    private readonly Channel<bool> _overdraft = Channel.CreateBounded<bool>(1);
    private readonly long _limit;
    private long _used;

    /// <param name="limit">The bytes that all responses may take together. One of them may exceed it.</param>
    public GenerationBudget(long limit)
    {
        _limit = limit;
        _overdraft.Writer.TryWrite(true);
    }

    /// <summary>Gets the number of bytes in use.</summary>
    public long Used => Volatile.Read(ref _used);

    /// <summary>Opens the account of one response.</summary>
    public Account Open() => new(this);

    /// <summary>The memory of one response. Not thread-safe: used by one writer at a time.</summary>
    public sealed class Account(GenerationBudget budget) : IDisposable
    {
        private long _taken;
        private bool _isOverdrawn;

        /// <summary>Reserves memory, and waits while the budget is used up.</summary>
        /// <param name="bytes">The bytes that the response takes in total.</param>
        public ValueTask GrowToAsync(long bytes, CancellationToken cancellationToken)
        {
            var more = bytes - Uncounted - _taken;
            return more <= 0 || TryTake(more) ? default : OverdrawAsync(more, cancellationToken);
        }

        public void Dispose()
        {
            Interlocked.Add(ref budget._used, -_taken);
            _taken = 0;
            if (_isOverdrawn)
            {
                _isOverdrawn = false;
                budget._overdraft.Writer.TryWrite(true);
            }
        }

        private bool TryTake(long more)
        {
            if (Interlocked.Add(ref budget._used, more) > budget._limit && !_isOverdrawn)
            {
                Interlocked.Add(ref budget._used, -more);
                return false;
            }

            _taken += more;
            return true;
        }

        private async ValueTask OverdrawAsync(long more, CancellationToken cancellationToken)
        {
            await budget._overdraft.Reader.ReadAsync(cancellationToken);
            _isOverdrawn = true;
            TryTake(more);
        }
    }
}
