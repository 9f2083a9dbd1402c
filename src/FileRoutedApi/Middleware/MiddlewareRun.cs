using System.Diagnostics.CodeAnalysis;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Middleware;

/// <summary>A request on its way through the middleware functions of the folders, from the outermost in.</summary>
/// <param name="applying">The folders that apply to the request as it came, outermost first.</param>
[SuppressMessage("Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "The response disposes of the buffered body.")]
internal sealed class MiddlewareRun(HttpContext context, IReadOnlyList<FolderMiddleware> applying, FolderPipeline pipeline, FolderSet folders)
{
    private RoutedRequest _routed = new(context);
    private KeptBody? _body;
    private bool _hasContinued;

    /// <summary>The file whose function is running, or null while what follows the folders runs. Exceptions are logged under it.</summary>
    public string? File { get; private set; }

    public Task StartAsync()
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
            _body = new KeptBody(context.Request.Body);
            context.Request.Body = _body;
        }

        return RunAsync([.. applying], []);
    }

    /// <param name="left">The folders that apply to the request and whose functions have not been considered.</param>
    /// <param name="called">Those whose function was called. One that did not want the path may want the path of a rewrite.</param>
    private async Task RunAsync(FolderMiddleware[] left, FolderMiddleware[] called)
    {
        // The request is for something else now, so the folders that apply to that count.
        if (_routed.NeedsRouting(context))
        {
            await pipeline.RouteAsync(context);
            left = [.. FolderPipeline.Apply(context, folders).Except(called)];
            _routed = new RoutedRequest(context);
        }

        if (Array.FindIndex(left, middleware => middleware.Wants(context)) is >= 0 and var next)
        {
            FolderMiddleware[] passed = [.. called, left[next]];
            await CallAsync(left[next], rewritten => GoOnAsync(left[(next + 1)..], passed, rewritten));
            return;
        }

        _hasContinued = true;
        File = null;
        _body?.Restore(context);
        await pipeline.ContinueAsync(context);
    }

    private async Task GoOnAsync(FolderMiddleware[] left, FolderMiddleware[] called, string? rewritten)
    {
        if (rewritten is not null)
        {
            Rewrite(rewritten);
        }

        var file = File;
        await RunAsync(left, called);
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
        if (middleware.Settings.ParsesBody && call.Request is { } request && _body is not null)
        {
            await request.ReadBodyAsync();
        }

        try
        {
            await function.InvokeAsync(call);
        }
        catch when (call.Response is { } response)
        {
            await response.DiscardAsync();
            throw;
        }
        finally
        {
            call.Request?.Complete();
        }

        await EndAsync(middleware, function, call);
    }

    private Task EndAsync(FolderMiddleware middleware, MiddlewareFunction function, MiddlewareCall call)
    {
        if (call.Response is { IsOpen: false } response)
        {
            return call.HasGoneOn && response.HasStarted ? DiscardAsync(middleware, response) : response.CompleteAsync().AsTask();
        }

        if (!function.TakesNext)
        {
            return call.Context.Response.HasStarted ? Task.CompletedTask : call.GoOnAsync();
        }

        if (call.Response is not null && !call.HasGoneOn && middleware.Settings.IsDevelopment)
        {
            HandlerLog.WentNowhere(middleware.Settings.Logger, context.Request.Path);
        }

        return Task.CompletedTask;
    }

    private static async Task DiscardAsync(FolderMiddleware middleware, ApiResponse response)
    {
        HandlerLog.AnsweredBehind(middleware.Settings.Logger);
        await response.DiscardAsync();
    }

    /// <exception cref="ArgumentException">The path does not begin with a slash.</exception>
    private void Rewrite(string target)
    {
        if (target is not ['/', ..])
        {
            throw new ArgumentException($"next(path) goes on to a path of this application, which begins with a slash, and got '{target}'. Redirect to what lies elsewhere.", nameof(target));
        }

        var query = target.IndexOf('?', StringComparison.Ordinal);
        context.Request.Path = PathString.FromUriComponent(query < 0 ? target : target[..query]);
        if (query >= 0)
        {
            context.Request.QueryString = new QueryString(target[query..]);
        }
    }

    /// <summary>A response that a middleware function sends by itself does not reach the CORS middleware.</summary>
    private async Task AllowOriginAsync(ICorsMetadata cors)
    {
        if (_hasContinued || context.Response.Headers.AccessControlAllowOrigin.Count > 0)
        {
            return;
        }

        var policy = cors switch
        {
            ICorsPolicyMetadata own => own.Policy,
            IEnableCorsAttribute named when context.RequestServices.GetService<ICorsPolicyProvider>() is { } policies => await policies.GetPolicyAsync(context, named.PolicyName),
            _ => null,
        };
        if (policy is not null)
        {
            var service = context.RequestServices.GetRequiredService<ICorsService>();
            service.ApplyResult(service.EvaluatePolicy(context, policy), context.Response);
        }
    }
}
