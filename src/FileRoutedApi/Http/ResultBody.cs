using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Http;

/// <summary>
/// The body feature to which the result of a function is written. It buffers what was not flushed, so that an error can replace it. It
/// rejects writes after a response was sent through <see cref="ApiResponse"/>, so that a client never receives both. A result that is a
/// single value is buffered as a whole and sent with its length.
/// </summary>
internal sealed class ResultBody : PipeWriter, IHttpResponseBodyFeature
{
    private readonly HttpContext _context;
    private readonly HandlerSettings _settings;
    private readonly ApiResponse? _response;
    private readonly IHttpResponseBodyFeature _server;
    private readonly PendingBody? _pending;
    private ResponseBuffer? _buffer;
    private Stream? _stream;
    private bool _buffersWhole;
    private int _maxWhole = int.MaxValue;
    private bool _hasEntityTag;
    private bool _isTruncated;
    private bool _isDetached;
    private int? _hiddenStatus;

    private ResultBody(HttpContext context, ApiResponse? response, HandlerSettings settings)
    {
        _context = context;
        _response = response;
        _settings = settings;
        _server = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        _pending = settings.Is(HandlerTraits.IsBelowMiddleware) ? PendingBody.Of(context) : null;

        // A function that returns a value has one response, even if it takes the HttpContext; a middleware above may change it.
        _buffersWhole = settings.Is(HandlerTraits.BuffersResult) || (_pending is not null && settings.Is(HandlerTraits.ReturnsOneValue));
    }

    public Stream Stream => _stream ??= AsStream(leaveOpen: true);

    public PipeWriter Writer => this;

    public override bool CanGetUnflushedBytes => true;

    // The serializer suspends itself after each value while there are more bytes than it wants to hold back.
    public override long UnflushedBytes => IsHeldBack ? 0 : _buffer?.Length ?? 0;

    private bool IsHeldBack => _buffersWhole && (_buffer?.Length ?? 0) <= _maxWhole;

    private ResponseBuffer Buffer => _isDetached
        ? throw ResponseBody.HandlerHasReturned()
        : _buffer ??= _settings.Buffers.Get();

    /// <summary>Replaces the server's body feature. The methods of <see cref="ApiResponse"/> still write to the server's body.</summary>
    /// <param name="response">The response that the function takes, or null.</param>
    public static ResultBody Attach(HttpContext context, ApiResponse? response, HandlerSettings settings)
    {
        var body = new ResultBody(context, response, settings);
        if (response is not null)
        {
            response.ServerBody = body._server.Writer;
        }

        context.Features.Set<IHttpResponseBodyFeature>(body);
        body.HideErrorStatus();
        return body;
    }

    // ASP.NET Core does not call a function that has filters if the status is an error before the call. That is the case in '_404.cs' and
    // '_error.cs', and after a middleware that has set the status.
    private void HideErrorStatus()
    {
        if (_settings.Is(HandlerTraits.HasFilters) && _context.Response.StatusCode >= StatusCodes.Status400BadRequest)
        {
            _hiddenStatus = _context.Response.StatusCode;
            _context.Response.StatusCode = StatusCodes.Status200OK;
        }
    }

    /// <summary>Restores the status that was hidden from the call, unless the function has set another one.</summary>
    public void RestoreErrorStatus()
    {
        if (_hiddenStatus is { } status && !_context.Response.HasStarted && _context.Response.StatusCode == StatusCodes.Status200OK)
        {
            _context.Response.StatusCode = status;
        }

        _hiddenStatus = null;
    }

    /// <summary>Sends what the function has written and not flushed.</summary>
    /// <exception cref="InvalidOperationException">The response was already sent through <see cref="ApiResponse"/>.</exception>
    public async ValueTask SendRestAsync()
    {
        RestoreErrorStatus();
        if (_isTruncated)
        {
            _buffer?.Clear();
            _pending?.SetLengthUnknown();
        }

        if (_buffer is not { Length: > 0 } buffer)
        {
            return;
        }

        if (_pending is not null)
        {
            await PassToMiddlewareAsync(buffer, _pending);
            return;
        }

        var response = _context.Response;
        if (_buffersWhole && !response.HasStarted && !ResponseBody.IsReplaced(_server) && !SetHeaders(buffer))
        {
            return;
        }

        await SendAsync(buffer, _context.RequestAborted);
    }

