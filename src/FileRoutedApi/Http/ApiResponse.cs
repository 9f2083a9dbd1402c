using System.Buffers;
using System.Reflection;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi;

/// <summary>
/// A response with the helpers of Next.js API routes. It can be chained until it answers:
/// <c>res.Status(201).SetHeader("X-A", "b").Json(value)</c>.
/// </summary>
/// <remarks>
/// An answer is kept until the handler has returned, and is then written in one piece with its length. A handler
/// that throws after it answered changes nothing; one that throws before is answered with one whole error.
/// </remarks>
public sealed class ApiResponse : IBindableFromHttpContext<ApiResponse>
{
    private const string JsonType = "application/json; charset=utf-8";
    private const string TextType = "text/plain; charset=utf-8";
    private const string BytesType = "application/octet-stream";

    private readonly HttpContext _context;
    private readonly HandlerSettings _settings;
    private AnswerBuffer? _buffer;
    private Stream? _stream;
    private Progress _progress;
    private bool _hasEntityTag;
    private long _sent;

    internal ApiResponse(HttpContext context, HandlerSettings settings)
    {
        _context = context;
        _settings = settings;
    }

    private enum Progress
    {
        Open,
        Writing,
        Answered,
        Completed,
    }

    /// <summary>The status code that will be or was sent; 200 unless set.</summary>
    public int StatusCode => _context.Response.StatusCode;

    /// <summary>Whether a call has answered: nothing more can be sent.</summary>
    public bool IsAnswered => _progress >= Progress.Answered;

    /// <summary>Whether the status and headers have left: from here on an error can only cut the response off.</summary>
    internal bool HasStarted => _context.Response.HasStarted;

    /// <summary>Whether nothing was answered, by this or past it.</summary>
    internal bool IsUntouched => _progress == Progress.Open && !HasStarted;

    /// <summary>Sets the status code.</summary>
    /// <param name="code">200 to 999.</param>
    /// <returns>This response.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The code is no final status code.</exception>
    /// <exception cref="InvalidOperationException">It has answered already.</exception>
    public ApiResponse Status(int code)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(code, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(code, 999);
        EnsureOpen();
        _context.Response.StatusCode = code;
        return this;
    }

    /// <summary>Sets a header, over what it had.</summary>
    /// <param name="name">The name; not case-sensitive.</param>
    /// <param name="values">The value, or several.</param>
    /// <returns>This response.</returns>
    /// <exception cref="InvalidOperationException">It has answered already, or a value holds what a header cannot.</exception>
    public ApiResponse SetHeader(string name, params string[] values)
    {
        EnsureOpen();
        _context.Response.Headers[name] = values;
        return this;
    }

    /// <summary>Adds a value to a header.</summary>
    /// <param name="name">The name; not case-sensitive.</param>
    /// <param name="value">The value.</param>
    /// <returns>This response.</returns>
    /// <exception cref="InvalidOperationException">It has answered already, or the value holds what a header cannot.</exception>
    public ApiResponse AppendHeader(string name, string value)
    {
        EnsureOpen();
        _context.Response.Headers.Append(name, value);
        return this;
    }

    /// <summary>The value of a header that was set; several are joined with a comma.</summary>
    /// <param name="name">The name; not case-sensitive.</param>
    /// <returns>The value, or null.</returns>
    public string? GetHeader(string name) =>
        _context.Response.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>Takes a header back.</summary>
    /// <param name="name">The name; not case-sensitive.</param>
    /// <returns>This response.</returns>
    /// <exception cref="InvalidOperationException">It has answered already.</exception>
    public ApiResponse RemoveHeader(string name)
    {
        EnsureOpen();
        _context.Response.Headers.Remove(name);
        return this;
    }

    /// <summary>Sets a cookie (RFC 6265). The value is percent-encoded; the path is <c>/</c> unless the options say another.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <param name="options">Lifetime, path, <c>HttpOnly</c>, <c>SameSite</c> and the rest.</param>
    /// <returns>This response.</returns>
    /// <exception cref="InvalidOperationException">It has answered already.</exception>
    public ApiResponse SetCookie(string name, string value, CookieOptions? options = null)
    {
        EnsureOpen();
        _context.Response.Cookies.Append(name, value, options ?? new CookieOptions());
        return this;
    }

