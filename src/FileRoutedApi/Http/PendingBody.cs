using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.ObjectPool;

namespace FileRoutedApi.Http;

/// <summary>
/// The body of a response that passes through middleware functions. It is pending until all of them have returned: until then they can
/// change the status, the headers and the body. The length, the <c>ETag</c> and 304 are computed from the bytes that are finally sent.
/// </summary>
/// <remarks>A response that is already being streamed is not pending. Its bytes are passed on to the server.</remarks>
internal sealed partial class PendingBody : PipeWriter, IHttpResponseBodyFeature
{
    // The output of a middleware function stays in memory until the request ends, so its size is limited. A larger output is streamed.
    private const int MaxPendingBytes = 16 * 1024 * 1024;

    private readonly HttpContext _context;
    private readonly IHttpResponseBodyFeature _server;
    private readonly ObjectPool<ResponseBuffer> _buffers;
    private ReadOnlyMemory<byte> _bytes;
    private string? _bytesTag;
    private string? _responseTag;
    private ResponseBuffer? _buffer;
    private ApiResponse? _streamResponse;
    private Stream? _adapter;
    private Action<HttpResponse>? _onStarting;
    private bool _hasEntityTag;
    private bool _hasResponse;
    private bool _isLengthUnknown;
    private bool _hasContentLength;
    private bool _isStreaming;
    private bool _isDetached;

    private PendingBody(HttpContext context, IHttpResponseBodyFeature server, ObjectPool<ResponseBuffer> buffers)
    {
        _context = context;
        _server = server;
        _buffers = buffers;
    }

    public Stream Stream => _adapter ??= AsStream(leaveOpen: true);

    public PipeWriter Writer => this;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _buffer?.Length ?? 0;

    /// <summary>
    /// Gets or sets a value indicating whether flushes have no effect until the response is complete. It is false while code runs that may
    /// stream, such as a route function: a flush then sends the bytes that were written.
    /// </summary>
    public bool IsBuffering { get; set; }

    /// <summary>Gets a value indicating whether this is the current body feature of the response.</summary>
    public bool IsCurrent => ReferenceEquals(_context.Features.Get<IHttpResponseBodyFeature>(), this);

    private IHttpResponseBodyFeature Server => _isDetached ? throw ResponseBody.HandlerHasReturned() : _server;

    private ResponseBuffer Buffer
    {
        get
        {
            if (_isDetached)
            {
                throw ResponseBody.HandlerHasReturned();
            }

            _buffer ??= _buffers.Get();
            if (_bytes.Length > 0)
            {
                var bytes = _bytes;
                _bytes = default;
                bytes.CopyTo(_buffer.GetMemory(bytes.Length));
                _buffer.Advance(bytes.Length);
            }

            _bytesTag = null;
            return _buffer;
        }
    }

    /// <summary>Gets the pending body of a request; null if no middleware function runs for it.</summary>
    public static PendingBody? Of(HttpContext context) => context.Features.Get<PendingBody>();

    /// <summary>Creates a pending body that replaces the server's body feature.</summary>
    public static PendingBody Attach(HttpContext context, ObjectPool<ResponseBuffer> buffers)
    {
        var body = new PendingBody(context, context.Features.GetRequiredFeature<IHttpResponseBodyFeature>(), buffers);
        context.Features.Set<IHttpResponseBodyFeature>(body);
        context.Features.Set(body);
        return body;
    }

    /// <summary>Marks the pending bytes as a response. A response has a <c>Content-Length</c> even if it is empty.</summary>
    /// <param name="hasEntityTag">True if a 200 response to GET or HEAD has an <c>ETag</c>.</param>
    /// <param name="tag">The current <c>ETag</c> of the response, if it was computed from the bytes.</param>
    public void SetResponse(bool hasEntityTag, string? tag = null)
    {
        _hasResponse = true;
        _hasEntityTag |= hasEntityTag;
        _responseTag = tag;
    }

    /// <summary>Omits <c>Content-Length</c>: for HEAD the stream of the response is not read, so its length is unknown.</summary>
    public void SetLengthUnknown() => _isLengthUnknown = true;

    /// <summary>
    /// Decides whether a <c>Content-Length</c> that the handler has set in response to HEAD is kept. Many results set it without writing a
    /// body. If a middleware changes or extends such a response, the length that GET would have is unknown.
    /// </summary>
    public void OnHeadHandled()
    {
        if (_context.Response.ContentLength is not null && IsEmpty)
        {
            _hasContentLength = IsCurrent;
            _isLengthUnknown |= !IsCurrent;
        }
    }

    /// <summary>Sets a callback that is invoked before this body sends the headers.</summary>
    public void OnStarting(Action<HttpResponse> callback) => _onStarting = callback;

    /// <summary>Takes ownership of a buffer and returns it to its pool after it was sent.</summary>
    /// <returns>False if other bytes are pending; then the caller must write the bytes.</returns>
    public bool TryTake(ResponseBuffer buffer)
    {
        if (!IsEmpty)
        {
            return false;
        }

        if (_buffer is { } empty)
        {
            _buffers.Return(empty);
        }

        _buffer = buffer;
        return true;
    }

    /// <summary>Takes bytes that nothing modifies afterwards.</summary>
    /// <param name="tag">Their entity tag, if it is known.</param>
    /// <returns>False if other bytes are pending; then the caller must write the bytes.</returns>
    public bool TryTake(ReadOnlyMemory<byte> bytes, string? tag)
    {
        if (!IsEmpty)
        {
            return false;
        }

        (_bytes, _bytesTag) = (bytes, tag);
        return true;
    }

    /// <summary>Takes a response whose stream is sent after every function has returned.</summary>
    /// <returns>False if other bytes are pending; then the caller must write the stream.</returns>
    public bool TryTake(ApiResponse stream)
    {
        if (!IsEmpty)
        {
            return false;
        }

        _streamResponse = stream;
        return true;
    }

    public override void Advance(int bytes) => Buffer.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => Buffer.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => Buffer.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        IsBuffering && !_isStreaming && UnflushedBytes <= MaxPendingBytes ? default : StreamAsync(cancellationToken);

    public override void CancelPendingFlush() => Server.Writer.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        // The server completes its own body.
    }

    public Task StartAsync(CancellationToken cancellationToken = default) =>
        IsBuffering && !_isStreaming ? Task.CompletedTask : StreamAsync(cancellationToken).AsTask();

    public void DisableBuffering()
    {
        _isStreaming = true;
        Server.DisableBuffering();
    }

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        await StreamAsync(cancellationToken);
        await Server.SendFileAsync(path, offset, count, cancellationToken);
    }

    public async Task CompleteAsync()
    {
        await StreamAsync(_context.RequestAborted);
        await Server.CompleteAsync();
    }

    private bool IsEmpty => _bytes.Length == 0 && _streamResponse is null && _buffer is not { Length: > 0 };

    private async ValueTask<FlushResult> StreamAsync(CancellationToken cancellationToken)
    {
        InvokeOnStarting();
        _isStreaming = true;
        var buffer = Buffer;
        if (_streamResponse is { } stream)
        {
            _streamResponse = null;
            await stream.SendStreamAsync(Server.Writer, length: null);
        }

        if (buffer.Length == 0)
        {
            return await Server.Writer.FlushAsync(cancellationToken);
        }

        var result = await Server.Writer.WriteAsync(buffer.Written, cancellationToken);
        buffer.Clear();
        return result;
    }
}
