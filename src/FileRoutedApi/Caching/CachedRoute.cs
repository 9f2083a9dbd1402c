using System.Globalization;
using FileRoutedApi.Http;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Caching;

/// <summary>Serves GET and HEAD from cached responses, and calls the handler where there is none. <c>X-Cache</c> says which it was.</summary>
internal sealed class CachedRoute
{
    private static readonly StringValues _hit = "HIT";
    private static readonly StringValues _miss = "MISS";
    private static readonly StringValues _stale = "STALE";
    private static readonly StringValues _revalidated = "REVALIDATED";

    // Headers that others have set on the response stay beside the cached ones.
    private static readonly HashSet<string> _added = new(StringComparer.OrdinalIgnoreCase) { "Set-Cookie", "Vary", "WWW-Authenticate", "Proxy-Authenticate" };

    private readonly ResponseCache _cache;
    private readonly CachePolicy _policy;
    private readonly RouteFile _file;
    private readonly IRouteParameters _parameters;
    private readonly RequestDelegate _handler;
    private readonly Func<HttpContext, ValueTask<bool>> _isGuarded;
    private readonly bool _isBelowMiddleware;
    private readonly ILogger _logger;
    private readonly Lazy<string> _version;
    private readonly Lazy<(CacheKey Key, string[] Names)>? _fixed;

    /// <param name="isGuarded">Whether something in front of the handler decides who gets its responses.</param>
    /// <param name="isBelowMiddleware">True if requests may pass a middleware function.</param>
    public CachedRoute(
        ResponseCache cache,
        CachePolicy policy,
        RouteModule module,
        IRouteParameters parameters,
        RequestDelegate handler,
        Func<HttpContext, ValueTask<bool>> isGuarded,
        bool isBelowMiddleware,
        ILogger logger)
    {
        _cache = cache;
        _policy = policy;
        _file = module.File;
        _parameters = parameters;
        _handler = handler;
        _isGuarded = isGuarded;
        _isBelowMiddleware = isBelowMiddleware;
        _logger = logger;

        // At the first request: what it takes to tell versions apart is not read at the start.
        _version = new(() => cache.VersionOf(module));
        if (_file.Kind == RouteSegmentKind.Static && policy.Query.Count + policy.Headers.Count == 0)
        {
            _fixed = new(() => CacheKey.Of(_file, _version.Value) is var key ? (key, NamesOf(key)) : default);
        }
    }

    public Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
        {
            return _handler(context);
        }

        // A response to credentials is for this client alone, and no cache on the way may store it.
        if (!_policy.Authenticated && HasCredentials(context))
        {
            context.Response.Headers.CacheControl = CachePolicy.NoStore;
            return _handler(context);
        }

        return AnswerAsync(context);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (key, names) = _fixed?.Value ?? NewKey(context);
        var stop = context.RequestAborted;
        var now = _cache.Now;
        var kept = await _cache.FindAsync(key.Text, stop);
        var isTold = kept is not null && !await _cache.HasVersionsAsync(kept.Versions, names, stop);
        if (kept is not null && !isTold && _policy.IsFresh(kept, now))
        {
            await WriteAsync(context, kept, _hit, isKept: true);
            return;
        }

