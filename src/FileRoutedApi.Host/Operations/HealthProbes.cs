using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace FileRoutedApi.Host.Operations;

/// <summary>
/// Serves the liveness and readiness probes <c>/live</c> and <c>/ready</c> below a path. They need no authentication, no rate limit applies
/// and they are not logged. An endpoint of the application at the same path takes precedence.
/// </summary>
/// <remarks>
/// Implemented as a middleware in front of everything else, and not with <c>MapHealthChecks().ShortCircuit()</c>, because the request log
/// and tracing run before routing, and an endpoint would be ambiguous with a route file at the same path.
/// </remarks>
internal sealed class HealthProbes
{
    private readonly RequestDelegate _next;
    private readonly IServiceProvider _services;
    private readonly PathString _path;
    private readonly CancellationToken _stopping;
    private readonly Lazy<RequestDelegate> _live;
    private readonly Lazy<RequestDelegate> _ready;

    /// <param name="path">The path above the probes.</param>
    /// <param name="stopping">Cancelled when the host begins to stop.</param>
    public HealthProbes(RequestDelegate next, IServiceProvider services, PathString path, CancellationToken stopping)
    {
        _next = next;
        _services = services;
        _path = path;
        _stopping = stopping;
        _live = new(() => Probe(_ => false));
        _ready = new(() => Probe(_ => true));

        RequestDelegate Probe(Func<HealthCheckRegistration, bool> includes) => new HealthCheckMiddleware(
            next,
            Options.Create(new HealthCheckOptions { Predicate = includes }),
            services.GetRequiredService<HealthCheckService>()).InvokeAsync;
    }

    public Task InvokeAsync(HttpContext context) =>
        context.Request.Path.StartsWithSegments(_path, out var probe) ? ProbeAsync(context, probe) : _next(context);

    /// <summary>Returns true if the request is for one of the probes.</summary>
    public static bool IsProbe(HttpContext context, PathString path) =>
        context.Request.Path.StartsWithSegments(path, out var probe) && (IsLive(probe) || IsReady(probe));

    private static bool IsLive(PathString probe) => probe.Equals("/live", StringComparison.OrdinalIgnoreCase);

    private static bool IsReady(PathString probe) => probe.Equals("/ready", StringComparison.OrdinalIgnoreCase);

    private Task ProbeAsync(HttpContext context, PathString probe)
    {
        RequestDelegate? respond = IsLive(probe) ? _live.Value
            : !IsReady(probe) ? null
            : _stopping.IsCancellationRequested ? NotReadyAsync
            : _ready.Value;
        if (respond is null || HasEndpoint(context.Request.Path))
        {
            return _next(context);
        }

        if (context.Features.Get<IHttpMetricsTagsFeature>() is { } metrics)
        {
            metrics.MetricsDisabled = true;
        }

        return respond(context);
    }

    // Only a literal path takes precedence: a catch-all of the application must not disable the probes.
    private bool HasEndpoint(PathString path) => _services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Select(endpoint => endpoint.RoutePattern.RawText?.Trim('/'))
        .Contains(path.Value!.Trim('/'), StringComparer.OrdinalIgnoreCase);

    // Not implemented as a health check, because each failed check would be logged as an error.
    private static Task NotReadyAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain";
        context.Response.Headers[HeaderNames.CacheControl] = "no-store, no-cache";
        return context.Response.WriteAsync(nameof(HealthStatus.Unhealthy));
    }
}