    /// <summary>Ignores flushes until the function has returned, because its result is a single value.</summary>
    /// <param name="hasEntityTag">True if a 200 response to GET or HEAD has an <c>ETag</c>.</param>
    /// <param name="maxLength">
    /// Above this number of bytes, a flush sends them. Ignored below a middleware function, which may change the whole response.
    /// </param>
    public void BufferWhole(bool hasEntityTag = false, int maxLength = int.MaxValue)
    {
        _buffersWhole = true;
        _hasEntityTag = hasEntityTag;
        _maxWhole = _pending is null ? maxLength : int.MaxValue;
    }

    /// <summary>Discards the bytes of a response to HEAD of which only the beginning was written, so that its length is unknown.</summary>
    public void Truncate() => _isTruncated = true;

    /// <summary>Restores the server's body feature and discards what was not sent.</summary>
    public void Detach()
    {
        _context.Features.Set(_server);
        if (_response is not null)
        {
            _response.ServerBody = null;
        }

        _isDetached = true;
        if (_buffer is { } buffer)
        {
            _buffer = null;
            _settings.Buffers.Return(buffer);
        }
    }

    public override void Advance(int bytes) => Buffer.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => Buffer.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => Buffer.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        IsHeldBack ? default
        : _buffer is { Length: > 0 } buffer ? SendAsync(buffer, cancellationToken)
        : _server.Writer.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => _server.Writer.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        // The server completes its own body.
    }

    // The headers are sent with the first bytes, so that an error before them is still sent as a whole response.
    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void DisableBuffering() => _server.DisableBuffering();

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        if (_buffer is { Length: > 0 } buffer)
        {
            await SendAsync(buffer, cancellationToken);
        }

        ThrowIfResponded();
        await _server.SendFileAsync(path, offset, count, cancellationToken);
    }

    public async Task CompleteAsync()
    {
        await SendRestAsync();
        await _server.CompleteAsync();
    }

    /// <summary>Sets the headers that describe the whole body.</summary>
    /// <returns>False if the body is not sent, because the client has it or because the method is HEAD.</returns>
    private bool SetHeaders(ResponseBuffer buffer)
    {
        ThrowIfResponded();
        var response = _context.Response;
        if (_hasEntityTag && EntityTag.Apply(_context, buffer.Written.Span))
        {
            response.Headers.ContentType = default;
            buffer.Clear();
            return false;
        }

        if (AllowsLength(response.StatusCode))
        {
            response.ContentLength ??= buffer.Length;
        }

        if (!_hasEntityTag || !RequestMethod.IsHead(_context))
        {
            return true;
        }

        buffer.Clear();
        return false;
    }

    /// <summary>Passes the rest to the middleware functions above, unless a stream has started.</summary>
    private async ValueTask PassToMiddlewareAsync(ResponseBuffer buffer, PendingBody pending)
    {
        ThrowIfResponded();
        if (_hasEntityTag)
        {
            pending.SetResponse(hasEntityTag: true);
        }

        pending.IsBuffering = true;
        if (ReferenceEquals(_server, pending) && !_context.Response.HasStarted && pending.TryTake(buffer))
        {
            _buffer = null;
            return;
        }

        await SendAsync(buffer, _context.RequestAborted);
    }

    private async ValueTask<FlushResult> SendAsync(ResponseBuffer buffer, CancellationToken cancellationToken)
    {
        RestoreErrorStatus();
        ThrowIfResponded();
        var result = await _server.Writer.WriteAsync(buffer.Written, cancellationToken);
        buffer.Clear();
        return result;
    }

    private void ThrowIfResponded()
    {
        if (_response is { IsOpen: false })
        {
            throw _response.SecondResponse();
        }
    }

    private static bool AllowsLength(int status) =>
        status is >= 200 and not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified);
}
