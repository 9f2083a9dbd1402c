using System.Buffers;
using System.Runtime.CompilerServices;

namespace FileRoutedApi.Pages;

/// <summary>How far a call of <see cref="HtmlWriter.Write"/> came.</summary>
internal enum HtmlProgress
{
    Complete,

    /// <summary>The limit was reached.</summary>
    Full,

    /// <summary>The next part is an asynchronous sequence: <see cref="HtmlWriter.MoveNextAsync"/> must be called and awaited.</summary>
    Sequence,
}

/// <summary>
/// Writes <see cref="Html"/> once. The nesting is a stack in memory instead of recursion, because HTML that is built by appending to itself
/// in a loop is as deep as the loop is long.
/// </summary>
/// <param name="stop">Is passed to asynchronous sequences.</param>
/// <param name="onBlockedUrl">Is called for each URL that was replaced with <c>#</c>; null to ignore them.</param>
internal sealed class HtmlWriter(Html html, Action<BlockedUrl>? onBlockedUrl, CancellationToken stop)
    : IDisposable, IAsyncDisposable
{
    // Characters of a long text that are written before the limit is checked again.
    private const int StepLength = 16 * 1024;

    private Frame[] _frames = [];
    private int _depth;
    private bool _isStarted;

    /// <summary>Gets the number of bytes that were written.</summary>
    public long Length { get; private set; }

    /// <summary>Writes until the end, a sequence, or a number of bytes, which the last text may exceed by a few KB.</summary>
    public HtmlProgress Write(IBufferWriter<byte> buffer, long limit)
    {
        if (!_isStarted)
        {
            _isStarted = true;
            Push(html, isInAttribute: false);
        }

        var output = new HtmlOutput(buffer);
        var progress = HtmlProgress.Complete;
        while (_depth > 0)
        {
            if (output.Length >= limit)
            {
                progress = HtmlProgress.Full;
                break;
            }

            ref var frame = ref _frames[_depth - 1];
            if (frame.Items is not null)
            {
                progress = HtmlProgress.Sequence;
                break;
            }

            var depth = _depth;
            var segments = frame.Html!.Segments;
            while (frame.Index < segments.Length && _depth == depth && output.Length < limit)
            {
                WriteNext(ref frame, in segments[frame.Index], ref output);
            }

            if (_depth == depth && frame.Index == segments.Length)
            {
                _depth--;
                frame.Html = null;
            }
        }

        output.Flush();
        Length += output.Length;
        return progress;
    }

    /// <summary>Advances to the next item of the current sequence, or to what follows the sequence.</summary>
    public async ValueTask MoveNextAsync()
    {
        var (items, isInAttribute) = (_frames[_depth - 1].Items!, _frames[_depth - 1].IsInAttribute);
        if (await items.MoveNextAsync())
        {
            if (items.Current is { } item)
            {
                Push(item, isInAttribute);
            }

            return;
        }

        _frames[--_depth] = default;
        await items.DisposeAsync();
    }

    /// <summary>Releases the memory of a writer of HTML without sequences.</summary>
    public void Dispose()
    {
        var frames = _frames;
        (_frames, _depth) = ([], 0);
        Return(frames);
    }

    /// <summary>Disposes the sequences that were not enumerated to their end.</summary>
    public async ValueTask DisposeAsync()
    {
        var frames = _frames;
        _frames = [];
        try
        {
            while (_depth > 0)
            {
                if (frames[--_depth].Items is { } items)
                {
                    await items.DisposeAsync();
                }
            }
        }
        finally
        {
            Return(frames);
        }
    }

    private void WriteNext(ref Frame frame, ref readonly HtmlSegment segment, ref HtmlOutput output)
    {
        var value = segment.Value;
        if (value is string)
        {
            WriteCharacters(ref frame, segment.Characters, segment.IsText, ref output);
            return;
        }

        frame.Index++;
        if (value is Html nested)
        {
            Push(nested, frame.IsInAttribute || segment.IsInAttribute);
        }
        else if (value is HtmlSequence sequence)
        {
            Push(new Frame { Items = sequence.Start(stop), IsInAttribute = frame.IsInAttribute });
        }
        else
        {
            Unsafe.As<HtmlValue>(value).Write(ref output, segment.Bits);
            if (value is BlockedUrl blocked)
            {
                onBlockedUrl?.Invoke(blocked);
            }
        }
    }

    private static void WriteCharacters(ref Frame frame, ReadOnlySpan<char> all, bool isText, ref HtmlOutput output)
    {
        var characters = all[frame.Offset..];
        if (characters.Length > StepLength)
        {
            var length = char.IsHighSurrogate(characters[StepLength - 1]) ? StepLength - 1 : StepLength;
            characters = characters[..length];
            frame.Offset += length;
        }
        else
        {
            frame.Offset = 0;
            frame.Index++;
        }

        if (isText)
        {
            output.WriteText(characters);
        }
        else if (frame.IsInAttribute)
        {
            output.WriteLiteralInAttribute(characters);
        }
        else
        {
            output.WriteLiteral(characters);
        }
    }

    private void Push(Html child, bool isInAttribute) => Push(new Frame { Html = child, IsInAttribute = isInAttribute });

    private void Push(Frame frame)
    {
        if (_depth == _frames.Length)
        {
            var larger = ArrayPool<Frame>.Shared.Rent(Math.Max(16, 2 * _depth));
            _frames.AsSpan(0, _depth).CopyTo(larger);
            Return(_frames);
            _frames = larger;
        }

        _frames[_depth++] = frame;
    }

    private static void Return(Frame[] frames)
    {
        if (frames.Length > 0)
        {
            ArrayPool<Frame>.Shared.Return(frames, clearArray: true);
        }
    }

    private struct Frame
    {
        public Html? Html;
        public HtmlItems? Items;
        public int Index;
        public int Offset;
        public bool IsInAttribute;
    }
}
