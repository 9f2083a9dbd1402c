using System.Diagnostics.CodeAnalysis;
using FileRoutedApi.Diagnostics;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FileRoutedApi.Middleware;

/// <summary>Runs the middleware functions of folders for one request, the outermost first.</summary>
/// <param name="applying">The folders that apply to the original request, outermost first.</param>
[SuppressMessage(
    "Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "The response disposes the buffered body.")]
internal sealed partial class MiddlewareRun(
    HttpContext context, IReadOnlyList<FolderMiddleware> applying, FolderPipeline pipeline, FolderMiddlewareSet folders)
{
    private RoutedRequest _routed = new(context);
    private BufferedRequestBody? _body;
    private PendingBody? _pending;
    private bool _hasContinued;

    /// <summary>
    /// Gets the file whose function is running; null while the rest of the pipeline runs. Exceptions are attributed to it.
    /// </summary>
    public string? File { get; private set; }

    public async Task StartAsync()
    {
        context.Features.Set(this);
        if (context.GetEndpoint()?.Metadata.GetMetadata<ICorsMetadata>() is { } cors and not IDisableCorsAttribute)
        {
            CorsVary.Register(context.Response);
            if (context.Request.Headers.Origin.Count > 0)
            {
                context.Response.OnStarting(() => AllowOriginAsync(cors));
            }
        }

        if (RequestBodyPresence.MayHaveBody(context))
        {
            _body = new BufferedRequestBody(context, context.Request.Body);
            context.Request.Body = _body;
        }

        try
        {
            await RunAsync([.. applying], []);
        }
        catch when (_pending is not null)
        {
            await _pending.DiscardAsync();
            throw;
        }

        if (_pending is not null)
        {
            await SendAsync(_pending);
        }
    }

    private async Task SendAsync(PendingBody response)
    {
        // The body may be a stream of the handler. Its exceptions must not be attributed to a middleware file.
        File = null;
        try
        {
            await response.SendAsync();
        }
        catch (Exception exception) when (HandlerExceptions.IsClientDisconnect(exception, context, context.RequestAborted))
        {
            // The client disconnected.
        }
    }

    /// <param name="remaining">The folders that apply to the request and have not been considered.</param>
    /// <param name="called">
    /// The folders whose function was called. They are not called again after a rewrite. A folder that was skipped may match the new path.
    /// </param>
    private async Task RunAsync(FolderMiddleware[] remaining, FolderMiddleware[] called)
    {
        // The path was rewritten, so other folders may apply.
        if (_routed.NeedsRouting(context))
        {
            await pipeline.RouteAsync(context);
            remaining = [.. FolderPipeline.Apply(context, folders).Except(called)];
            _routed = new RoutedRequest(context);
        }

        if (Array.FindIndex(remaining, middleware => middleware.AppliesTo(context)) is >= 0 and var next)
        {
            FolderMiddleware[] passed = [.. called, remaining[next]];
            await CallAsync(remaining[next], rewritten => ContinueAsync(remaining[(next + 1)..], passed, rewritten));
            return;
        }

        _hasContinued = true;
        File = null;
        _body?.Restore();
        if (_pending is not null)
        {
            // Middleware in front of a route function writes complete responses, such as a 401. Other endpoints may write a stream.
            _pending.IsBuffering = context.GetEndpoint()?.Metadata.GetMetadata<RouteFileMetadata>() is not null;
        }

        await pipeline.ContinueAsync(context);
        if (RequestMethod.IsHead(context))
        {
            _pending?.OnHeadHandled();
        }
    }

    private async Task ContinueAsync(FolderMiddleware[] remaining, FolderMiddleware[] called, string? rewritten)
    {
        if (rewritten is not null)
        {
            Rewrite(rewritten);
        }

        var file = File;
        try
        {
            await RunAsync(remaining, called);
        }
        finally
        {
            if (_pending is not null)
            {
                // From here on the function changes a pending response. Its writes do not send anything.
                _pending.IsBuffering = true;
            }
        }

        File = file;
    }

    private async Task CallAsync(FolderMiddleware middleware, Func<string?, Task> next)
    {
        File = middleware.File.Path;
        var function = middleware.Function!;
        var call = new MiddlewareCall(
            context,
            function.TakesCall ? new ApiRequest(context, middleware.Settings) : null,
            function.TakesResponse ? new ApiResponse(context, middleware.Settings) : null,
            next);
        if (function.TakesNext)
        {
            _pending ??= PendingBody.Attach(context, middleware.Settings.Buffers);
        }

        if (_pending is not null)
        {
            _pending.IsBuffering = false;
        }

        if (_body is not null)
        {
            await PrepareBodyAsync(_body, middleware, call.Request);
        }

        var trace = middleware.Settings.Is(HandlerTraits.IsDevelopment) ? RequestTrace.Of(context) : null;
        var started = trace?.Elapsed;
        try
        {
            await function.InvokeAsync(call);
        }
        catch when (call.Response is { } response)
        {
            trace?.Add(middleware.File.Path, "threw", trace.Elapsed - started);
            await response.DiscardAsync();
            throw;
        }
        finally
        {
            call.Request?.Complete();
        }

        trace?.Add(middleware.File.Path, OutcomeOf(function, call), trace.Elapsed - started);
        await EndAsync(middleware, function, call);
    }

    private static string OutcomeOf(MiddlewareFunction function, MiddlewareCall call) =>
        call.HasContinued ? "called next"
        : call.Response is { IsOpen: false } || call.Context.Response.HasStarted ? $"responded with {call.Context.Response.StatusCode}"
        : function.TakesNext ? "did not call next"
        : "continued";

    private async Task PrepareBodyAsync(BufferedRequestBody body, FolderMiddleware middleware, ApiRequest? request)
    {
        body.Limit = middleware.LimitOf(context);
        if (middleware.Settings.Is(HandlerTraits.ParsesBody) && request is not null)
        {
            // A parsed body is held in memory, so it needs a limit even if the file sets none.
            await request.ReadBodyAsync(body.Limit?.Limit ?? middleware.Settings.BodyLimit);
            context.Request.Body = body;
        }
    }

    private Task EndAsync(FolderMiddleware middleware, MiddlewareFunction function, MiddlewareCall call)
    {
        if (call.Response is { IsOpen: false } response)
        {
            return !call.HasContinued ? response.CompleteAsync().AsTask()
                : response.HasStarted && !response.IsAppending ? DiscardAsync(middleware, response)
                : ReplaceAsync(response);
        }

        if (!function.TakesNext)
        {
            return call.Context.Response.HasStarted ? Task.CompletedTask : call.ContinueAsync();
        }

        if (call.Response is not null && !call.HasContinued && middleware.Settings.Is(HandlerTraits.IsDevelopment))
        {
            Log.NoResponse(middleware.Settings.Logger, context.Request.Path);
        }

        return Task.CompletedTask;
    }

    /// <summary>Replaces the response of the next middleware with that of the function.</summary>
    private async Task ReplaceAsync(ApiResponse response)
    {
        if (_pending is not null && !response.IsAppending)
        {
            await _pending.ClearAsync();
        }

        await response.CompleteAsync();
    }

    private static async Task DiscardAsync(FolderMiddleware middleware, ApiResponse response)
    {
        Log.SecondResponseIgnored(middleware.Settings.Logger);
        await response.DiscardAsync();
    }

    /// <exception cref="ArgumentException">The path does not begin with a slash.</exception>
    private void Rewrite(string target)
    {
        if (target is not ['/', ..])
        {
            throw new ArgumentException(UsageTexts.NextPath(target), nameof(target));
        }

        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? target : target[..query];
        context.Request.Path = PathString.FromUriComponent(path);

        // The escaped path is kept, because an encoded slash cannot be distinguished from the text "%2F" once it is decoded.
        context.Features.Set(new RewrittenPath(path));
        if (query >= 0)
        {
            context.Request.QueryString = new QueryString(target[query..]);
        }
    }

    /// <summary>
    /// Adds CORS headers to a response that a middleware function wrote itself, because it never reaches the CORS middleware.
    /// </summary>
    private async Task AllowOriginAsync(ICorsMetadata cors)
    {
        if (_hasContinued || context.Response.Headers.AccessControlAllowOrigin.Count > 0)
        {
            return;
        }

        var policy = cors switch
        {
            ICorsPolicyMetadata own => own.Policy,
            IEnableCorsAttribute named when context.RequestServices.GetService<ICorsPolicyProvider>() is { } policies =>
                await policies.GetPolicyAsync(context, named.PolicyName),
            _ => null,
        };
        if (policy is not null)
        {
            var service = context.RequestServices.GetRequiredService<ICorsService>();
            service.ApplyResult(service.EvaluatePolicy(context, policy), context.Response);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Warning,
            "The middleware ended without calling next and without responding, so the response for {Path} is empty.",
            EventName = "NoResponse")]
        public static partial void NoResponse(ILogger logger, string path);

        [LoggerMessage(
            2, LogLevel.Error,
            "The middleware sent a response after another one had been sent; the first one is used.",
            EventName = "SecondResponseIgnored")]
        public static partial void SecondResponseIgnored(ILogger logger);
    }
}
