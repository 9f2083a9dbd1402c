using System.Reflection;
using System.Security.Claims;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi;

/// <summary>
/// The request, with the helpers of Next.js API routes: <see cref="Cookies"/>, <see cref="Query"/> and <see cref="Body"/>.
/// <see cref="HttpContext"/> has everything else of ASP.NET Core.
/// </summary>
public class ApiRequest : IBindableFromHttpContext<ApiRequest>
{
    private readonly HandlerSettings? _settings;
    private readonly IRouteParameters? _parameters;
    private HttpContext? _context;
    private RequestQuery? _query;
    private IReadOnlyDictionary<string, string>? _cookies;

    internal ApiRequest(HttpContext context, HandlerSettings settings)
        : this(context, settings.Parameters) =>
        _settings = settings;

    /// <summary>Creates a request without a body, for code that runs before the handler.</summary>
    internal ApiRequest(HttpContext context, IRouteParameters? parameters)
    {
        _context = context;
        _parameters = parameters;
    }

    /// <summary>Gets the request and the response of ASP.NET Core.</summary>
    /// <exception cref="InvalidOperationException">
    /// The handler has returned. The server may then use the context for a request of another client, so every member that reads from it
    /// throws as well.
    /// </exception>
    public HttpContext HttpContext => _context ?? throw new InvalidOperationException(
        UsageTexts.RequestComplete);

    /// <summary>Gets the method as it was sent, such as <c>GET</c>.</summary>
    public string Method => HttpContext.Request.Method;

    /// <summary>Gets the path and the query string as they were sent, still encoded: <c>/api/post/a%20b?x=1</c>.</summary>
    public string Url => HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget is ['/', ..] target
        ? target
        : HttpContext.Request.GetEncodedPathAndQuery();

    /// <summary>
    /// Gets the decoded path without the query string, as routing and authorization use it. It does not contain the path base of
    /// <c>UsePathBase</c>.
    /// </summary>
    public string Path => HttpContext.Request.Path is { HasValue: true, Value: var path } ? path : "/";

    /// <summary>Gets the headers; names are case-insensitive.</summary>
    public IHeaderDictionary Headers => HttpContext.Request.Headers;

    /// <summary>
    /// Gets the cookies, percent-decoded. As in Next.js, the first of several cookies with the same name is used, and a value with an
    /// invalid escape sequence is not decoded.
    /// </summary>
    public IReadOnlyDictionary<string, string> Cookies => _cookies ??= RequestCookies.Parse(Headers.Cookie);

    /// <summary>Gets the query string and the route parameters. A route parameter replaces a key of the same name.</summary>
    public RequestQuery Query => _query ??= ReadQuery();

#nullable disable
    /// <summary>
    /// Gets the body, parsed by its content type: JSON, a URL-encoded or multipart form, <c>text/*</c>, or bytes. Null if the request has
    /// no body, if the file turns the body parser off, or if another parameter of the function binds the body.
    /// </summary>
    public RequestBody Body { get; private set; }

    /// <summary>Reads the body as a <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">The type to read.</typeparam>
    /// <returns>The value, never null.</returns>
    /// <exception cref="ApiException">
    /// 400: the body is missing, null, or not valid for the type. The detail contains the JSON path.
    /// </exception>
    /// <exception cref="InvalidOperationException">The file turns the body parser off, or another parameter binds the body.</exception>
    public T BodyAs<T>()
    {
        if (this is ITypedRequest { Body: var typed })
        {
            return typed is T same
                ? same
                : throw new InvalidOperationException(UsageTexts.BodyReadAs(typed.GetType().Name, typeof(T).Name));
        }

        if (_settings?.Is(HandlerTraits.ParsesBody) != true)
        {
            throw new InvalidOperationException(UsageTexts.BodyNotParsed);
        }

        if (Body is null)
        {
            throw ApiException.InvalidBody(ProblemTexts.BodyMissing);
        }

        return Body.As<T>() is { } value ? value : throw ApiException.InvalidBody(ProblemTexts.BodyNull);
    }

#nullable restore

    /// <summary>Gets the user of the request, as set by authentication.</summary>
    public ClaimsPrincipal User => HttpContext.User;

    /// <summary>Gets the services of this request.</summary>
    public IServiceProvider Services => HttpContext.RequestServices;

    /// <summary>Gets a token that is cancelled when the client disconnects or <see cref="RouteConfig.MaxDuration"/> has elapsed.</summary>
    public CancellationToken Aborted => HttpContext.RequestAborted;

    static ValueTask<ApiRequest?> IBindableFromHttpContext<ApiRequest>.BindAsync(HttpContext context, ParameterInfo parameter) =>
        new(HandlerCall.Of(context).Request);

    /// <summary>Reads and parses the body before the handler runs.</summary>
    /// <param name="limit">The maximum size of the body; null for the configured limit.</param>
    /// <exception cref="ApiException">413: the body exceeds the limit. 400 or 415: the body cannot be parsed.</exception>
    internal virtual async ValueTask ReadBodyAsync(BodySizeLimit? limit = null) =>
        Body = await BodyReader.ReadAsync(HttpContext, limit ?? _settings!.BodyLimit!.Value, _settings!.Json);

    /// <summary>Detaches the request from its context when the handler has returned, because the server may reuse the context.</summary>
    internal void Complete() => _context = null;

    private RequestQuery ReadQuery()
    {
        var query = RequestQuery.Parse(HttpContext.Request.QueryString.Value);
        _parameters?.AddTo(query, HttpContext);
        return query;
    }
}
