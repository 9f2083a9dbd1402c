using System.Diagnostics;
using FileRoutedApi.Development;
using FileRoutedApi.Endpoints;
using FileRoutedApi.Functions;
using FileRoutedApi.Http;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace FileRoutedApi.Host.Development;

/// <summary>
/// What listens while you develop. The application behind it may be replaced by another, and its code by newer code,
/// without a request being refused: each ends on what it began with.
/// </summary>
/// <param name="root">The folder that contains <c>api/</c>.</param>
/// <param name="saved">Has a request wait for what was saved before it.</param>
internal sealed class DevServer(string root, SavedChanges saved) : IHttpApplication<IFeatureCollection>
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _swapping = new();
    private Serving? _current;
    private Task _drained = Task.CompletedTask;
    private IReadOnlyList<RouteDiagnostic> _failure = [];

    /// <summary>The application that answers; null where none has started yet.</summary>
    public RunningApplication? Application => Volatile.Read(ref _current)?.Application;

    /// <summary>The services of what it answers itself.</summary>
    public IServiceProvider Services { private get; set; } = null!;

    /// <summary>The page about this server, and what it shows; null where it is not for developers.</summary>
    public (Dashboard Page, DevActivity Activity)? Dashboard { get; set; }

    /// <summary>Lets requests in that waited for the first application. There may be none: then they are told why.</summary>
    public void Fail(IReadOnlyList<RouteDiagnostic> diagnostics)
    {
        Volatile.Write(ref _failure, diagnostics);
        _first.TrySetResult();
    }

    /// <summary>Makes an application, or newer code of the same one, answer what comes from now on.</summary>
    /// <returns>A task that ends when every request that began before has ended.</returns>
    public Task Put(RunningApplication application)
    {
        lock (_swapping)
        {
            var old = Interlocked.Exchange(ref _current, new Serving(application, new RequestGate()));
            _first.TrySetResult();

            // A request may have begun long before the last swap.
            return _drained = old is null ? _drained : Task.WhenAll(_drained, old.Gate.CloseAsync());
        }
    }

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public Task ProcessRequestAsync(IFeatureCollection context)
    {
        if (Dashboard is not { } dashboard)
        {
            return AnswerAsync(context);
        }

        return context.GetRequiredFeature<IHttpRequestFeature>().Path.StartsWith("/_dev", StringComparison.OrdinalIgnoreCase)
            ? AnswerSelfAsync(context, dashboard.Page.HandleAsync)
            : AnswerNotedAsync(context, dashboard.Activity);
    }

    private async Task AnswerNotedAsync(IFeatureCollection context, DevActivity activity)
    {
        var at = DateTimeOffset.Now;
        var started = Stopwatch.GetTimestamp();
        try
        {
            await AnswerAsync(context);
        }
        finally
        {
            var request = context.GetRequiredFeature<IHttpRequestFeature>();

            // The handling of an exception takes the endpoint away.
            var endpoint = context.Get<IEndpointFeature>()?.Endpoint ?? context.Get<IExceptionHandlerFeature>()?.Endpoint;
            activity.Request(new RequestEntry(
                at,
                request.Method,
                request.RawTarget,
                context.GetRequiredFeature<IHttpResponseFeature>().StatusCode,
                Stopwatch.GetElapsedTime(started).TotalMilliseconds,
                endpoint?.Metadata.GetMetadata<RouteFileMetadata>()?.File.Path));
        }
    }

    private async Task AnswerAsync(IFeatureCollection context)
    {
        await _first.Task;
        await saved.WaitAsync(context.GetRequiredFeature<IHttpRequestFeature>().RawTarget, AbortedOf(context));
        if (Enter() is not { } serving)
        {
            await AnswerSelfAsync(context, AnswerFailureAsync);
            return;
        }

        try
        {
            await serving.Application.Live.WaitForAsync(context.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
            await serving.Application.ProcessAsync(context);
        }
        finally
        {
            serving.Gate.Leave();
        }
    }

    private static CancellationToken AbortedOf(IFeatureCollection context) => context.Get<IHttpRequestLifetimeFeature>()?.RequestAborted ?? default;

    private Serving? Enter()
    {
        while (Volatile.Read(ref _current) is { } serving)
        {
            if (serving.Gate.TryEnter())
            {
                return serving;
            }
        }

        return null;
    }

    private Task AnswerFailureAsync(HttpContext context) =>
        Dashboard is null || !LocalRequest.IsLocal(context)
            ? ProblemResponse.WriteAsync(context, new ProblemDetails { Status = StatusCodes.Status500InternalServerError, Title = "Internal Server Error" })
            : ErrorPage.WriteAsync(context, ErrorReport.OfDiagnostics(ErrorReport.NotStarted, root, Volatile.Read(ref _failure)));

    private async Task AnswerSelfAsync(IFeatureCollection request, RequestDelegate answer)
    {
        var context = new DefaultHttpContext(request) { ServiceScopeFactory = Services.GetRequiredService<IServiceScopeFactory>() };
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await answer(context);
        await context.Response.CompleteAsync();
    }

    private sealed record Serving(RunningApplication Application, RequestGate Gate);
}
