using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.ObjectPool;

namespace FileRoutedApi.Http;

/// <summary>
/// The body of a response below a middleware function: it is pending until every function has returned. Until then a function can
/// change the status, the headers and the body. Length, <c>ETag</c> and 304 are computed from what is sent in the end.
/// </summary>
/// <remarks>A stream that has begun is not pending: what follows is passed on to the server.</remarks>
internal sealed partial class PendingBody : PipeWriter, IHttpResponseBodyFeature
{
    // What a function copies into the body is in memory until the request ends, so it has a bound. More than this is sent as a stream.
    private const int MostPending = 16 * 1024 * 1024;

    private readonly HttpContext _context;
    private readonly IHttpResponseBodyFeature _server;
    private readonly ObjectPool<ResponseBuffer> _buffers;
    private ReadOnlyMemory<byte> _whole;
    private string? _tagOfWhole;
    private string? _tagOfResponse;
    private ResponseBuffer? _buffer;
    private ApiResponse? _stream;
    private Stream? _asStream;
    private Action<HttpResponse>? _starting;
    private bool _hasEntityTag;
    private bool _isResponse;
    private bool _isLengthUnknown;
    private bool _isLengthAnnounced;
    private bool _hasBegun;
    private bool _isOver;

    private PendingBody(HttpContext context, IHttpResponseBodyFeature server, ObjectPool<ResponseBuffer> buffers)
    {
        _context = context;
        _server = server;
        _buffers = buffers;
    }

    public Stream Stream => _asStream ??= AsStream(leaveOpen: true);

    public PipeWriter Writer => this;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _buffer?.Length ?? 0;

    /// <summary>
    /// True if what is written is one response, which waits. False while code runs that may write a stream, such as a route
    /// function: there a flush sends what was written.
    /// </summary>
    public bool IsWhole { get; set; }

    /// <summary>True if nothing has put another body in this one's place.</summary>
    public bool IsCurrent => ReferenceEquals(_context.Features.Get<IHttpResponseBodyFeature>(), this);

    private IHttpResponseBodyFeature Server => _isOver ? throw ResponseBody.Over() : _server;

    private ResponseBuffer Buffer
    {
        get
        {
            if (_isOver)
            {
                throw ResponseBody.Over();
            }

            _buffer ??= _buffers.Get();
            if (_whole.Length > 0)
            {
                var whole = _whole;
                _whole = default;
                whole.CopyTo(_buffer.GetMemory(whole.Length));
                _buffer.Advance(whole.Length);
            }

            _tagOfWhole = null;
            return _buffer;
        }
    }

    /// <summary>Gets the pending body of a request; null if no middleware function waits for its response.</summary>
    public static PendingBody? Of(HttpContext context) => context.Features.Get<PendingBody>();

    /// <summary>Takes the place of the server's body.</summary>
    public static PendingBody Attach(HttpContext context, ObjectPool<ResponseBuffer> buffers)
    {
        var body = new PendingBody(context, context.Features.GetRequiredFeature<IHttpResponseBodyFeature>(), buffers);
        context.Features.Set<IHttpResponseBodyFeature>(body);
        context.Features.Set(body);
        return body;
    }

    /// <summary>Says that what is pending is a response, which has a length even if it is empty.</summary>
    /// <param name="hasEntityTag">True if a 200 to GET or HEAD has an <c>ETag</c>.</param>
    /// <param name="tag">The <c>ETag</c> that the response has by now, if it was computed from the bytes.</param>
    public void SetResponse(bool hasEntityTag, string? tag = null)
    {
        _isResponse = true;
        _hasEntityTag |= hasEntityTag;
        _tagOfResponse = tag;
    }

    /// <summary>Says that the length cannot be known from what was written, as nothing reads the stream of a response to HEAD.</summary>
    public void SetLengthUnknown() => _isLengthUnknown = true;

    /// <summary>
    /// Called when the handler has responded to HEAD. Many results announce a length and write no body then, so what a function adds to it
    /// or makes of it has not the length that it has for GET.
    /// </summary>
    public void EndHead()
    {
        if (_context.Response.ContentLength is not null && IsEmpty)
        {
            _isLengthAnnounced = IsCurrent;
            _isLengthUnknown |= !IsCurrent;
        }
    }

    /// <summary>Calls back before the headers are sent, if they are sent from here.</summary>
    public void OnStarting(Action<HttpResponse> callback) => _starting = callback;

    /// <summary>Takes over a buffer, which is returned to its pool when it was sent.</summary>
    /// <returns>False if there are bytes before it; then it has to be written.</returns>
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

    /// <summary>Takes bytes that do not change.</summary>
    /// <param name="tag">Their entity tag, if it is known.</param>
    /// <returns>False if there are bytes before them; then they have to be written.</returns>
    public bool TryTake(ReadOnlyMemory<byte> bytes, string? tag)
    {
        if (!IsEmpty)
        {
            return false;
        }

        (_whole, _tagOfWhole) = (bytes, tag);
        return true;
    }

    /// <summary>Takes a response whose stream is sent when every function has returned.</summary>
    /// <returns>False if there are bytes before it; then it has to be written.</returns>
    public bool TryTake(ApiResponse stream)
    {
        if (!IsEmpty)
        {
            return false;
        }

        _stream = stream;
        return true;
    }

    public override void Advance(int bytes) => Buffer.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => Buffer.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => Buffer.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        IsWhole && !_hasBegun && UnflushedBytes <= MostPending ? default : BeginAsync(cancellationToken);

    public override void CancelPendingFlush() => Server.Writer.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        // The server's body is completed by the server.
    }

    public Task StartAsync(CancellationToken cancellationToken = default) =>
        IsWhole && !_hasBegun ? Task.CompletedTask : BeginAsync(cancellationToken).AsTask();

    public void DisableBuffering()
    {
        _hasBegun = true;
        Server.DisableBuffering();
    }

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        await BeginAsync(cancellationToken);
        await Server.SendFileAsync(path, offset, count, cancellationToken);
    }

    public async Task CompleteAsync()
    {
        await BeginAsync(_context.RequestAborted);
        await Server.CompleteAsync();
    }

    private bool IsEmpty => _whole.Length == 0 && _stream is null && _buffer is not { Length: > 0 };

    private async ValueTask<FlushResult> BeginAsync(CancellationToken cancellationToken)
    {
        Start();
        _hasBegun = true;
        var buffer = Buffer;
        if (_stream is { } stream)
        {
            _stream = null;
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