        var order = new GenerationRequest(key, names, _policy, context.GetEndpoint()!, _handler, _logger);
        if (kept is null)
        {
            var made = await GenerateAsync(order, stop);
            await WriteAsync(context, made.Answer, _miss, made.IsKept);
        }
        else if (now < kept.RetryAt && await _cache.HasVersionsAsync(kept.Tried, names, stop))
        {
            await WriteAsync(context, kept, _stale, isKept: !isTold);
        }
        else if (isTold)
        {
            var made = await GenerateAsync(order, stop);
            await WriteAsync(context, made.Answer, made.HasFailed ? _stale : _revalidated, made.IsKept && !made.HasFailed);
        }
        else
        {
            _ = _cache.RegenerateInBackgroundAsync(order);
            await WriteAsync(context, kept, _stale, isKept: true);
        }
    }

    /// <summary>Generates a response. One that was begun before an invalidation must not be served to requests that arrive after it.</summary>
    private async Task<GeneratedResponse> GenerateAsync(GenerationRequest order, CancellationToken stop)
    {
        var (made, isOwn) = await _cache.GenerateAsync(order, stop);
        if (!isOwn && !made.HasFailed && !await _cache.HasVersionsAsync(made.Answer.Versions, order.Names, stop))
        {
            (made, isOwn) = await _cache.GenerateAsync(order, stop);
        }

        if (made.IsPersonal && !isOwn)
        {
            return await _cache.GenerateAloneAsync(order, stop);
        }

        // No other cache may store what is out of date by now.
        return made.IsKept && !made.HasFailed && !await _cache.HasVersionsAsync(made.Answer.Versions, order.Names, stop) ? made with { IsKept = false } : made;
    }

    private (CacheKey Key, string[] Names) NewKey(HttpContext context) =>
        CacheKey.Of(_file, _version.Value, context, _parameters, _policy) is var key ? (key, NamesOf(key)) : default;

    // Not through context.User, which creates an anonymous user where there is none.
    private static bool HasCredentials(HttpContext context) =>
        context.Request.Headers.Authorization.Count > 0 || context.Features.Get<IHttpAuthenticationFeature>()?.User?.Identity is { IsAuthenticated: true };

    /// <summary>Who may store the response on its way to the client (RFC 9111 sections 3 and 5.2.2).</summary>
    private async ValueTask<StringValues> CacheControlOfAsync(HttpContext context, bool isKept, bool setsCookie) =>
        !isKept ? CachePolicy.NoStore
        : setsCookie ? CachePolicy.Private
        : _policy.Shared ? _policy.CacheControl
        : HasCredentials(context) || await _isGuarded(context) ? CachePolicy.Private
        : _policy.CacheControl;

    private async Task WriteAsync(HttpContext context, CachedResponse answer, StringValues state, bool isKept)
    {
        var response = context.Response;
        var headers = response.Headers;
        response.StatusCode = answer.Status;
        var setsCookie = headers.SetCookie.Count > 0;
        for (var i = 0; i < answer.Values.Length; i++)
        {
            var name = answer.Headers[i].Key;
            headers[name] = _added.Contains(name) ? StringValues.Concat(headers[name], answer.Values[i]) : answer.Values[i];
        }

        headers["X-Cache"] = state;
        if (state == _hit || state == _stale)
        {
            // RFC 9111 section 5.1.
            headers.Age = Math.Max(0, (_cache.Now - answer.MadeAt) / 1000).ToString(CultureInfo.InvariantCulture);
        }

        // A cookie that something in front of the handler has set is for this client alone, whatever the handler allows.
        if (headers.CacheControl.Count == 0 || setsCookie)
        {
            headers.CacheControl = await CacheControlOfAsync(context, isKept, setsCookie);
        }

        if (_policy.Headers.Count > 0)
        {
            headers.Vary = StringValues.Concat(headers.Vary, _policy.Vary);
        }

        if (_isBelowMiddleware && PendingBody.Of(context) is { } pending)
        {
            await WriteToAsync(context, answer, pending, isKept);
            return;
        }

        // What is about the bytes is unknown if a middleware changes them on their way.
        var isReplaced = ResponseBody.IsReplaced(context);
        if (answer.EntityTag is { } tag && !isReplaced)
        {
            headers.ETag = tag;
            if (answer.Status == StatusCodes.Status200OK && EntityTag.IsNotModified(context.Request, response))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                headers.ContentType = default;
                return;
            }
        }

        if (!HasBody(answer))
        {
            return;
        }

        if (!isReplaced)
        {
            response.ContentLength = answer.Body.Length;
        }

        if (!RequestMethod.IsHead(context) && answer.Body.Length > 0)
        {
            await response.BodyWriter.WriteAsync(answer.Body, context.RequestAborted);
        }
    }

    // An empty error has no length yet: the middleware for status codes may give it a body.
    private static bool HasBody(CachedResponse answer) =>
        ResponseBody.IsAllowed(answer.Status) && (answer.Body.Length > 0 || answer.Status < StatusCodes.Status400BadRequest);

    /// <summary>Leaves the response to the middleware functions that the request has passed, which may change it before it is sent.</summary>
    private static async Task WriteToAsync(HttpContext context, CachedResponse answer, PendingBody pending, bool isKept)
    {
        var headers = context.Response.Headers;
        var cookies = headers.SetCookie.Count;
        pending.OnStarting(response =>
        {
            // A function may set a cookie after the handler has returned; it is for this client alone.
            if (response.Headers.SetCookie.Count > cookies)
            {
                response.Headers.CacheControl = isKept ? CachePolicy.Private : CachePolicy.NoStore;
            }
        });
        if (!HasBody(answer))
        {
            return;
        }

        var tag = answer.EntityTag;
        pending.SetResponse(hasEntityTag: tag is not null);
        if (pending.IsCurrent && pending.TryTake(answer.Body, tag))
        {
            return;
        }

        if (tag is not null && !ResponseBody.IsReplaced(context) && !pending.IsCurrent)
        {
            // ASP.NET Core's output cache stores the headers that it sees.
            headers.ETag = tag;
            pending.SetResponse(hasEntityTag: true, tag);
        }

        pending.IsBuffering = true;
        await context.Response.BodyWriter.WriteAsync(answer.Body, context.RequestAborted);
    }

    // The one path of a static route stands for its file.
    private string[] NamesOf(CacheKey key) =>
        [key.Name, .. _file.Kind == RouteSegmentKind.Static ? [] : new[] { CacheKey.NameOfFile(_file) }, .. _policy.Tags.Select(CacheKey.NameOfTag)];
}
