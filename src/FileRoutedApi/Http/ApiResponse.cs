using System.Buffers;
using System.IO.Pipelines;
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
public sealed partial class ApiResponse : IBindableFromHttpContext<ApiResponse>
{
    private const string JsonType = "application/json; charset=utf-8";
    private const string TextType = "text/plain; charset=utf-8";
    private const string BytesType = "application/octet-stream";

    private readonly HttpContext _context;
    private readonly HandlerSettings _settings;
    private ResponseBuffer? _buffer;
    private Stream? _stream;
    private Progress _progress;
    private int _status;
    private string? _contentType;
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
    public bool IsComplete => _progress >= Progress.Answered;

    /// <summary>Whether the status and headers have left: from here on an error can only cut the response off.</summary>
    internal bool HasStarted => _context.Response.HasStarted;

    /// <summary>Whether no helper has answered or begun to.</summary>
    internal bool IsOpen => _progress == Progress.Open;

    /// <summary>True if it adds to what is there, by <see cref="Write"/>; otherwise it is a whole response.</summary>
    internal bool Adds { get; private set; }

    /// <summary>The response of the handler, in a middleware function whose <c>next</c> has returned.</summary>
    internal ReplacedResponse? Replaced { get; set; }

    /// <summary>Where the bytes go, where the response's own body is not the server's.</summary>
    internal PipeWriter? ServerBody { get; set; }

    private PipeWriter Body => ServerBody ?? _context.Response.BodyWriter;

    /// <summary>Sets the status code.</summary>
    /// <param name="code">200 to 999.</param>
    /// <returns>This response.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The code is no final status code.</exception>
    /// <exception cref="InvalidOperationException">It has answered already.</exception>
    public ApiResponse Status(int code)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(code, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(code, 999);
        EnsureSettable("status");
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
        EnsureSettable("header", name);
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
        EnsureSettable("header", name);
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
        EnsureSettable("header", name);
        _context.Response.Headers.Remove(name);
        return this;
    }

    /// <summary>
    /// Sets a cookie (RFC 6265). The value is percent-encoded; the path is <c>/</c> unless the options say another. What a prefix of the
    /// name requires is set: <c>Secure</c> for <c>__Secure-</c>, and <c>Path=/</c> too for <c>__Host-</c>.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <param name="options">Lifetime, path, <c>HttpOnly</c>, <c>SameSite</c> and the rest.</param>
    /// <returns>This response.</returns>
    /// <exception cref="ArgumentException">The name begins with <c>__Host-</c>, and the options have a domain or another path.</exception>
    /// <exception cref="InvalidOperationException">It has answered already.</exception>
    public ApiResponse SetCookie(string name, string value, CookieOptions? options = null)
    {
        EnsureSettable("cookie", name);
        _context.Response.Cookies.Append(name, value, CookiePrefix.Apply(name, options));
        return this;
    }

    /// <summary>Makes the client forget a cookie. What a prefix of the name requires is set, or browsers would ignore it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="options">The path and domain it was set with.</param>
    /// <returns>This response.</returns>
    /// <exception cref="ArgumentException">The name begins with <c>__Host-</c>, and the options have a domain or another path.</exception>
    /// <exception cref="InvalidOperationException">It has answered already.</exception>
    public ApiResponse ClearCookie(string name, CookieOptions? options = null)
    {
        EnsureSettable("cookie", name);
        _context.Response.Cookies.Delete(name, CookiePrefix.Apply(name, options));
        return this;
    }

