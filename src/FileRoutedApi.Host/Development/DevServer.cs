using FileRoutedApi.Compilation.Development;
using FileRoutedApi.Development;
using FileRoutedApi.Http;
using FileRoutedApi.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace FileRoutedApi.Host.Development;

/// <summary>
/// Passes requests to the running application. The application and its code can be replaced without refusing a request: each request
/// completes in the application and the code in which it has started.
/// </summary>
/// <param name="root">The folder that contains <c>api/</c>.</param>
/// <param name="saved">Delays a request until the changes that were saved before it are applied.</param>
internal sealed class DevServer(string root, SavedChanges saved) : IHttpApplication<IFeatureCollection>
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _swapping = new();
    private Serving? _current;
    private Task _drained = Task.CompletedTask;
    private (Dashboard Page, DevActivity Activity)? _dashboard;
    private RequestRecorder? _recorder;
    private IReadOnlyList<RouteDiagnostic> _failure = [];

    /// <summary>Gets the running application; null if none has started yet.</summary>
    public RunningApplication? Application => Volatile.Read(ref _current)?.Application;

    /// <summary>Sets the services for responses that no application writes.</summary>
    public IServiceProvider Services { private get; set; } = null!;

    /// <summary>Gets or sets the dashboard and its data; null outside of Development.</summary>
    public (Dashboard Page, DevActivity Activity)? Dashboard
    {
        get => _dashboard;
        set
        {
            _dashboard = value;
            _recorder = value is { Activity: { } activity } ? new RequestRecorder(activity, root, HealthPath) : null;
        }
    }

    /// <summary>Gets the folder with the user's files.</summary>
    public SourceFolder Folder => new(root, EditorTemplate.Parse(Setting("Editor")) ?? EditorTemplate.Parse(null)!);

    /// <summary>Sets the callback for an application that stops by itself.</summary>
    public Action? ApplicationStopped { private get; set; }

    /// <summary>Reports that an application could not start. If none runs, requests get the errors as their response.</summary>
    public void Fail(IReadOnlyList<RouteDiagnostic> diagnostics)
    {
        Volatile.Write(ref _failure, diagnostics);
        _first.TrySetResult();
    }

    /// <summary>Passes new requests to an application, or to the new code of the running one.</summary>
    /// <returns>A task that completes when all earlier requests have completed.</returns>
    public Task Put(RunningApplication application)
    {
        Serving? old;
        Task drained;
        lock (_swapping)
        {
            old = Interlocked.Exchange(ref _current, new Serving(application, new RequestGate()));
            _first.TrySetResult();

            // Includes requests that have started before the previous swap and are still running.
            drained = _drained = old is null ? _drained : Task.WhenAll(_drained, old.Gate.CloseAsync());
        }

        if (old?.Application != application)
        {
            application.Stopping.Register(() => ReportStopped(application));
        }

        return drained;
    }

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public Task ProcessRequestAsync(IFeatureCollection context)
    {
        if (Dashboard is not { } dashboard)
        {
            return ForwardAsync(context);
        }

        return context.GetRequiredFeature<IHttpRequestFeature>().Path.StartsWith("/_dev", StringComparison.OrdinalIgnoreCase)
            ? RespondAsync(context, dashboard.Page.HandleAsync)
            : _recorder!.RecordAsync(context, () => ForwardAsync(context));
    }

    private string HealthPath => Setting("Health:Path") is { Length: > 0 } path ? path : "/healthz";

    private string? Setting(string key) => Services.GetRequiredService<IConfiguration>()[$"{FileRoutesOptions.SectionName}:{key}"];

    private async Task ForwardAsync(IFeatureCollection context)
    {
        var trace = context.Get<RequestTrace>();
        await WaitAsync("Start of the application", _first.Task);
        await WaitAsync("Saved changes", saved.WaitAsync(context.GetRequiredFeature<IHttpRequestFeature>().RawTarget, AbortedOf(context)));
        if (Enter() is not { } serving)
        {
            await RespondAsync(context, WriteFailureAsync);
            return;
        }

        var request = serving.Gate.CreatePass();
        context.Set(request);
        try
        {
            var file = serving.Application.Live.WaitForAsync(context.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
            await WaitAsync("Compilation", file);
            await serving.Application.ProcessAsync(context);
        }
        finally
        {
            request.Leave();
        }

        async Task WaitAsync(string what, Task task)
        {
            if (!task.IsCompleted && trace is not null)
            {
                var started = trace.Elapsed;
                await task;
                trace.Add(what, "waited", trace.Elapsed - started);
            }

            await task;
        }
    }

    private static CancellationToken AbortedOf(IFeatureCollection context) =>
        context.Get<IHttpRequestLifetimeFeature>()?.RequestAborted ?? default;

    // A replaced application is stopped too, but then it is not the running one any more.
    private void ReportStopped(RunningApplication application)
    {
        if (Application == application)
        {
            ApplicationStopped?.Invoke();
        }
    }

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

    private Task WriteFailureAsync(HttpContext context) =>
        Dashboard is null || !LocalRequest.IsLocal(context)
            ? ProblemResponse.WriteAsync(
                context, new ProblemDetails { Status = StatusCodes.Status500InternalServerError, Title = "Internal Server Error" })
            : ErrorPage.WriteAsync(context, ErrorReport.OfDiagnostics(ErrorReport.NotStarted, Folder, Volatile.Read(ref _failure)));

    private async Task RespondAsync(IFeatureCollection request, RequestDelegate respond)
    {
        var context = new DefaultHttpContext(request) { ServiceScopeFactory = Services.GetRequiredService<IServiceScopeFactory>() };
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await respond(context);
        await context.Response.CompleteAsync();
    }

    private sealed record Serving(RunningApplication Application, RequestGate Gate);
}
