using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Http;

/// <summary>
/// The body that a function's result is written to. It keeps what was not flushed, so that an error can take its
/// place, and refuses to write beside an answer of <see cref="ApiResponse"/>: a client never gets two glued together.
/// A result that is known to be one value is kept whole and sent with its length.
/// </summary>
internal sealed class ResultBody : PipeWriter, IHttpResponseBodyFeature
{
    private readonly HttpContext _context;
    private readonly HandlerSettings _settings;
    private readonly ApiResponse _response;
    private readonly IHttpResponseBodyFeature _server;
    private readonly PendingBody? _pending;
    private ResponseBuffer? _buffer;
    private Stream? _stream;
    private bool _keepsResult;
    private bool _isOver;
    private int? _hiddenStatus;

    private ResultBody(HttpContext context, ApiResponse response, HandlerSettings settings)
    {
        _context = context;
        _response = response;
        _settings = settings;
        _server = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        _pending = settings.Is(HandlerTraits.IsBelowMiddleware) ? PendingBody.Of(context) : null;

        // Below a middleware function, a function that returns a value has one response, also if it takes the HttpContext.
        _keepsResult = settings.Is(HandlerTraits.BuffersResult) || (_pending is not null && settings.Is(HandlerTraits.ReturnsOneValue));
    }

    public Stream Stream => _stream ??= AsStream(leaveOpen: true);

    public PipeWriter Writer => this;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _buffer?.Length ?? 0;

    private ResponseBuffer Buffer => _isOver
        ? throw ResponseBody.Over()
        : _buffer ??= _settings.Buffers.Get();

    /// <summary>Takes the place of the server's body; the helpers of the response go on writing to that.</summary>
    public static ResultBody Attach(HttpContext context, ApiResponse response, HandlerSettings settings)
    {
        var body = new ResultBody(context, response, settings);
        response.ServerBody = body._server.Writer;
        context.Features.Set<IHttpResponseBodyFeature>(body);
        body.HideError();
        return body;
    }

    // ASP.NET Core does not call a function with filters if the status is that of an error before the call, as in '_404.cs' and
    // '_error.cs', or after a middleware that has set it.
    private void HideError()
    {
        if (_settings.Is(HandlerTraits.HasFilters) && _context.Response.StatusCode >= StatusCodes.Status400BadRequest)
        {
            _hiddenStatus = _context.Response.StatusCode;
            _context.Response.StatusCode = StatusCodes.Status200OK;
        }
    }

    private void ShowError()
    {
        if (_hiddenStatus is { } status && !_context.Response.HasStarted && _context.Response.StatusCode == StatusCodes.Status200OK)
        {
            _context.Response.StatusCode = status;
        }

        _hiddenStatus = null;
    }

    /// <summary>Sends what the function left unflushed.</summary>
    /// <exception cref="InvalidOperationException">The response was answered already.</exception>
    public async ValueTask SendRestAsync()
    {
        ShowError();
        if (_buffer is not { Length: > 0 } buffer)
        {
            return;
        }

        if (_pending is not null)
        {
            await LeaveAsync(buffer, _pending);
            return;
        }

        var response = _context.Response;
        if (_keepsResult && !response.HasStarted && AllowsLength(response.StatusCode) && !ResponseBody.IsReplaced(_server))
        {
            response.ContentLength ??= buffer.Length;
        }

        await SendAsync(buffer, _context.RequestAborted);
    }

    /// <summary>Has the rest wait until the function has returned: its result is one value.</summary>
    public void KeepWhole() => _keepsResult = true;

    /// <summary>Gives the server's body its place back and forgets what is left.</summary>
    public void Detach()
    {
        _context.Features.Set(_server);
        _response.ServerBody = null;
        _isOver = true;
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
        _keepsResult ? default
        : _buffer is { Length: > 0 } buffer ? SendAsync(buffer, cancellationToken)
        : _server.Writer.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => _server.Writer.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        // The server's body is completed by the server.
    }

    // Headers leave with the first bytes, so that an error before them is still a whole answer.
    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void DisableBuffering() => _server.DisableBuffering();

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        if (_buffer is { Length: > 0 } buffer)
        {
            await SendAsync(buffer, cancellationToken);
        }

        RefuseSecondAnswer();
        await _server.SendFileAsync(path, offset, count, cancellationToken);
    }

    public async Task CompleteAsync()
    {
        await SendRestAsync();
        await _server.CompleteAsync();
    }

    /// <summary>Leaves the rest to the middleware functions that the request has passed, unless a stream has begun.</summary>
    private async ValueTask LeaveAsync(ResponseBuffer buffer, PendingBody pending)
    {
        RefuseSecondAnswer();
        pending.IsWhole = true;
        if (ReferenceEquals(_server, pending) && !_context.Response.HasStarted && pending.TryTake(buffer))
        {
            _buffer = null;
            return;
        }

        await SendAsync(buffer, _context.RequestAborted);
    }

    private async ValueTask<FlushResult> SendAsync(ResponseBuffer buffer, CancellationToken cancellationToken)
    {
        ShowError();
        RefuseSecondAnswer();
        var result = await _server.Writer.WriteAsync(buffer.Written, cancellationToken);
        buffer.Clear();
        return result;
    }

    private void RefuseSecondAnswer()
    {
        if (!_response.IsOpen)
        {
            throw _response.AnsweredTwice();
        }
    }

    private static bool AllowsLength(int status) =>
        status is >= 200 and not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified);
}
