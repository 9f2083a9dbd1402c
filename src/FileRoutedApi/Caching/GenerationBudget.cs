using System.Threading.Channels;

namespace FileRoutedApi.Caching;

/// <summary>
/// Bounds the memory that responses take while they are generated. Where it is used up, the handlers that write more wait, all but one:
/// that one ends in any case and gives back what it took, so none waits for ever.
/// </summary>
internal sealed class GenerationBudget
{
    /// <summary>What each response may take without being counted: a small one never waits for a large one.</summary>
    public const int Uncounted = 64 * 1024;

    // The account that has read its item may take more than the limit.
    private readonly Channel<bool> _overdraft = Channel.CreateBounded<bool>(1);
    private readonly long _limit;
    private long _used;

    /// <param name="limit">How many bytes all responses may take; one of them may take more.</param>
    public GenerationBudget(long limit)
    {
        _limit = limit;
        _overdraft.Writer.TryWrite(true);
    }

    /// <summary>How many bytes are taken.</summary>
    public long Used => Volatile.Read(ref _used);

    /// <summary>Opens the account of one response.</summary>
    public Account Open() => new(this);

    /// <summary>What one response takes. Used by one writer at a time.</summary>
    public sealed class Account(GenerationBudget budget) : IDisposable
    {
        private long _taken;
        private bool _isOverdrawn;

        /// <summary>Takes what is needed, or waits until it may.</summary>
        /// <param name="bytes">How many bytes the response takes in all.</param>
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
