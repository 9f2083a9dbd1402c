using System.Buffers;
using FileRoutedApi.Http;

namespace FileRoutedApi;

/// <content>Writing in parts: <see cref="Write"/>, then a flush or <see cref="End"/>.</content>
public sealed partial class ApiResponse
{
    /// <summary>Writes text to the response without completing it. It is sent by the next flush, or when the handler returns.</summary>
    /// <param name="text">The text, sent as <c>text/plain; charset=utf-8</c> unless a content type was set.</param>
    /// <exception cref="InvalidOperationException">The response is already complete.</exception>
    public void Write(string text)
    {
        BeginWriting(TextType).WriteText(text);
        IsAppending = true;
    }

    /// <summary>Writes text to the response and sends it.</summary>
    /// <param name="text">The text, sent as <c>text/plain; charset=utf-8</c> unless a content type was set.</param>
    /// <param name="cancellationToken">Cancels waiting for a slow client.</param>
    /// <returns>A task that completes when the client can receive more.</returns>
    /// <exception cref="InvalidOperationException">The response is already complete.</exception>
    public Task WriteAsync(string text, CancellationToken cancellationToken = default)
    {
        Write(text);
        return FlushAsync(cancellationToken);
    }

    /// <summary>Writes bytes to the response and sends them.</summary>
    /// <param name="bytes">The bytes, sent as <c>application/octet-stream</c> unless a content type was set.</param>
    /// <param name="cancellationToken">Cancels waiting for a slow client.</param>
    /// <returns>A task that completes when the client can receive more.</returns>
    /// <exception cref="InvalidOperationException">The response is already complete.</exception>
    public Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        BeginWriting(BytesType).Write(bytes.Span);
        IsAppending = true;
        return FlushAsync(cancellationToken);
    }

    /// <summary>
    /// Sends the status, the headers and everything that was written. After this call an error can only abort the response.
    /// </summary>
    /// <param name="cancellationToken">Cancels waiting for a slow client.</param>
    /// <returns>A task that completes when the client can receive more.</returns>
    /// <exception cref="InvalidOperationException">The response is already complete.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        EnsureIncomplete();
        IsAppending = true;
        if (_progress == Progress.Open)
        {
            MoveTo(Progress.Writing);
        }

        if (!HasStarted)
        {
            ApplyHeaders();
        }

        // Detach the buffer first: text that is written during this flush belongs to the next flush.
        var buffer = _buffer;
        _buffer = null;
        if (buffer is { Length: > 0 } && MayHaveBody())
        {
            _sent += buffer.Length;
            await Body.WriteAsync(buffer.Written, cancellationToken);
        }
        else
        {
            await Body.FlushAsync(cancellationToken);
        }

        if (buffer is not null)
        {
            _settings.Buffers.Return(buffer);
        }
    }

    private ResponseBuffer BeginWriting(string contentType)
    {
        EnsureIncomplete();
        if (_progress == Progress.Open)
        {
            _contentType = ContentTypeOr(contentType);
            MoveTo(Progress.Writing);
        }

        return _buffer ??= _settings.Buffers.Get();
    }
}
