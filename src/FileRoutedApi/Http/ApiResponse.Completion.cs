using System.Buffers;
using System.IO.Pipelines;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi;

/// <content>Sending or discarding the response after the handler has returned.</content>
public sealed partial class ApiResponse
{
    /// <summary>
    /// Sends the response after the handler has returned. Code that still has a reference to it cannot send anything more.
    /// </summary>
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

    private ValueTask WriteAsync() => Interlocked.Exchange(ref _progress, Progress.Closed) switch
    {
        Progress.Open or Progress.Closed => default,
        Progress.Writing when HasStarted => WriteRestAsync(keepBuffer: true),
        Progress.Writing => WriteResponseAsync(keepBuffer: true),
        _ when HasStarted => WriteRestAsync(keepBuffer: false),
        _ => WriteResponseAsync(keepBuffer: false),
    };

    /// <summary>Discards the unsent part of the response, so that an error response can be sent instead.</summary>
    internal ValueTask DiscardAsync() =>
        ReleaseAsync(keepBuffer: Interlocked.Exchange(ref _progress, Progress.Closed) != Progress.Complete);

    private async ValueTask WriteResponseAsync(bool keepBuffer)
    {
        var isPending = false;
        try
        {
            var response = _context.Response;
            if (_status != 0)
            {
                // Restores the status: a value that the function returned may have changed it since.
                response.StatusCode = _status;
            }

            if (_settings.Is(HandlerTraits.IsBelowMiddleware) && PendingBody.Of(_context) is { } pending)
            {
                isPending = await PassToMiddlewareAsync(pending, keepBuffer);
                return;
            }

            // If a middleware has replaced the body, it can change the bytes, so their length and entity tag are unknown here.
            var isReplaced = ResponseBody.IsReplaced(_context);
            if (HasEntityTag && !isReplaced)
            {
                EntityTag.Apply(_context, _buffer!.Written.Span);
            }

            ApplyHeaders();
            if (!StatusAllowsBody())
            {
                WarnOfIgnoredBody();
                return;
            }

            if (!isReplaced)
            {
                response.ContentLength = _isTruncated ? null : _stream is null ? _buffer?.Length ?? 0 : StreamLength;
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

    /// <summary>Passes the response to the middleware functions of the folders above, which can change it before it is sent.</summary>
    /// <returns>True if the response is a stream, which is sent after they have returned.</returns>
    private async ValueTask<bool> PassToMiddlewareAsync(PendingBody pending, bool keepBuffer)
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
            // The output cache of ASP.NET Core stores the headers at this point, so the entity tag must be set now.
            var tag = EntityTag.Of(_buffer!.Written.Span);
            _context.Response.Headers.ETag = tag;
            pending.SetResponse(_hasEntityTag, tag);
        }

        // Otherwise the bytes are written, even for HEAD, because Content-Length depends on what the middleware functions do with them.
        if (_stream is not null && RequestMethod.IsHead(_context))
        {
            pending.SetLengthUnknown();
            return false;
        }

        pending.IsBuffering = _stream is null;
        await WriteBodyAsync(length: null);
        pending.IsBuffering = true;
        return false;
    }

    /// <summary>Gets the length of the rest of the stream that was given to <see cref="Send"/>; null if it is unknown.</summary>
    internal long? StreamLength => _stream is { CanSeek: true } ? _stream.Length - _stream.Position : null;

    private bool HasEntityTag => _hasEntityTag && _context.Response.StatusCode == StatusCodes.Status200OK && IsGetOrHead();

    /// <summary>Sends the stream that was given to <see cref="Send"/>, after every middleware function has returned.</summary>
    /// <param name="length">The length in the headers.</param>
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

    /// <summary>
    /// Sets the content type, or removes the content headers if the status does not allow a body. Removes <c>Transfer-Encoding</c>, which
    /// only the server may set.
    /// </summary>
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

    /// <param name="length">The length in the headers.</param>
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
            Log.ResponseLimitExceeded(_settings.Logger, _context.Request.Path, ByteSize.Format(_settings.ResponseLimit.Value));
        }
    }

    private async Task CopyStreamAsync(Stream stream, long? length)
    {
        var rented = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            // Never send more than Content-Length: a file may grow while it is read.
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
    /// True if code may still write to the buffer: a task can outlive a handler that has not completed its response. Such a buffer must not
    /// return to the pool, or the text would become part of another client's response.
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
            Log.BodyOf204Ignored(_settings.Logger, _context.Request.Path);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Warning,
            "API response for {Url} exceeds {Limit}. API Routes are meant to respond quickly. "
                + "Raise it with config.Api.ResponseLimit, or set it to false.",
            EventName = "ResponseLimitExceeded")]
        public static partial void ResponseLimitExceeded(ILogger logger, string url, string limit);

        [LoggerMessage(
            2, LogLevel.Warning,
            "A body was attempted to be set with a 204 statusCode for {Url}, this is invalid and the body was ignored.",
            EventName = "BodyOf204Ignored")]
        public static partial void BodyOf204Ignored(ILogger logger, string url);
    }
}