    /// <summary>
    /// Sends JSON, by the app's JSON options, as <c>application/json; charset=utf-8</c> unless a content type is set, with an
    /// <c>ETag</c> where it is a 200 to GET or HEAD. The value is serialized at once. One that contains an <c>IAsyncEnumerable</c>, such
    /// as a query of Entity Framework, is serialized when the handler has returned; beyond 16 KB it is streamed, without a length and
    /// an <c>ETag</c>.
    /// </summary>
    /// <param name="value">What to serialize, by its run-time type; null is JSON's null.</param>
    /// <exception cref="InvalidOperationException">It has answered already; the first answer stands.</exception>
    public void Json(object? value) => JsonAs(value, value switch
    {
        null => typeof(object),

        // A body is written by its own converter, which belongs to the type and not to its kinds.
        RequestBody => typeof(RequestBody),
        _ => value.GetType(),
    });

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
            case QueryValue { IsArray: false } single:
                Send(single.ToString());
                break;
            case RequestBody { IsText: true } body:
                Send(body.Text);
                break;
            case byte[] bytes:
                SendBytes(bytes);
                break;
            case ArraySegment<byte> bytes:
                SendBytes(bytes);
                break;
            case Memory<byte> bytes:
                SendBytes(bytes.Span);
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
            default:
                Json(value);
                break;
        }
    }

    /// <summary>Answers with a redirect: 307, so the client repeats its method and body. Next.js sends the URL as the body, and so does this.</summary>
    /// <param name="url">A path or a URL. Characters beyond ASCII are percent-encoded, and those of a host name become Punycode.</param>
    /// <exception cref="ArgumentException">The URL contains a control character.</exception>
    /// <exception cref="InvalidOperationException">It has answered already; the first answer stands.</exception>
    public void Redirect(string url) => Redirect(StatusCodes.Status307TemporaryRedirect, url);

    /// <summary>Answers with a redirect of a status of your choice.</summary>
    /// <param name="status">The status code, such as 303 or 308.</param>
    /// <param name="url">A path or a URL. Characters beyond ASCII are percent-encoded, and those of a host name become Punycode.</param>
    /// <exception cref="ArgumentException">The URL contains a control character.</exception>
    /// <exception cref="InvalidOperationException">It has answered already; the first answer stands.</exception>
    public void Redirect(int status, string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (url.Any(char.IsControl))
        {
            throw new ArgumentException("The URL contains a control character.", nameof(url));
        }

        Status(status);
        var location = Location.Of(url);
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
            BeginWriting(TextType).WriteText(text);
        }

        EnsureUnanswered();
        MoveTo(Progress.Answered);
    }

    /// <summary>Adds text to the response without ending it. It leaves with the next flush, or when the handler returns.</summary>
    /// <param name="text">The text; <c>text/plain; charset=utf-8</c> unless a content type is set.</param>
    /// <exception cref="InvalidOperationException">It has answered already.</exception>
    public void Write(string text)
    {
        BeginWriting(TextType).WriteText(text);
        Adds = true;
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
        BeginWriting(BytesType).Write(bytes.Span);
        Adds = true;
        return FlushAsync(cancellationToken);
    }

    /// <summary>Sends the headers and what was written so far; from here on an error can only cut the response off.</summary>
    /// <param name="cancellationToken">Stops waiting for a slow client.</param>
    /// <returns>A task that ends when the client can take more.</returns>
    /// <exception cref="InvalidOperationException">It has answered already.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        EnsureUnanswered();
        Adds = true;
        if (_progress == Progress.Open)
        {
            MoveTo(Progress.Writing);
        }

        if (!HasStarted)
        {
            ApplyHeaders();
        }

        // Taken away first: what is written while this is under way belongs to the next flush.
        var buffer = _buffer;
        _buffer = null;
        if (buffer is { Length: > 0 } && MayHaveBody())
        {
            _sent += buffer.Length;
            await Body.WriteAsync(buffer.Written, cancellationToken);
        }
        else
        {
            await Body.FlushAsync(cancellationToken);
        }

        if (buffer is not null)
        {
            _settings.Buffers.Return(buffer);
        }
    }

    /// <summary>
    /// Invalidates the cached responses of a path, or of all paths of a file with parameters; the next request for each of them regenerates it.
    /// </summary>
    /// <param name="path">The path of the URL, such as <c>/api/posts/1</c>, or the pattern of a file, such as <c>/api/posts/[id]</c>.</param>
    /// <returns>A task that ends when it is known here; other machines know it within a second.</returns>
    /// <exception cref="ArgumentException">The path does not begin with a slash, or is longer than 1024 characters.</exception>
    public Task Revalidate(string path) => _context.RequestServices.GetRequiredService<IRevalidation>().RevalidateAsync(path, _context.RequestAborted);

    /// <summary>Has every kept answer with a tag made anew by the next request for it.</summary>
    /// <param name="tag">A tag of <see cref="RouteConfig.Tags"/>.</param>
    /// <returns>A task that ends when it is known here; other machines know it within a second.</returns>
    /// <exception cref="ArgumentException">The tag is empty, or longer than 256 characters.</exception>
    public Task RevalidateTag(string tag) => _context.RequestServices.GetRequiredService<IRevalidation>().RevalidateTagAsync(tag, _context.RequestAborted);

    static ValueTask<ApiResponse?> IBindableFromHttpContext<ApiResponse>.BindAsync(HttpContext context, ParameterInfo parameter) =>
        new(HandlerCall.Of(context).Response);

    internal void JsonAs(object? value, Type type)
    {
        var buffer = BeginAnswer();
        if (_settings.AsyncTypes.Contains(type) || !TryWriteJson(buffer, value, type))
        {
            _value = value;
            _valueType = type;
        }

        Answer(ContentTypeOr(JsonType), hasEntityTag: true);
    }

    /// <returns>False if there is an asynchronous sequence in the value.</returns>
    private bool TryWriteJson(ResponseBuffer buffer, object? value, Type type)
    {
        try
        {
            buffer.WriteJson(value, type);
            return true;
        }
        catch (NotSupportedException exception) when (AsyncTypes.IsNeeded(exception))
        {
            _settings.AsyncTypes.Add(type, _settings.Json);
            return false;
        }
    }

    private void SendBytes(ReadOnlySpan<byte> bytes)
    {
        BeginAnswer().Write(bytes);
        Answer(ContentTypeOr(BytesType), hasEntityTag: true);
    }

    private ResponseBuffer BeginAnswer()
    {
        EnsureOpen();
        return _buffer ??= _settings.Buffers.Get();
    }

    private void Answer(string contentType, bool hasEntityTag)
    {
        _contentType = contentType;
        _hasEntityTag = hasEntityTag;
        MoveTo(Progress.Answered);
    }

    private ResponseBuffer BeginWriting(string contentType)
    {
        EnsureUnanswered();
        if (_progress == Progress.Open)
        {
            _contentType = ContentTypeOr(contentType);
            MoveTo(Progress.Writing);
        }

        return _buffer ??= _settings.Buffers.Get();
    }

    // The context is not touched but by the request's own thread: a task that outlives its handler may get here, too.
    private void MoveTo(Progress next)
    {
        var current = _progress;
        if (current >= Progress.Answered || Interlocked.CompareExchange(ref _progress, next, current) != current)
        {
            throw AnsweredTwice();
        }

        if (next == Progress.Answered && !Adds && !HasStarted)
        {
            Replaced?.RemoveFrom(_context.Response);
        }

        _status = next == Progress.Answered ? _context.Response.StatusCode : 0;
    }

    // The type of a response that this one replaces says nothing about its bytes.
    private string ContentTypeOr(string fallback) =>
        _context.Response.ContentType is { Length: > 0 } set && set != Replaced?.ContentType ? set : fallback;

    private void EnsureOpen()
    {
        if (_progress != Progress.Open)
        {
            throw AnsweredTwice();
        }
    }

    /// <exception cref="InvalidOperationException">It has answered already, or a stream has begun.</exception>
    private void EnsureSettable(string what, string? name = null)
    {
        EnsureOpen();
        if (HasStarted)
        {
            throw new InvalidOperationException(
                $"The {what}{(name is null ? "" : $" '{name}'")} cannot be set: "
                + "the status and headers of a streamed response have already been sent. "
                + "Set it before the first WriteAsync or FlushAsync; in a middleware, before 'await next()'.");
        }
    }

    private void EnsureUnanswered()
    {
        if (_progress >= Progress.Answered)
        {
            throw AnsweredTwice();
        }
    }

    internal InvalidOperationException AnsweredTwice() => new(_progress switch
    {
        Progress.Completed => "The handler has returned, so its response is complete. Await all work that the handler starts.",
        Progress.Writing => "The response was started with Write. Continue it with Write and finish it with End.",
        _ => "The response is already complete and cannot be changed. Return after the first call of Json, Send, Redirect or End.",
    });

    private bool StatusAllowsBody() => ResponseBody.IsAllowed(_context.Response.StatusCode);

    private bool MayHaveBody() => StatusAllowsBody() && !RequestMethod.IsHead(_context);
}
