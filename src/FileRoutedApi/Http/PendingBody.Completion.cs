using Microsoft.AspNetCore.Http;

namespace FileRoutedApi.Http;

/// <content>What happens after every middleware function has returned: the response is sent, or discarded.</content>
internal sealed partial class PendingBody
{
    private long? _streamLength;

    /// <summary>Clears the pending response, so that another one can replace it.</summary>
    public async ValueTask ClearAsync()
    {
        (_bytes, _bytesTag, _responseTag, _onStarting) = (default, null, null, null);
        _hasEntityTag = _hasResponse = _isLengthUnknown = _hasContentLength = false;
        _buffer?.Clear();
        if (_streamResponse is { } stream)
        {
            _streamResponse = null;
            await stream.DiscardAsync();
        }
    }

    /// <summary>Restores the server's body feature and sends the pending response.</summary>
    public async ValueTask SendAsync()
    {
        Detach();
        try
        {
            InvokeOnStarting();
            if (!_isStreaming && !_context.Response.HasStarted)
            {
                if (!SetBodyHeaders())
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

    /// <summary>Invokes the callback of the cache, which reads the headers before they are sent.</summary>
    private void InvokeOnStarting()
    {
        var starting = _onStarting;
        _onStarting = null;
        if (!_context.Response.HasStarted)
        {
            starting?.Invoke(_context.Response);
        }
    }

    /// <summary>Restores the server's body feature and discards the pending response.</summary>
    public ValueTask DiscardAsync()
    {
        Detach();
        return ReleaseAsync();
    }

    /// <summary>Sets the headers that describe the bytes.</summary>
    /// <returns>True if the response has a body.</returns>
    private bool SetBodyHeaders()
    {
        var response = _context.Response;
        var written = _buffer is { Length: > 0 } buffer ? buffer.Written : _bytes;
        if (_hasEntityTag && response.StatusCode == StatusCodes.Status200OK
            && (HttpMethods.IsGet(_context.Request.Method) || RequestMethod.IsHead(_context))
            && !_isLengthUnknown && _streamResponse is null)
        {
            if (response.Headers.ETag.Count == 0 || response.Headers.ETag == _responseTag)
            {
                response.Headers.ETag = _bytesTag ?? EntityTag.Of(written.Span);
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

        if (_isLengthUnknown || (_hasContentLength && written.Length > 0))
        {
            response.ContentLength = null;
        }
        else if (_streamResponse is not null)
        {
            _streamLength = _streamResponse.StreamLength;
            response.ContentLength = _streamLength + written.Length;
        }
        else if (written.Length > 0 || _hasResponse || (response.ContentLength > 0 && !RequestMethod.IsHead(_context)))
        {
            // Not for an empty error that is not a response of its own: the status code pages middleware may still give it a body.
            response.ContentLength = written.Length;
        }

        return true;
    }

    private async ValueTask WriteAsync()
    {
        if (_streamResponse is { } stream)
        {
            _streamResponse = null;
            await stream.SendStreamAsync(_server.Writer, _streamLength);
        }

        var written = _buffer is { Length: > 0 } buffer ? buffer.Written : _bytes;
        if (written.Length > 0)
        {
            await _server.Writer.WriteAsync(written, _context.RequestAborted);
        }
    }

    // Unconditional: a function may have set another body feature and not restored this one.
    private void Detach()
    {
        _context.Features.Set(_server);
        _context.Features.Set<PendingBody>(null);
        _isDetached = true;
    }

    private async ValueTask ReleaseAsync()
    {
        _bytes = default;
        if (_buffer is { } buffer)
        {
            _buffer = null;
            _buffers.Return(buffer);
        }

        if (_streamResponse is { } stream)
        {
            _streamResponse = null;
            await stream.DiscardAsync();
        }
    }
}
