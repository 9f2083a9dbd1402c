using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <content>What happens when every middleware function has returned: the response is sent, or discarded.</content>
internal sealed partial class PendingBody
{
    private long? _streamLength;

    /// <summary>Forgets what is pending, so that another response can take its place.</summary>
    /// <exception cref="InvalidOperationException">A stream has begun.</exception>
    public async ValueTask ClearAsync()
    {
        (_whole, _tagOfWhole, _tagOfResponse, _starting) = (default, null, null, null);
        _hasEntityTag = _isResponse = _isLengthUnknown = _isLengthAnnounced = false;
        _buffer?.Clear();
        if (_stream is { } stream)
        {
            _stream = null;
            await stream.DiscardAsync();
        }
    }

    /// <summary>Gives the server's body its place back, and sends what is pending.</summary>
    public async ValueTask SendAsync()
    {
        Detach();
        try
        {
            Start();
            if (!_hasBegun && !_context.Response.HasStarted)
            {
                if (!Describe())
                {
                    return;
                }
            }

            if (!RequestMethod.IsHead(_context))
            {
                await WriteAsync();
            }
        }
        finally
        {
            await ReleaseAsync();
        }
    }

    /// <summary>Lets the cache see the headers before they are sent, however the response starts.</summary>
    private void Start()
    {
        var starting = _starting;
        _starting = null;
        if (!_context.Response.HasStarted)
        {
            starting?.Invoke(_context.Response);
        }
    }

    /// <summary>Gives the server's body its place back, and forgets what is pending.</summary>
    public ValueTask DiscardAsync()
    {
        Detach();
        return ReleaseAsync();
    }

    /// <summary>Sets the headers that are about the bytes.</summary>
    /// <returns>True if the response has a body.</returns>
    private bool Describe()
    {
        var response = _context.Response;
        var written = _buffer is { Length: > 0 } buffer ? buffer.Written : _whole;
        if (_hasEntityTag && response.StatusCode == StatusCodes.Status200OK
            && (HttpMethods.IsGet(_context.Request.Method) || RequestMethod.IsHead(_context)) && !_isLengthUnknown && _stream is null)
        {
            if (response.Headers.ETag.Count == 0 || response.Headers.ETag == _tagOfResponse)
            {
                response.Headers.ETag = _tagOfWhole ?? EntityTag.Of(written.Span);
            }

            if (EntityTag.IsNotModified(_context.Request, response))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
            }
        }

        if (!ResponseBody.IsAllowed(response.StatusCode))
        {
            response.Headers.ContentType = default;
            response.ContentLength = null;
            return false;
        }

        if (_isLengthUnknown || (_isLengthAnnounced && written.Length > 0))
        {
            response.ContentLength = null;
        }
        else if (_stream is not null)
        {
            _streamLength = _stream.StreamLength;
            response.ContentLength = _streamLength + written.Length;
        }
        else if (written.Length > 0 || _isResponse || (response.ContentLength > 0 && !RequestMethod.IsHead(_context)))
        {
            // An empty error that is not a response of its own has no length: the middleware for status codes may give it a body.
            response.ContentLength = written.Length;
        }

        return true;
    }

    private async ValueTask WriteAsync()
    {
        if (_stream is { } stream)
        {
            _stream = null;
            await stream.SendStreamAsync(_server.Writer, _streamLength);
        }

        var written = _buffer is { Length: > 0 } buffer ? buffer.Written : _whole;
        if (written.Length > 0)
        {
            await _server.Writer.WriteAsync(written, _context.RequestAborted);
        }
    }

    // A function that has put another body in this one's place may not have restored it.
    private void Detach()
    {
        _context.Features.Set(_server);
        _context.Features.Set<PendingBody>(null);
        _isOver = true;
    }

    private async ValueTask ReleaseAsync()
    {
        _whole = default;
        if (_buffer is { } buffer)
        {
            _buffer = null;
            _buffers.Return(buffer);
        }

        if (_stream is { } stream)
        {
            _stream = null;
            await stream.DiscardAsync();
        }
    }
}
