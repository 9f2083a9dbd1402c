using System.Globalization;
using FileRoutedApi.Http;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;
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

    // What others have put on the response stays beside what was kept.
    private static readonly HashSet<string> _added = new(StringComparer.OrdinalIgnoreCase) { "Set-Cookie", "Vary", "WWW-Authenticate", "Proxy-Authenticate" };

    private readonly AnswerCache _cache;
    private readonly CachePolicy _policy;
    private readonly RouteFile _file;
    private readonly IRouteParameters _parameters;
    private readonly RequestDelegate _handler;
    private readonly string _code;
    private readonly ILogger _logger;
    private readonly CacheKey? _key;
    private readonly string[]? _names;

    public CachedRoute(AnswerCache cache, CachePolicy policy, RouteFile file, IRouteParameters parameters, RequestDelegate handler, Guid code, ILogger logger)
    {
        _cache = cache;
        _policy = policy;
        _file = file;
        _parameters = parameters;
        _handler = handler;
        _code = code.ToString("N")[..12];
        _logger = logger;
        if (file.Kind == RouteSegmentKind.Static && policy.Query.Count + policy.Headers.Count == 0)
        {
            _key = CacheKey.Of(file, _code);
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
        if (!_policy.Authenticated && HasCredentials(context))
        {
            context.Response.Headers.CacheControl = CachePolicy.NoStore;
            return _handler(context);
        }

        return AnswerAsync(context);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var key = _key ?? CacheKey.Of(_file, _code, context, _parameters, _policy);
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
            var made = await MakeAsync(order, stop);
            await WriteAsync(context, made.Answer, _miss, made.IsKept);
        }
        else if (now < kept.RetryAt && await _cache.HasVersionsAsync(kept.Tried, names, stop))
        {
            await WriteAsync(context, kept, _stale, isKept: !isTold);
        }
        else if (isTold)
        {
            var made = await MakeAsync(order, stop);
            await WriteAsync(context, made.Answer, made.HasFailed ? _stale : _revalidated, made.IsKept && !made.HasFailed);
        }
        else
        {
            _ = MakeInBackgroundAsync(order);
            await WriteAsync(context, kept, _stale, isKept: true);
        }
    }

    /// <summary>Has an answer made. What was begun before somebody told that it is out of date is no answer for who came after.</summary>
    private async Task<MadeAnswer> MakeAsync(AnswerOrder order, CancellationToken stop)
    {
        var (made, isOwn) = await _cache.MakeAsync(order, stop);
        if (!isOwn && !made.HasFailed && !await _cache.HasVersionsAsync(made.Answer.Versions, order.Names, stop))
        {
            (made, isOwn) = await _cache.MakeAsync(order, stop);
        }

        if (made.IsPersonal && !isOwn)
        {
            return await _cache.MakeAloneAsync(order, stop);
        }

        // Nobody else is to keep what is out of date by now.
        return made.IsKept && !made.HasFailed && !await _cache.HasVersionsAsync(made.Answer.Versions, order.Names, stop) ? made with { IsKept = false } : made;
    }

    // Not through context.User, which makes a nobody where there is nobody.
    private static bool HasCredentials(HttpContext context) =>
        context.Request.Headers.Authorization.Count > 0 || context.Features.Get<IHttpAuthenticationFeature>()?.User?.Identity is { IsAuthenticated: true };

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
        var isForOne = headers.SetCookie.Count > 0 || HasCredentials(context);
        for (var i = 0; i < answer.Values.Length; i++)
        {
            var name = answer.Headers[i].Key;
            headers[name] = _added.Contains(name) ? StringValues.Concat(headers[name], answer.Values[i]) : answer.Values[i];
        }

        headers["X-Cache"] = state;
        if (state == _hit || state == _stale)
        {
            // RFC 9111 section 5.1: how long it has been kept already.
            headers.Age = Math.Max(0, (_cache.Now - answer.MadeAt) / 1000).ToString(CultureInfo.InvariantCulture);
        }

        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = !isKept ? CachePolicy.NoStore : isForOne ? CachePolicy.Private : _policy.CacheControl;
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
        if (!RequestMethod.IsHead(context) && answer.Body.Length > 0)
        {
            await response.BodyWriter.WriteAsync(answer.Body, context.RequestAborted);
        }
    }

    private string[] NamesOf(CacheKey key) => [key.Name, .. _policy.Tags.Select(CacheKey.NameOfTag)];
}
