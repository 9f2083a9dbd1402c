using System.IO.Pipelines;
using System.Text.Json;
using FileRoutedApi.Http;

namespace FileRoutedApi;

/// <content>Serialization of values that contain an asynchronous sequence.</content>
public sealed partial class ApiResponse
{
    /// <summary>
    /// The number of bytes that are buffered before the first flush. An error before this flush is still sent as a complete error response.
    /// </summary>
    private const int FlushThreshold = 16 * 1024;

    private object? _value;
    private Type? _valueType;
    private bool _isTruncated;

    /// <summary>
    /// Gets a value indicating whether a value is being serialized. An exception then becomes an error response, although the response is
    /// already complete.
    /// </summary>
    internal bool IsEnumerating { get; private set; }

    /// <summary>
    /// Serializes a value that contains an asynchronous sequence. Runs after the handler has returned, within its maximum duration and with
    /// its services.
    /// </summary>
    internal ValueTask EnumerateAsync() => _valueType is null ? default : EnumerateValueAsync(_valueType);

    private async ValueTask EnumerateValueAsync(Type type)
    {
        IsEnumerating = true;
        if (_status != 0)
        {
            _context.Response.StatusCode = _status;
        }

        if (StatusAllowsBody())
        {
            try
            {
                await JsonSerializer.SerializeAsync(new BufferingWriter(this), _value, type, _settings.Json, _context.RequestAborted);
            }
            catch (OperationCanceledException) when (_isTruncated)
            {
                // Expected for HEAD, which does not need the rest of the value.
            }
        }

        _value = null;
        _valueType = null;
        IsEnumerating = false;
    }

    /// <summary>
    /// Sends the buffered bytes. After this call, an error can only abort the response, and its length can no longer be set.
    /// </summary>
    private async ValueTask<FlushResult> SendBufferedAsync(CancellationToken cancellationToken)
    {
        var buffer = _buffer!;
        if (RequestMethod.IsHead(_context))
        {
            // Throw instead of completing the flush, because the serializer disposes the sequence only if it is cancelled.
            buffer.Clear();
            _hasEntityTag = false;
            _isTruncated = true;
            throw new OperationCanceledException();
        }

        if (!HasStarted)
        {
            ApplyHeaders();
        }

        _sent += buffer.Length;
        var result = await Body.WriteAsync(buffer.Written, cancellationToken);
        buffer.Clear();
        return result is { IsCanceled: false, IsCompleted: false } ? result : throw new OperationCanceledException();
    }

    /// <summary>The writer of the serializer. Buffers up to the threshold, then sends.</summary>
    private sealed class BufferingWriter(ApiResponse response) : PipeWriter
    {
        private readonly ResponseBuffer _buffer = response._buffer!;

        public override bool CanGetUnflushedBytes => true;

        // The serializer waits for a flush while this exceeds its own threshold, so it is 0 while the bytes are buffered here.
        public override long UnflushedBytes => IsBuffering ? 0 : _buffer.Length;

        private bool IsBuffering => _buffer.Length < FlushThreshold && !response.HasStarted;

        public override void Advance(int bytes) => _buffer.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => _buffer.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => _buffer.GetSpan(sizeHint);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            IsBuffering ? default : response.SendBufferedAsync(cancellationToken);

        public override void CancelPendingFlush() => response.Body.CancelPendingFlush();

        public override void Complete(Exception? exception = null)
        {
            // The response completes its body itself.
        }
    }
}
