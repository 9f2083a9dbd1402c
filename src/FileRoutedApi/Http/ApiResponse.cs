using System.Buffers;
using System.IO.Pipelines;
using System.Reflection;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi;

/// <summary>
/// The response to a request, with the helpers of Next.js API routes. Calls can be chained:
/// <c>res.Status(201).SetHeader("X-A", "b").Json(value)</c>.
/// </summary>
/// <remarks>
/// The response is buffered until the handler returns, and is then sent with its length. If the handler throws before it has completed
/// the response, an error is sent instead. If it throws afterwards, the exception is logged and the response is sent.
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
    private string? _contentType;
    private bool _hasEntityTag;
    private long _sent;

    internal ApiResponse(HttpContext context, HandlerSettings settings)
    {
        _context = context;
        _settings = settings;
    }

    /// <summary>Gets the status code of the response: 200 unless set.</summary>
    public int StatusCode => _context.Response.StatusCode;

    /// <summary>Gets or sets the response of the handler. It is set in a middleware function, after <c>next</c> has returned.</summary>
    internal ReplacedResponse? Replaced { get; set; }

    /// <summary>
    /// Gets or sets the server's body writer; null unless it must be used instead of the response's current body feature.
    /// </summary>
    internal PipeWriter? ServerBody { get; set; }

    private PipeWriter Body => ServerBody ?? _context.Response.BodyWriter;

    /// <summary>
    /// Sends a value as JSON, serialized with the application's JSON options. The content type is <c>application/json; charset=utf-8</c>
    /// unless it was set. A 200 response to GET or HEAD has an <c>ETag</c>.
    /// </summary>
    /// <param name="value">The value, serialized by its run-time type; null is sent as <c>null</c>.</param>
    /// <remarks>
    /// The value is serialized during the call. A value that contains an <see cref="IAsyncEnumerable{T}"/>, such as a query of Entity
    /// Framework, is serialized after the handler has returned. If its JSON exceeds 16 KB, it is streamed without a length and an
    /// <c>ETag</c>.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The response is already complete; it is not changed.</exception>
    public void Json(object? value) => JsonAs(value, value switch
    {
        null => typeof(object),

        // Only the base class has the JSON converter.
        RequestBody => typeof(RequestBody),
        _ => value.GetType(),
    });

    /// <summary>
    /// Sends a text as <c>text/plain</c>, bytes or a stream as <c>application/octet-stream</c>, and any other value as JSON. A content type
    /// that was set is not changed.
    /// </summary>
    /// <param name="value">The value; null sends an empty response.</param>
    /// <remarks>A stream is read after the handler has returned, as fast as the client receives it, and is then disposed.</remarks>
    /// <exception cref="InvalidOperationException">The response is already complete; it is not changed.</exception>
    public void Send(object? value)
    {
        switch (value)
        {
            case null:
                End();
                break;
            case string text:
                BeginResponse().WriteText(text);
                Complete(ContentTypeOr(TextType), hasEntityTag: true);
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
                Complete(ContentTypeOr(BytesType), hasEntityTag: false);
                break;
            case BytesBody body:
                SendBytes(body.Bytes);
                break;
            default:
                Json(value);
                break;
        }
    }

    /// <summary>
    /// Redirects with status 307, so that the client repeats the method and the body. As in Next.js, the body of the response is the URL.
    /// </summary>
    /// <param name="url">A path or a URL. Non-ASCII characters are percent-encoded; those of a host name are converted to Punycode.</param>
    /// <exception cref="ArgumentException">The URL contains a control character.</exception>
    /// <exception cref="InvalidOperationException">The response is already complete; it is not changed.</exception>
    public void Redirect(string url) => Redirect(StatusCodes.Status307TemporaryRedirect, url);

    /// <summary>Redirects with the given status code.</summary>
    /// <param name="status">The status code, such as 303 or 308.</param>
    /// <param name="url">A path or a URL. Non-ASCII characters are percent-encoded; those of a host name are converted to Punycode.</param>
    /// <exception cref="ArgumentException">The URL contains a control character.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The status code is less than 200 or greater than 999.</exception>
    /// <exception cref="InvalidOperationException">The response is already complete; it is not changed.</exception>
    public void Redirect(int status, string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (url.Any(char.IsControl))
        {
            throw new ArgumentException(UsageTexts.UrlControlCharacter, nameof(url));
        }

        Status(status);
        var location = Location.Of(url);
        _context.Response.Headers.Location = location;
        BeginResponse().WriteText(location);
        Complete(TextType, hasEntityTag: false);
    }

    /// <summary>Completes the response, optionally with a text.</summary>
    /// <param name="text">The text, sent as <c>text/plain; charset=utf-8</c> unless a content type was set; null for no text.</param>
    /// <exception cref="InvalidOperationException">The response is already complete; it is not changed.</exception>
    public void End(string? text = null)
    {
        if (text is not null)
        {
            BeginWriting(TextType).WriteText(text);
        }

        EnsureIncomplete();
        MoveTo(Progress.Complete);
    }

    /// <summary>
    /// Invalidates the cached responses of a path, or of all paths of a file with parameters. The next request regenerates each of them.
    /// </summary>
    /// <param name="path">
    /// The path of the URL, such as <c>/api/posts/1</c>, or the pattern of a file, such as <c>/api/posts/[id]</c>.
    /// </param>
    /// <returns>A task that completes when this process has invalidated them; other machines follow within half a second.</returns>
    /// <exception cref="ArgumentException">The path does not begin with a slash, or is longer than 1024 characters.</exception>
    public Task Revalidate(string path) => Revalidation.RevalidateAsync(path, _context.RequestAborted);

    /// <summary>Invalidates every cached response that has a tag. The next request regenerates each of them.</summary>
    /// <param name="tag">A tag of <see cref="RouteConfig.Tags"/>.</param>
    /// <returns>A task that completes when this process has invalidated them; other machines follow within half a second.</returns>
    /// <exception cref="ArgumentException">The tag is empty, or longer than 256 characters.</exception>
    public Task RevalidateTag(string tag) => Revalidation.RevalidateTagAsync(tag, _context.RequestAborted);

    static ValueTask<ApiResponse?> IBindableFromHttpContext<ApiResponse>.BindAsync(HttpContext context, ParameterInfo parameter) =>
        new(HandlerCall.Of(context).Response);

    private IRevalidation Revalidation => _context.RequestServices.GetRequiredService<IRevalidation>();

    internal void JsonAs(object? value, Type type)
    {
        var buffer = BeginResponse();
        if (_settings.AsyncTypes.Contains(type) || !TryWriteJson(buffer, value, type))
        {
            _value = value;
            _valueType = type;
        }

        Complete(ContentTypeOr(JsonType), hasEntityTag: true);
    }

    /// <returns>False if the value contains an asynchronous sequence.</returns>
    private bool TryWriteJson(ResponseBuffer buffer, object? value, Type type)
    {
        try
        {
            buffer.WriteJson(value, type);
            return true;
        }
        catch (NotSupportedException exception) when (AsyncTypes.IsAsyncSerializationRequired(exception))
        {
            _settings.AsyncTypes.Add(type, _settings.Json);
            return false;
        }
    }

    private void SendBytes(ReadOnlySpan<byte> bytes)
    {
        BeginResponse().Write(bytes);
        Complete(ContentTypeOr(BytesType), hasEntityTag: true);
    }

    private ResponseBuffer BeginResponse()
    {
        EnsureOpen();
        return _buffer ??= _settings.Buffers.Get();
    }

    private void Complete(string contentType, bool hasEntityTag)
    {
        _contentType = contentType;
        _hasEntityTag = hasEntityTag;
        MoveTo(Progress.Complete);
    }

    // The content type of a replaced response does not describe the new bytes.
    private string ContentTypeOr(string fallback) =>
        _context.Response.ContentType is { Length: > 0 } set && set != Replaced?.ContentType ? set : fallback;
}
