using FileRoutedApi.Http;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace FileRoutedApi.Caching;

/// <summary>Answers GET and HEAD from what is kept, and has the handler called where nothing is. What is answered is told in <c>X-Cache</c>.</summary>
internal sealed class CachedRoute
{
    private static readonly StringValues _hit = "HIT";
    private static readonly StringValues _miss = "MISS";
    private static readonly StringValues _stale = "STALE";
    private static readonly StringValues _revalidated = "REVALIDATED";

    private readonly AnswerCache _cache;
    private readonly CachePolicy _policy;
    private readonly RouteFile _file;
    private readonly IRouteParameters _parameters;
    private readonly RequestDelegate _handler;
    private readonly ILogger _logger;
    private readonly CacheKey? _key;
    private readonly string[]? _names;

    public CachedRoute(AnswerCache cache, CachePolicy policy, RouteFile file, IRouteParameters parameters, RequestDelegate handler, ILogger logger)
    {
        _cache = cache;
        _policy = policy;
        _file = file;
        _parameters = parameters;
        _handler = handler;
        _logger = logger;
        if (file.Kind == RouteSegmentKind.Static && policy.Query.Count + policy.Headers.Count == 0)
        {
            _key = CacheKey.Of(file);
            _names = NamesOf(_key);
        }
    }

    public Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
        {
            return _handler(context);
        }

        // What is made for somebody is for nobody else, whatever stands between.
        if (!_policy.Authenticated && (context.Request.Headers.Authorization.Count > 0 || context.User.Identity is { IsAuthenticated: true }))
        {
            context.Response.Headers.CacheControl = CachePolicy.NoStore;
            return _handler(context);
        }

        return AnswerAsync(context);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var key = _key ?? CacheKey.Of(_file, context, _parameters, _policy);
        var names = _names ?? NamesOf(key);
        var stop = context.RequestAborted;
        var now = _cache.Now;
        var kept = await _cache.FindAsync(key.Text, stop);
        var isTold = kept is not null && !await _cache.HasVersionsAsync(kept.Versions, names, stop);
        if (kept is not null && !isTold && _policy.IsFresh(kept, now))
        {
            await WriteAsync(context, kept, _hit, isKept: true);
            return;
        }

        var order = new AnswerOrder(key, names, _policy, context.GetEndpoint()!, _handler, _logger);
        if (kept is null)
        {
            var (made, isOwn) = await _cache.MakeAsync(order, stop);
            made = made.IsPersonal && !isOwn ? await _cache.MakeAloneAsync(order, stop) : made;
            await WriteAsync(context, made.Answer, _miss, made.IsKept);
        }
        else if (now < kept.RetryAt && await _cache.HasVersionsAsync(kept.Tried, names, stop))
        {
            await WriteAsync(context, kept, _stale, isKept: true);
        }
        else if (isTold)
        {
            var (made, isOwn) = await _cache.MakeAsync(order, stop);
            made = made.IsPersonal && !isOwn ? await _cache.MakeAloneAsync(order, stop) : made;
            await WriteAsync(context, made.Answer, made.HasFailed ? _stale : _revalidated, made.IsKept);
        }
        else
        {
            _ = MakeInBackgroundAsync(order);
            await WriteAsync(context, kept, _stale, isKept: true);
        }
    }

    private async Task MakeInBackgroundAsync(AnswerOrder order)
    {
        try
        {
            await _cache.MakeAsync(order, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // Nothing is kept any more that it could fall back to; the next request is told.
            HandlerLog.Unhandled(_logger, exception, HttpMethods.Get, order.Key.Target);
        }
    }

    private async Task WriteAsync(HttpContext context, CachedAnswer answer, StringValues state, bool isKept)
    {
        var response = context.Response;
        var headers = response.Headers;
        response.StatusCode = answer.Status;
        for (var i = 0; i < answer.Values.Length; i++)
        {
            headers[answer.Headers[i].Key] = answer.Values[i];
        }

        headers["X-Cache"] = state;
        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = isKept ? _policy.CacheControl : CachePolicy.NoStore;
        }

        if (_policy.Headers.Count > 0)
        {
            headers.Vary = StringValues.Concat(headers.Vary, _policy.Vary);
        }

        if (answer.EntityTag is { } tag)
        {
            headers.ETag = tag;
            if (answer.Status == StatusCodes.Status200OK && EntityTag.IsNotModified(context.Request, response))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                headers.ContentType = default;
                return;
            }
        }

        if (answer.Status is 204 or 205 or 304)
        {
            return;
        }

        // An empty error has no length yet: whoever answers errors may give it a body.
        if (answer.Body.Length == 0 && answer.Status >= StatusCodes.Status400BadRequest)
        {
            return;
        }

        response.ContentLength = answer.Body.Length;
        if (!HttpMethods.IsHead(context.Request.Method) && answer.Body.Length > 0)
        {
            await response.BodyWriter.WriteAsync(answer.Body, context.RequestAborted);
        }
    }

    private string[] NamesOf(CacheKey key) => [RouteRevalidation.NameOfPath(key.Target), .. _policy.Tags.Select(RouteRevalidation.NameOfTag)];
}
