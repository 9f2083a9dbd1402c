using System.Buffers;
using System.IO.Pipelines;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;

namespace FileRoutedApi;

/// <content>What happens when the handler has returned: the answer is written, or forgotten.</content>
public sealed partial class ApiResponse
{
    /// <summary>Writes what was answered. The handler has returned; whatever still holds this response can send no more.</summary>
    internal ValueTask CompleteAsync() => _valueType is null ? WriteAsync() : EnumerateAndWriteAsync();

    private async ValueTask EnumerateAndWriteAsync()
    {
        try
        {
            await EnumerateAsync();
        }
        catch
        {
            await DiscardAsync();
            throw;
        }

        await WriteAsync();
    }

    private ValueTask WriteAsync() => Interlocked.Exchange(ref _progress, Progress.Completed) switch
    {
        Progress.Open or Progress.Completed => default,
        Progress.Writing when HasStarted => WriteRestAsync(keepBuffer: true),
        Progress.Writing => WriteAnswerAsync(keepBuffer: true),
        _ when HasStarted => WriteRestAsync(keepBuffer: false),
        _ => WriteAnswerAsync(keepBuffer: false),
    };

    /// <summary>Forgets what was not sent yet, so that an error can be answered instead.</summary>
    internal ValueTask DiscardAsync() => ReleaseAsync(keepBuffer: Interlocked.Exchange(ref _progress, Progress.Completed) != Progress.Answered);

    private async ValueTask WriteAnswerAsync(bool keepBuffer)
    {
        var isPending = false;
        try
        {
            var response = _context.Response;
            if (_status != 0)
            {
                // What a function returned after its answer may have changed it.
                response.StatusCode = _status;
            }

            if (_settings.Is(HandlerTraits.IsBelowMiddleware) && PendingBody.Of(_context) is { } pending)
            {
                isPending = await WriteToAsync(pending, keepBuffer);
                return;
            }

            // What is about the bytes is unknown if a middleware changes them on their way.
            var isReplaced = ResponseBody.IsReplaced(_context);
            if (HasEntityTag && !isReplaced)
            {
                if (response.Headers.ETag.Count == 0)
                {
                    response.Headers.ETag = EntityTag.Of(_buffer!.Written.Span);
                }

                if (EntityTag.IsNotModified(_context.Request, response))
                {
                    response.StatusCode = StatusCodes.Status304NotModified;
                }
            }

            ApplyHeaders();
            if (!StatusAllowsBody())
            {
                WarnOfIgnoredBody();
                return;
            }

            if (!isReplaced)
            {
                response.ContentLength = _isCutShort ? null : _stream is null ? _buffer?.Length ?? 0 : StreamLength;
            }

            if (!RequestMethod.IsHead(_context))
            {
                await WriteBodyAsync(response.ContentLength);
            }
        }
        finally
        {
            if (!isPending)
            {
                await ReleaseAsync(keepBuffer);
            }
        }
    }

    /// <summary>Leaves the response to the middleware functions that the request has passed, which may change it before it is sent.</summary>
    /// <returns>True if the stream is sent when they have returned.</returns>
    private async ValueTask<bool> WriteToAsync(PendingBody pending, bool keepBuffer)
    {
        ApplyHeaders();
        if (!StatusAllowsBody())
        {
            WarnOfIgnoredBody();
            return false;
        }

        pending.SetResponse(_hasEntityTag);
        if (pending.IsCurrent)
        {
            if (_stream is not null && pending.TryTake(this))
            {
                return true;
            }

            if (_stream is null && !keepBuffer && _buffer is { } buffer && pending.TryTake(buffer))
            {
                _sent += buffer.Length;
                _buffer = null;
                WarnOfLimit();
                return false;
            }
        }
        else if (HasEntityTag && !ResponseBody.IsReplaced(_context) && _context.Response.Headers.ETag.Count == 0)
        {
            // ASP.NET Core's output cache stores the headers that it sees.
            var tag = EntityTag.Of(_buffer!.Written.Span);
            _context.Response.Headers.ETag = tag;
            pending.SetResponse(_hasEntityTag, tag);
        }

        // What is not taken over is written, also for HEAD: the length is that of what the functions make of it.
        if (_stream is not null && RequestMethod.IsHead(_context))
        {
            pending.SetLengthUnknown();
            return false;
        }

        pending.IsWhole = _stream is null;
        await WriteBodyAsync(length: null);
        pending.IsWhole = true;
        return false;
    }

