using System.IO.Pipelines;
using System.Text.Json;
using FileRoutedApi.Http;

namespace FileRoutedApi;

/// <content>What happens to a value that has to be serialized asynchronously, because there is an asynchronous sequence in it.</content>
public sealed partial class ApiResponse
{
    /// <summary>How much of such a value is held back, so that an error is still one whole response.</summary>
    private const int HeldBack = 16 * 1024;

    private object? _value;
    private Type? _valueType;
    private bool _isCutShort;

    /// <summary>Whether the value is being serialized: an exception now is one of the response, not of code behind it.</summary>
    internal bool IsEnumerating { get; private set; }

    /// <summary>
    /// Serializes a value with an asynchronous sequence in it. The handler has returned; its services and its time are still there.
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
                await JsonSerializer.SerializeAsync(new HeldBackWriter(this), _value, type, _settings.Json, _context.RequestAborted);
            }
            catch (OperationCanceledException) when (_isCutShort)
            {
                // A HEAD request needs no more of it.
            }
        }

        _value = null;
        _valueType = null;
        IsEnumerating = false;
    }

    /// <summary>Sends what is held back. From here on the length is unknown and an error can only cut the response off.</summary>
    private async ValueTask<FlushResult> SendHeldBackAsync(CancellationToken cancellationToken)
    {
        var buffer = _buffer!;
        if (RequestMethod.IsHead(_context))
        {
            // The serializer disposes of the sequence if it is cancelled, and not if it is only told to stop.
            buffer.Clear();
            _hasEntityTag = false;
            _isCutShort = true;
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

    /// <summary>Where the serializer writes to.</summary>
    private sealed class HeldBackWriter(ApiResponse response) : PipeWriter
    {
        private readonly ResponseBuffer _buffer = response._buffer!;

        public override bool CanGetUnflushedBytes => true;

        // The serializer makes no progress while there is more to flush than it wants, so what is held back does not count.
        public override long UnflushedBytes => IsHeldBack ? 0 : _buffer.Length;

        private bool IsHeldBack => _buffer.Length < HeldBack && !response.HasStarted;

        public override void Advance(int bytes) => _buffer.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => _buffer.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => _buffer.GetSpan(sizeHint);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            IsHeldBack ? default : response.SendHeldBackAsync(cancellationToken);

        public override void CancelPendingFlush() => response.Body.CancelPendingFlush();

        public override void Complete(Exception? exception = null)
        {
            // The response completes its body itself.
        }
    }
}
