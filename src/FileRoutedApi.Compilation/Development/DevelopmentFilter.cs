using FileRoutedApi.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileRoutedApi.Compilation.Development;

/// <summary>
/// Serves the dashboard in front of every other middleware of an application, and records the requests. A request waits until the changes
/// that were saved before it are applied.
/// </summary>
internal sealed class DevelopmentFilter(Dashboard dashboard, RequestRecorder recorder, DevelopmentLoop loop) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(following => context => InvokeAsync(context, following));
        next(app);
    };

    private Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        context.Request.Path.StartsWithSegments("/_dev")
            ? dashboard.HandleAsync(context)
            : recorder.RecordAsync(context.Features, () => ServeAsync(context, next));

    private async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } raw ? raw : context.Request.Path.Value ?? "/";
        var waiting = loop.WaitAsync(target, context.RequestAborted);
        if (!waiting.IsCompleted && RequestTrace.Of(context) is { } trace)
        {
            var started = trace.Elapsed;
            await waiting;
            trace.Add("Saved changes", "waited", trace.Elapsed - started);
        }

        await waiting;
        var request = loop.Enter();
        context.Features.Set(request);
        try
        {
            await WelcomePage.InvokeAsync(context, next);
        }
        finally
        {
            request.Leave();
        }
    }
}