    /// <summary>The length of the rest of the stream that was given to <see cref="Send"/>, if it is known.</summary>
    internal long? StreamLength => _stream is { CanSeek: true } ? _stream.Length - _stream.Position : null;

    private bool HasEntityTag => _hasEntityTag && _context.Response.StatusCode == StatusCodes.Status200OK && IsGetOrHead();

    /// <summary>Sends the stream that was given to <see cref="Send"/>, when every middleware function has returned.</summary>
    /// <param name="length">The length that the headers have announced.</param>
    internal async ValueTask SendStreamAsync(PipeWriter server, long? length)
    {
        ServerBody = server;
        try
        {
            await WriteBodyAsync(length);
        }
        finally
        {
            await ReleaseAsync(keepBuffer: false);
        }
    }

    /// <summary>The headers of a body: none where the status allows no body, and never a framing that is not ours.</summary>
    private void ApplyHeaders()
    {
        var headers = _context.Response.Headers;
        headers.TransferEncoding = default;
        if (!StatusAllowsBody())
        {
            headers.ContentType = default;
            headers.ContentLength = null;
        }
        else if (_contentType is not null)
        {
            headers.ContentType = _contentType;
        }
    }

    private async ValueTask WriteRestAsync(bool keepBuffer)
    {
        try
        {
            if (MayHaveBody())
            {
                await WriteBodyAsync(_context.Response.ContentLength);
            }
        }
        finally
        {
            await ReleaseAsync(keepBuffer);
        }
    }

    /// <param name="length">The length that the headers have announced.</param>
    private async ValueTask WriteBodyAsync(long? length)
    {
        if (_buffer is { Length: > 0 } buffer)
        {
            _sent += buffer.Length;
            await Body.WriteAsync(buffer.Written, _context.RequestAborted);
        }

        if (_stream is not null)
        {
            await CopyStreamAsync(_stream, length);
        }

        WarnOfLimit();
    }

    private void WarnOfLimit()
    {
        if (_sent >= _settings.ResponseLimit)
        {
            HandlerLog.ResponseOverLimit(_settings.Logger, _context.Request.Path, ByteSize.Format(_settings.ResponseLimit.Value));
        }
    }

    private async Task CopyStreamAsync(Stream stream, long? length)
    {
        var rented = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            // Never more than was announced: a file may grow while it is read.
            var left = length ?? long.MaxValue;
            int read;
            while ((read = await stream.ReadAsync(rented.AsMemory(0, (int)Math.Min(rented.Length, left)), _context.RequestAborted)) > 0)
            {
                await Body.WriteAsync(rented.AsMemory(0, read), _context.RequestAborted);
                _sent += read;
                left -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <param name="keepBuffer">
    /// Whether the buffer may still be written to, by a task that outlives a handler which never answered. Then it
    /// does not go back to the pool, where it would become another client's answer.
    /// </param>
    private async ValueTask ReleaseAsync(bool keepBuffer)
    {
        if (_buffer is { } buffer && !keepBuffer)
        {
            _buffer = null;
            _settings.Buffers.Return(buffer);
        }

        if (_stream is { } stream)
        {
            _stream = null;
            await stream.DisposeAsync();
        }
    }

    private bool IsGetOrHead() => HttpMethods.IsGet(_context.Request.Method) || RequestMethod.IsHead(_context);

    private void WarnOfIgnoredBody()
    {
        if (_settings.Is(HandlerTraits.IsDevelopment) && _context.Response.StatusCode == StatusCodes.Status204NoContent && _buffer is { Length: > 0 })
        {
            HandlerLog.BodyOf204Ignored(_settings.Logger, _context.Request.Path);
        }
    }
}
