using FileRoutedApi.Http;
using FileRoutedApi.Modules;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Caching;

/// <summary>
/// Serves GET and HEAD from the response cache, and calls the handler if the cache has no response. The <c>X-Cache</c> header tells which
/// of the two happened.
/// </summary>
internal sealed partial class CachedRoute
{
    private readonly ResponseCache _cache;
    private readonly CachePolicy _policy;
    private readonly RouteFile _file;
    private readonly IRouteParameters _parameters;
    private readonly RequestDelegate _handler;
    private readonly CachedResponseWriter _writer;
    private readonly ILogger _logger;
    private readonly Lazy<string> _version;
    private readonly Lazy<(CacheKey Key, string[] Dependencies)>? _onlyKey;

    /// <param name="isGuarded">Returns true if middleware or authorization decides which clients get the response.</param>
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
        _writer = new CachedResponseWriter(cache, policy, isGuarded, isBelowMiddleware);
        _logger = logger;

        // Computed by the first request, because it reads files and would slow down every start.
        _version = new(() => cache.VersionOf(module));
        if (_file.Kind == RouteSegmentKind.Static && policy.Query.Count + policy.Headers.Count == 0)
        {
            _onlyKey = new(() => WithDependencies(CacheKey.Of(_file, _version.Value)));
        }
    }

    public Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
        {
            Log.MethodNotCached(_logger, method, context.Request.Path);
            RequestTrace.Of(context)?.Add("Response cache", "not used: only GET and HEAD are cached");
            return _handler(context);
        }

        // The response may be personal, so the handler runs, and no cache between server and client may store the response.
        if (!_policy.Authenticated && RequestCredentials.ArePresent(context))
        {
            Log.CredentialsNotCached(_logger, context.Request.Path);
            RequestTrace.Of(context)?.Add("Response cache", "not used: the request has credentials");
            context.Response.Headers.CacheControl = CachePolicy.NoStore;
            return _handler(context);
        }

        return ServeAsync(context);
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (_cache.IsOff)
        {
            RequestTrace.Of(context)?.Add("Response cache", "off in development; otherwise the response would be cached");
        }

        var (key, dependencies) = _onlyKey?.Value ?? WithDependencies(CacheKey.Of(_file, _version.Value, context, _parameters, _policy));

        // The server creates the token of a request when it is first used.
        var stop = _cache.IsShared ? context.RequestAborted : CancellationToken.None;
        var now = _cache.Now;
        var cached = await _cache.FindAsync(key.Text, stop);
        var isInvalidated = cached is not null && !await _cache.IsCurrentAsync(cached.Versions, dependencies, stop);
        if (cached is not null && !isInvalidated && _policy.IsFresh(cached, now))
        {
            Log.Hit(_logger, key.Target, cached.AgeAt(now));
            await _writer.WriteAsync(context, cached, CachedResponseWriter.Hit, isCached: true);
            return;
        }

        stop = context.RequestAborted;
        var request = new GenerationRequest(key, dependencies, _policy, context.GetEndpoint()!, _handler, _logger);
        if (cached is null)
        {
            Log.Miss(_logger, key.Target);
            var generated = await GenerateAsync(request, stop);
            await _writer.WriteAsync(context, generated.Response, CachedResponseWriter.Miss, generated.IsCached);
        }
        else if (now < cached.RetryAt && await _cache.IsCurrentAsync(cached.FailedVersions, dependencies, stop))
        {
            Log.WaitingForRetry(_logger, key.Target, (cached.RetryAt - now) / 1000);
            await _writer.WriteAsync(context, cached, CachedResponseWriter.Stale, isCached: !isInvalidated);
        }
        else if (isInvalidated)
        {
            Log.Invalidated(_logger, key.Target);
            var generated = await GenerateAsync(request, stop);
            var state = generated.HasFailed ? CachedResponseWriter.Stale : CachedResponseWriter.Revalidated;
            await _writer.WriteAsync(context, generated.Response, state, generated.IsCached && !generated.HasFailed);
        }
        else
        {
            Log.Stale(_logger, key.Target, cached.AgeAt(now), _policy.Seconds);
            _ = _cache.RegenerateInBackgroundAsync(request);
            await _writer.WriteAsync(context, cached, CachedResponseWriter.Stale, isCached: true);
        }
    }

    /// <summary>Generates a response, or joins the generation of another request.</summary>
    /// <remarks>A response whose generation began before an invalidation must not be served to requests that arrive after it.</remarks>
    private async Task<GeneratedResponse> GenerateAsync(GenerationRequest request, CancellationToken stop)
    {
        var (generated, isOwn) = await _cache.GenerateAsync(request, stop);
        if (!isOwn && !generated.HasFailed && !await IsCurrentAsync(generated.Response, request, stop))
        {
            (generated, isOwn) = await _cache.GenerateAsync(request, stop);
        }

        if (generated.IsPersonal && !isOwn)
        {
            return await _cache.GenerateForClientAsync(request, stop);
        }

        // The response was invalidated while it was generated, so other caches must not store it.
        return generated.IsCached && !generated.HasFailed && !await IsCurrentAsync(generated.Response, request, stop)
            ? generated with { IsCached = false }
            : generated;
    }

    private ValueTask<bool> IsCurrentAsync(CachedResponse response, GenerationRequest request, CancellationToken stop) =>
        _cache.IsCurrentAsync(response.Versions, request.Dependencies, stop);

    // A static route has one path, so its file needs no dependency of its own.
    private (CacheKey Key, string[] Dependencies) WithDependencies(CacheKey key) =>
    (
        key,
        [
            key.PathDependency,
            .. _file.Kind == RouteSegmentKind.Static ? [] : new[] { CacheKey.FileDependency(_file) },
            .. _policy.Tags.Select(CacheKey.TagDependency),
        ]);

    private static partial class Log
    {
        [LoggerMessage(
            111, LogLevel.Debug,
            "The cache is not used for {Method} {Path}: it serves only GET and HEAD.",
            EventName = "CacheSkippedForMethod")]
        public static partial void MethodNotCached(ILogger logger, string method, PathString path);

        [LoggerMessage(
            112, LogLevel.Debug,
            "The cache is not used for {Path}: the request has credentials, and config.Cache.Authenticated is false.",
            EventName = "CacheSkippedForCredentials")]
        public static partial void CredentialsNotCached(ILogger logger, PathString path);

        [LoggerMessage(113, LogLevel.Debug, "{Path} is served from the cache. The response is {Age} s old.", EventName = "CacheHit")]
        public static partial void Hit(ILogger logger, string path, long age);

        [LoggerMessage(114, LogLevel.Debug, "The cache has no response to {Path}, so it is generated.", EventName = "CacheMiss")]
        public static partial void Miss(ILogger logger, string path);

        [LoggerMessage(
            115, LogLevel.Debug,
            "{Path} is served stale and regenerated in the background: the response is {Age} s old, and config.Revalidate is {Seconds}.",
            EventName = "CacheStale")]
        public static partial void Stale(ILogger logger, string path, long age, int? seconds);

        [LoggerMessage(
            116, LogLevel.Debug,
            "{Path} is served stale: the last regeneration failed, and the next attempt is due in {Seconds} s.",
            EventName = "CacheWaitingForRetry")]
        public static partial void WaitingForRetry(ILogger logger, string path, long seconds);

        [LoggerMessage(
            117, LogLevel.Debug,
            "The cached response to {Path} was invalidated, so it is regenerated.",
            EventName = "CacheInvalidated")]
        public static partial void Invalidated(ILogger logger, string path);
    }
}
