using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Http;

/// <summary>
/// The body of a response to HEAD while its function runs. A stream that ends when the client disconnects would never end here, as the
/// client waits for the end of the request and nothing else. So once the headers were sent, the request's token is cancelled, and whatever
/// writes on gets an <see cref="OperationCanceledException"/>.
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

    /// <summary>True if the headers were sent, so that nothing is left to send.</summary>
    public bool IsOver { get; private set; }

    public Stream Stream => _stream ??= AsStream(leaveOpen: true);

    public PipeWriter Writer => this;

    private IHttpResponseBodyFeature Server => _isDisposed ? throw ResponseBody.Over() : _server;

    public override bool CanGetUnflushedBytes => Server.Writer.CanGetUnflushedBytes;

    public override long UnflushedBytes => Server.Writer.UnflushedBytes;

    /// <summary>Takes the place of the response's body; null unless the method is HEAD.</summary>
    public static HeadStream? Start(HttpContext context) => RequestMethod.IsHead(context) ? new HeadStream(context) : null;

    /// <summary>The function has returned: gives the response its body back, and the request its token.</summary>
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
        ThrowIfOver();
        var result = await Server.Writer.FlushAsync(cancellationToken);
        await EndIfSentAsync();
        return result;
    }

    public override void CancelPendingFlush() => Server.Writer.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        // The server's body is completed by the server.
    }

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await Server.StartAsync(cancellationToken);
        await EndIfSentAsync();
    }

    public void DisableBuffering() => Server.DisableBuffering();

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        // The file is not read.
        await StartAsync(cancellationToken);
    }

    public async Task CompleteAsync()
    {
        await Server.CompleteAsync();
        await EndIfSentAsync();
    }

    private async ValueTask EndIfSentAsync()
    {
        if (!IsOver && _context.Response.HasStarted)
        {
            IsOver = true;
            await _source.CancelAsync();
        }
    }

    private void ThrowIfOver()
    {
        if (IsOver)
        {
            throw new OperationCanceledException("The headers of the response to HEAD were sent, and its body is not.", _source.Token);
        }
    }
}
