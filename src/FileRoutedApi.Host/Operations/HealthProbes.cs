using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.Host.Operations;

/// <summary>
/// Answers <c>/live</c> and <c>/ready</c> under a path before anything else does: nobody has to be known for it, nothing
/// limits it, and it is not logged. An endpoint of the user's own at one of them comes first.
/// </summary>
internal sealed class HealthProbes
{
    private readonly RequestDelegate _next;
    private readonly IServiceProvider _services;
    private readonly PathString _path;
    private readonly CancellationToken _ending;
    private readonly RequestDelegate _live;
    private readonly RequestDelegate _checks;

    /// <param name="ending">Cancelled when the host begins to end.</param>
    public HealthProbes(RequestDelegate next, IServiceProvider services, PathString path, CancellationToken ending)
    {
        _next = next;
        _services = services;
        _path = path;
        _ending = ending;
        _live = Answer(_ => false);
        _checks = Answer(_ => true);

        RequestDelegate Answer(Func<HealthCheckRegistration, bool> counts) => new HealthCheckMiddleware(
            next,
            Options.Create(new HealthCheckOptions { Predicate = counts }),
            services.GetRequiredService<HealthCheckService>()).InvokeAsync;
    }

    public Task InvokeAsync(HttpContext context) =>
        context.Request.Path.StartsWithSegments(_path, out var probe) ? AnswerAsync(context, probe) : _next(context);

    /// <summary>Whether a request asks for one of them.</summary>
    public static bool IsProbe(HttpContext context, PathString path) =>
        context.Request.Path.StartsWithSegments(path, out var probe) && (IsLive(probe) || IsReady(probe));

    private static bool IsLive(PathString probe) => probe.Equals("/live", StringComparison.OrdinalIgnoreCase);

    private static bool IsReady(PathString probe) => probe.Equals("/ready", StringComparison.OrdinalIgnoreCase);

    private Task AnswerAsync(HttpContext context, PathString probe)
    {
        RequestDelegate? answer = IsLive(probe) ? _live
            : !IsReady(probe) ? null
            : _ending.IsCancellationRequested ? NotReadyAsync
            : _checks;
        if (answer is null || IsTaken(context.Request.Path))
        {
            return _next(context);
        }

        if (context.Features.Get<IHttpMetricsTagsFeature>() is { } metrics)
        {
            metrics.MetricsDisabled = true;
        }

        return answer(context);
    }

    // Only a literal path: a catch-all answers what nothing else does.
    private bool IsTaken(PathString path) => _services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Any(endpoint => endpoint.RoutePattern.RawText?.Trim('/').Equals(path.Value!.Trim('/'), StringComparison.OrdinalIgnoreCase) == true);

    // Asked no more than this: a check that fails would be logged as an error each time.
    private static Task NotReadyAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain";
        context.Response.Headers[HeaderNames.CacheControl] = "no-store, no-cache";
        return context.Response.WriteAsync(nameof(HealthStatus.Unhealthy));
    }
}