    /// <summary>Makes the client forget a cookie.</summary>
    /// <param name="name">The name.</param>
    /// <param name="options">The path and domain it was set with.</param>
    /// <returns>This response.</returns>
    /// <exception cref="InvalidOperationException">It has answered already.</exception>
    public ApiResponse ClearCookie(string name, CookieOptions? options = null)
    {
        EnsureOpen();
        _context.Response.Cookies.Delete(name, options ?? new CookieOptions());
        return this;
    }

    /// <summary>
    /// Answers with JSON, by the app's JSON options, as <c>application/json; charset=utf-8</c>, with an <c>ETag</c>
    /// where it is a 200 to GET or HEAD.
    /// </summary>
    /// <param name="value">What to serialize, by its run-time type; null is JSON's null.</param>
    /// <exception cref="InvalidOperationException">It has answered already; the first answer stands.</exception>
    public void Json(object? value)
    {
        var buffer = BeginAnswer();
        try
        {
            if (value is null)
            {
                buffer.WriteText("null");
            }
            else
            {
                // A body is written by its own converter, which belongs to the type and not to its kinds.
                buffer.WriteJson(value, value is RequestBody ? typeof(RequestBody) : value.GetType());
            }
        }
        catch
        {
            buffer.Clear();
            throw;
        }

        Answer(JsonType, hasEntityTag: true);
    }

    /// <summary>
    /// Answers with text, bytes, a stream, or anything else as JSON. Text is <c>text/plain</c>, bytes and streams are
    /// <c>application/octet-stream</c>, unless a content type is set. A stream is read when the handler has returned,
    /// no faster than the client takes it, and is disposed afterwards.
    /// </summary>
    /// <param name="value">What to send; null answers without a body.</param>
    /// <exception cref="InvalidOperationException">It has answered already; the first answer stands.</exception>
    public void Send(object? value)
    {
        switch (value)
        {
            case null:
                End();
                break;
            case string text:
                BeginAnswer().WriteText(text);
                Answer(ContentTypeOr(TextType), hasEntityTag: true);
                break;
            case byte[] bytes:
                SendBytes(bytes);
                break;
            case ReadOnlyMemory<byte> bytes:
                SendBytes(bytes.Span);
                break;
            case Stream stream:
                EnsureOpen();
                _stream = stream;
                Answer(ContentTypeOr(BytesType), hasEntityTag: false);
                break;
            case BytesBody body:
                SendBytes(body.Bytes);
                break;
            case TextBody body:
                Send(body.Text);
                break;
            default:
                Json(value);
                break;
        }
    }

    /// <summary>Answers with a redirect: 307, so the client repeats its method and body. Next.js sends the URL as the body, and so does this.</summary>
    /// <param name="url">A path or an URL. Characters beyond ASCII are percent-encoded.</param>
    /// <exception cref="ArgumentException">The URL holds a control character.</exception>
    /// <exception cref="InvalidOperationException">It has answered already; the first answer stands.</exception>
    public void Redirect(string url) => Redirect(StatusCodes.Status307TemporaryRedirect, url);

