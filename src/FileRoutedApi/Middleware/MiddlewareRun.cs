using System.Diagnostics.CodeAnalysis;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FileRoutedApi.Middleware;

/// <summary>A request on its way through the middleware of the folders, from the outermost in.</summary>
[SuppressMessage("Reliability", "CA1001:Types that own disposable fields should be disposable", Justification = "The response disposes of what the body keeps.")]
internal sealed class MiddlewareRun(HttpContext context, FolderSet folders, RequestDelegate answer)
{
    private string _path = "";
    private KeptBody? _body;

    /// <summary>The file whose function is running, for whoever answers its exceptions.</summary>
    public string? File { get; private set; }

    public Task StartAsync()
    {
        _path = context.Request.Path.Value ?? "/";
        FolderMiddleware[] above = [.. folders.Above(_path)];
        if (above.Length == 0)
        {
            return answer(context);
        }

        context.Features.Set(this);
        if (context.Request.Headers.Origin.Count > 0 && above.LastOrDefault(middleware => middleware.Cors is not null)?.Cors is { } policy)
        {
            context.Response.OnStarting(() => AllowOriginAsync(policy));
        }

        if (BodyReader.HasBody(context) && above.Any(middleware => middleware.Function is not null))
        {
            _body = new KeptBody(context.Request.Body);
            context.Request.Body = _body;
        }

        return RunAsync(above, []);
    }

    /// <param name="left">Those that the path is below, and that have not been looked at.</param>
    /// <param name="called">Those whose function was called. One that did not want the path may want another.</param>
    private Task RunAsync(FolderMiddleware[] left, FolderMiddleware[] called)
    {
        // Somewhere else now: what is above the new path counts.
        var path = context.Request.Path.Value ?? "/";
        if (!path.Equals(_path, StringComparison.Ordinal))
        {
            _path = path;
            left = [.. folders.Above(path).Except(called)];
        }

        if (Array.FindIndex(left, middleware => middleware.Wants(context)) is >= 0 and var next)
        {
            FolderMiddleware[] passed = [.. called, left[next]];
            return CallAsync(left[next], rewritten => GoOnAsync(left[(next + 1)..], passed, rewritten));
        }

        _body?.Restore(context);
        return answer(context);
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

    /// <summary>What a middleware answers by itself never gets to where endpoints allow origins.</summary>
    private Task AllowOriginAsync(CorsPolicy policy)
    {
        if (context.GetEndpoint() is null && context.Response.Headers.AccessControlAllowOrigin.Count == 0)
        {
            var service = context.RequestServices.GetRequiredService<ICorsService>();
            service.ApplyResult(service.EvaluatePolicy(context, policy), context.Response);
        }

        return Task.CompletedTask;
    }
}
