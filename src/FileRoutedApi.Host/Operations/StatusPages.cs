using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace FileRoutedApi.Host.Operations;

/// <summary>
/// Sends problem details for an error status without a body, as <c>UseStatusCodePages</c> does. ASP.NET Core's middleware runs only for such
/// a response: it uses <see cref="HttpContext.Items"/> and an asynchronous method for every request.
/// </summary>
internal sealed class StatusPages
{
    private readonly RequestDelegate _next;
    private readonly StatusCodePagesMiddleware _middleware;

    public StatusPages(RequestDelegate next, IOptions<StatusCodePagesOptions> options)
    {
        _next = next;
        _middleware = new StatusCodePagesMiddleware(_ => Task.CompletedTask, options);
    }

    public Task InvokeAsync(HttpContext context)
    {
        // The application can turn the pages off for a request.
        var feature = new StatusCodePagesFeature();
        context.Features.Set<IStatusCodePagesFeature>(feature);
        var response = _next(context);
        return !response.IsCompletedSuccessfully ? AwaitAsync(response, context, feature)
            : NeedsPage(context, feature) ? _middleware.Invoke(context)
            : response;
    }

    private async Task AwaitAsync(Task response, HttpContext context, StatusCodePagesFeature feature)
    {
        await response;
        if (NeedsPage(context, feature))
        {
            await _middleware.Invoke(context);
        }
    }

    private static bool NeedsPage(HttpContext context, StatusCodePagesFeature feature) =>
        context.Response is { StatusCode: >= 400 and < 600, HasStarted: false, ContentLength: null, ContentType: null or "" }
        && feature.Enabled
        && context.GetEndpoint()?.Metadata.GetMetadata<ISkipStatusCodePagesMetadata>() is null;
}