    /// <summary>Answers with a redirect of a status of your choice.</summary>
    /// <param name="status">The status code, such as 303 or 308.</param>
    /// <param name="url">A path or an URL. Characters beyond ASCII are percent-encoded.</param>
    /// <exception cref="ArgumentException">The URL holds a control character.</exception>
    /// <exception cref="InvalidOperationException">It has answered already; the first answer stands.</exception>
    public void Redirect(int status, string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (url.Any(char.IsControl))
        {
            throw new ArgumentException("The URL holds a control character.", nameof(url));
        }

        Status(status);
        var location = string.Concat(url.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
        _context.Response.Headers.Location = location;
        BeginAnswer().WriteText(location);
        Answer(TextType, hasEntityTag: false);
    }

    /// <summary>Answers, with a text or without a body. After <see cref="Write"/> it adds the text and ends.</summary>
    /// <param name="text">The text; <c>text/plain; charset=utf-8</c> unless a content type is set.</param>
    /// <exception cref="InvalidOperationException">It has answered already; the first answer stands.</exception>
    public void End(string? text = null)
    {
        if (text is not null)
        {
            Write(text);
        }

        EnsureUnanswered();
        _progress = Progress.Answered;
    }

    /// <summary>Adds text to the response without ending it. It leaves with the next flush, or when the handler returns.</summary>
    /// <param name="text">The text; <c>text/plain; charset=utf-8</c> unless a content type is set.</param>
    /// <exception cref="InvalidOperationException">It has answered already.</exception>
    public void Write(string text)
    {
        EnsureUnanswered();
        (_buffer ??= _settings.Buffers.Get()).WriteText(text);
        if (_progress == Progress.Open)
        {
            _context.Response.ContentType = ContentTypeOr(TextType);
            _progress = Progress.Writing;
        }
    }

    /// <summary>Adds text to the response and sends it.</summary>
    /// <param name="text">The text; <c>text/plain; charset=utf-8</c> unless a content type is set.</param>
    /// <param name="cancellationToken">Stops waiting for a slow client.</param>
    /// <returns>A task that ends when the client can take more.</returns>
    /// <exception cref="InvalidOperationException">It has answered already.</exception>
    public Task WriteAsync(string text, CancellationToken cancellationToken = default)
    {
        Write(text);
        return FlushAsync(cancellationToken);
    }

    /// <summary>Adds bytes to the response and sends them.</summary>
    /// <param name="bytes">The bytes; <c>application/octet-stream</c> unless a content type is set.</param>
    /// <param name="cancellationToken">Stops waiting for a slow client.</param>
    /// <returns>A task that ends when the client can take more.</returns>
    /// <exception cref="InvalidOperationException">It has answered already.</exception>
    public Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        EnsureUnanswered();
        if (_progress == Progress.Open)
        {
            _context.Response.ContentType = ContentTypeOr(BytesType);
            _progress = Progress.Writing;
        }

        (_buffer ??= _settings.Buffers.Get()).Write(bytes.Span);
        return FlushAsync(cancellationToken);
    }

    /// <summary>Sends the headers and what was written so far; from here on an error can only cut the response off.</summary>
    /// <param name="cancellationToken">Stops waiting for a slow client.</param>
    /// <returns>A task that ends when the client can take more.</returns>
    /// <exception cref="InvalidOperationException">It has answered already.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        EnsureUnanswered();
        _progress = Progress.Writing;
        if (MayHaveBody() && _buffer is { Length: > 0 } buffer)
        {
            _sent += buffer.Length;
            await _context.Response.BodyWriter.WriteAsync(buffer.Written, cancellationToken);
        }
        else
        {
            await _context.Response.BodyWriter.FlushAsync(cancellationToken);
        }

