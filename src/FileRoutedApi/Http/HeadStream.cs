using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Http;

/// <summary>
/// The body of a response to HEAD while its function runs. The client of a HEAD request waits for the end of the response, and a stream
/// that ends when its client disconnects would never end. So the request's token is cancelled once the headers have been sent, and every
/// further write throws an <see cref="OperationCanceledException"/>.
/// </summary>
internal sealed class HeadStream : PipeWriter, IHttpResponseBodyFeature, IDisposable
{
    private readonly HttpContext _context;
    private readonly IHttpResponseBodyFeature _server;
    private readonly CancellationToken _aborted;
    private readonly CancellationTokenSource _source;
    private Stream? _stream;
    private bool _isDisposed;

    private HeadStream(HttpContext context)
    {
        _context = context;
        _server = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        _aborted = context.RequestAborted;
        _source = CancellationTokenSource.CreateLinkedTokenSource(_aborted);
        context.RequestAborted = _source.Token;
        context.Features.Set<IHttpResponseBodyFeature>(this);
    }

    /// <summary>Gets a value indicating whether the headers have been sent, so that the response is complete.</summary>
    public bool IsComplete { get; private set; }

    public Stream Stream => _stream ??= AsStream(leaveOpen: true);

    public PipeWriter Writer => this;

    private IHttpResponseBodyFeature Server => _isDisposed ? throw ResponseBody.HandlerHasReturned() : _server;

    public override bool CanGetUnflushedBytes => Server.Writer.CanGetUnflushedBytes;

    public override long UnflushedBytes => Server.Writer.UnflushedBytes;

    /// <summary>Replaces the body of the response if the method is HEAD; otherwise returns null.</summary>
    public static HeadStream? Start(HttpContext context) => RequestMethod.IsHead(context) ? new HeadStream(context) : null;

    /// <summary>Restores the body and the token of the request after the function has returned.</summary>
    public void Dispose()
    {
        if (ReferenceEquals(_context.Features.Get<IHttpResponseBodyFeature>(), this))
        {
            _context.Features.Set(_server);
        }

        _isDisposed = true;
        _context.RequestAborted = _aborted;
        _source.Dispose();
    }

    public override void Advance(int bytes) => Server.Writer.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => Server.Writer.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => Server.Writer.GetSpan(sizeHint);

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfComplete();
        var result = await Server.Writer.FlushAsync(cancellationToken);
        await CompleteIfSentAsync();
        return result;
    }

    public override void CancelPendingFlush() => Server.Writer.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        // The server completes its own body.
    }

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await Server.StartAsync(cancellationToken);
        await CompleteIfSentAsync();
    }

    public void DisableBuffering() => Server.DisableBuffering();

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        // Only the headers are sent.
        await StartAsync(cancellationToken);
    }

    public async Task CompleteAsync()
    {
        await Server.CompleteAsync();
        await CompleteIfSentAsync();
    }

    private async ValueTask CompleteIfSentAsync()
    {
        if (!IsComplete && _context.Response.HasStarted)
        {
            IsComplete = true;
            await _source.CancelAsync();
        }
    }

    private void ThrowIfComplete()
    {
        if (IsComplete)
        {
            throw new OperationCanceledException("The headers of the response to HEAD were sent, and its body is not.", _source.Token);
        }
    }
}
