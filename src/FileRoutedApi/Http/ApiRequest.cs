using System.Reflection;
using System.Security.Claims;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi;

/// <summary>
/// A request with the helpers of Next.js API routes: <see cref="Cookies"/>, <see cref="Query"/> and
/// <see cref="Body"/>. Everything else of ASP.NET Core is in <see cref="HttpContext"/>.
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

    /// <summary>A request that is looked at before its handler is called: without a body.</summary>
    internal ApiRequest(HttpContext context, IRouteParameters? parameters)
    {
        _context = context;
        _parameters = parameters;
    }

    /// <summary>The request and response as ASP.NET Core has them.</summary>
    /// <exception cref="InvalidOperationException">
    /// The handler has returned. The server uses the context for the next request then, which may be another client's;
    /// so everything that reads from it throws as well.
    /// </exception>
    public HttpContext HttpContext => _context ?? throw new InvalidOperationException(
        "The handler has returned and its request is over. Await what the handler starts, or copy what it needs before.");

    /// <summary>The method, in upper case as it came, such as <c>GET</c>.</summary>
    public string Method => HttpContext.Request.Method;

    /// <summary>The path and the query string as the client sent them, still encoded: <c>/api/post/a%20b?x=1</c>.</summary>
    public string Url => HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget is ['/', ..] target
        ? target
        : HttpContext.Request.GetEncodedPathAndQuery();

    /// <summary>
    /// The decoded path, without the query string: what routing and authorization saw. The path base of <c>UsePathBase</c> is not part of it.
    /// </summary>
    public string Path => HttpContext.Request.Path is { HasValue: true, Value: var path } ? path : "/";

    /// <summary>The headers; names are not case-sensitive.</summary>
    public IHeaderDictionary Headers => HttpContext.Request.Headers;

    /// <summary>
    /// The cookies, percent-decoded; empty where none came. As in Next.js the first of equal names wins, and a value
    /// with a broken escape stays as it is.
    /// </summary>
    public IReadOnlyDictionary<string, string> Cookies => _cookies ??= RequestCookies.Parse(Headers.Cookie);

    /// <summary>The query string and the route's parameters; a parameter wins over a key of the same name.</summary>
    public RequestQuery Query => _query ??= ReadQuery();

#nullable disable
    /// <summary>
    /// The body, parsed by its content type: JSON, an urlencoded or multipart form, <c>text/*</c>, or bytes. Null
    /// where none came, where the file has the body parser off, and where another parameter of the function binds it.
    /// </summary>
    public RequestBody Body { get; private set; }

    /// <summary>The body as a <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">The type to read.</typeparam>
    /// <returns>The value, never null.</returns>
    /// <exception cref="ApiException">400 where there is no body or it does not fit the type; the detail names the JSON path.</exception>
    /// <exception cref="InvalidOperationException">The file has the body parser off, or another parameter binds the body.</exception>
    public T BodyAs<T>()
    {
        if (this is ITypedRequest { Body: var typed })
        {
            return typed is T same ? same : throw new InvalidOperationException($"The body is a '{typed.GetType().Name}' already. Take an ApiRequest to read it as a '{typeof(T).Name}'.");
        }

        if (_settings?.Is(HandlerTraits.ParsesBody) != true)
        {
            throw new InvalidOperationException("The body is not parsed here: the file has the body parser off, or another parameter of the function binds the body.");
        }

        if (Body is null)
        {
            throw ApiException.InvalidBody("A body is expected, and none came.");
        }

        return Body.As<T>() is { } value ? value : throw ApiException.InvalidBody("A body is expected, and null came.");
    }

#nullable restore

    /// <summary>Who sent the request, as authentication found out.</summary>
    public ClaimsPrincipal User => HttpContext.User;

    /// <summary>The services of this request.</summary>
    public IServiceProvider Services => HttpContext.RequestServices;

    /// <summary>Cancelled when the client is gone and when the file's <see cref="RouteConfig.MaxDuration"/> is over.</summary>
    public CancellationToken Aborted => HttpContext.RequestAborted;

    static ValueTask<ApiRequest?> IBindableFromHttpContext<ApiRequest>.BindAsync(HttpContext context, ParameterInfo parameter) =>
        new(HandlerCall.Of(context).Request);

    /// <summary>Reads and parses the body, before the handler runs.</summary>
    /// <param name="limit">The limit; null for that of the settings.</param>
    /// <exception cref="ApiException">413 beyond the limit; 400 or 415 where the body is not what it should be.</exception>
    internal virtual async ValueTask ReadBodyAsync(BodySizeLimit? limit = null) =>
        Body = await BodyReader.ReadAsync(HttpContext, limit ?? _settings!.BodyLimit!.Value, _settings!.Json);

    /// <summary>The handler has returned: from here on nothing reads from a context that is no longer its own.</summary>
    internal void Complete() => _context = null;

    private RequestQuery ReadQuery()
    {
        var query = RequestQuery.Parse(HttpContext.Request.QueryString.Value);
        _parameters?.AddTo(query, HttpContext);
        return query;
    }
}