        _buffer?.Clear();
    }

    /// <summary>Makes a kept answer be made again. Where nothing keeps answers there is nothing to do.</summary>
    /// <param name="path">The path of the URL, such as <c>/api/posts</c>.</param>
    /// <returns>A task that ends when it is done.</returns>
    /// <exception cref="ArgumentException">The path does not begin with a slash.</exception>
    public Task Revalidate(string path)
    {
        if (path is not ['/', ..])
        {
            throw new ArgumentException(
                $"Invalid urlPath provided to revalidate(), must be a path e.g. /blog/post-1, received {path}", nameof(path));
        }

        return _context.RequestServices.GetService<IRevalidation>()?.RevalidateAsync(path, _context.RequestAborted)
            ?? Task.CompletedTask;
    }

    static ValueTask<ApiResponse?> IBindableFromHttpContext<ApiResponse>.BindAsync(HttpContext context, ParameterInfo parameter) =>
        new(HandlerCall.Of(context).Response);

    internal void JsonAs<T>(T value)
    {
        var buffer = BeginAnswer();
        try
        {
            buffer.WriteJson(value);
        }
        catch
        {
            buffer.Clear();
            throw;
        }

        Answer(JsonType, hasEntityTag: true);
    }

    /// <summary>Writes what was answered. The handler has returned; whatever still holds this response can send no more.</summary>
    internal ValueTask CompleteAsync()
    {
        var progress = _progress;
        _progress = Progress.Completed;
        return progress switch
        {
            Progress.Open or Progress.Completed => default,
            _ when _context.Response.HasStarted => WriteRestAsync(),
            _ => WriteAnswerAsync(),
        };
    }

    /// <summary>Forgets what was not sent yet, so that an error can be answered instead.</summary>
    internal async ValueTask DiscardAsync()
    {
        _progress = Progress.Completed;
        await ReleaseAsync();
    }

    private async ValueTask WriteAnswerAsync()
    {
        try
        {
            var response = _context.Response;
            if (_hasEntityTag && response.StatusCode == StatusCodes.Status200OK && IsGetOrHead())
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

            if (!StatusAllowsBody())
            {
                WarnOfIgnoredBody();
                response.Headers.ContentType = default;
                response.Headers.ContentLength = null;
                response.Headers.TransferEncoding = default;
                return;
            }

            response.ContentLength = _stream is null ? _buffer?.Length ?? 0 : _stream.CanSeek ? _stream.Length - _stream.Position : null;
            if (!HttpMethods.IsHead(_context.Request.Method))
            {
                await WriteBodyAsync();
            }
        }
        finally
        {
            await ReleaseAsync();
        }
    }

    private async ValueTask WriteRestAsync()
    {
        try
        {
            if (MayHaveBody())
            {
                await WriteBodyAsync();
            }
        }
        finally
        {
            await ReleaseAsync();
        }
    }

    private async ValueTask WriteBodyAsync()
    {
        if (_buffer is { Length: > 0 } buffer)
        {
            _sent += buffer.Length;
            await _context.Response.BodyWriter.WriteAsync(buffer.Written, _context.RequestAborted);
        }

        if (_stream is not null)
        {
            await CopyStreamAsync(_stream);
        }

        if (_sent >= _settings.ResponseLimit)
        {
            HandlerLog.ResponseOverLimit(_settings.Logger, _context.Request.Path + _context.Request.QueryString, ByteSize.Format(_settings.ResponseLimit.Value));
        }
    }

    private async Task CopyStreamAsync(Stream stream)
    {
        var rented = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            // Never more than was announced: a file may grow while it is read.
            var left = _context.Response.ContentLength ?? long.MaxValue;
            int read;
            while ((read = await stream.ReadAsync(rented.AsMemory(0, (int)Math.Min(rented.Length, left)), _context.RequestAborted)) > 0)
            {
                await _context.Response.BodyWriter.WriteAsync(rented.AsMemory(0, read), _context.RequestAborted);
                _sent += read;
                left -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private async ValueTask ReleaseAsync()
    {
        if (_buffer is { } buffer)
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

    private void SendBytes(ReadOnlySpan<byte> bytes)
    {
        BeginAnswer().Write(bytes);
        Answer(ContentTypeOr(BytesType), hasEntityTag: true);
    }

    private AnswerBuffer BeginAnswer()
    {
        EnsureOpen();
        return _buffer ??= _settings.Buffers.Get();
    }

    private void Answer(string contentType, bool hasEntityTag)
    {
        _context.Response.ContentType = contentType;
        _hasEntityTag = hasEntityTag;
        _progress = Progress.Answered;
    }

    private string ContentTypeOr(string fallback) => _context.Response.ContentType is { Length: > 0 } set ? set : fallback;

    private void EnsureOpen()
    {
        if (_progress != Progress.Open)
        {
            throw _progress == Progress.Writing
                ? new InvalidOperationException("The response was begun with Write already; add to it with Write and finish it with End.")
                : AnsweredTwice();
        }
    }

    private void EnsureUnanswered()
    {
        if (_progress >= Progress.Answered)
        {
            throw AnsweredTwice();
        }
    }

    private static InvalidOperationException AnsweredTwice() =>
        new("The response was answered already, and an answer is final. Return after the first call of Json, Send, Redirect or End.");

    private bool IsGetOrHead() => HttpMethods.IsGet(_context.Request.Method) || HttpMethods.IsHead(_context.Request.Method);

    // RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5.
    private bool StatusAllowsBody() => _context.Response.StatusCode is not (204 or 205 or 304);

    private bool MayHaveBody() => StatusAllowsBody() && !HttpMethods.IsHead(_context.Request.Method);

    private void WarnOfIgnoredBody()
    {
        if (_settings.IsDevelopment && _context.Response.StatusCode == StatusCodes.Status204NoContent && _buffer is { Length: > 0 })
        {
            HandlerLog.BodyOf204Ignored(_settings.Logger, _context.Request.Path + _context.Request.QueryString);
        }
    }
}
