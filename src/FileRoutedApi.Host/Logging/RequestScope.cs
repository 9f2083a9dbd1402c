using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Serilog.Events;

namespace FileRoutedApi.Host.Logging;

/// <summary>
/// The logging scope of a request, and its <see cref="System.Diagnostics.Activity"/>, which is created when something needs it: a request
/// with a trace context, a log entry, problem details, or a call by <see cref="HttpClient"/>.
/// </summary>
/// <remarks>
/// ASP.NET Core allocates both for each request (more than 700 bytes), even if nothing uses them. It still does where
/// <see cref="LogOutput.HasLazyTraces"/> is false, or where a listener wants the activity.
/// </remarks>
internal sealed class RequestScope : LogScope, IHttpActivityFeature
{
    // The headers of the propagators of .NET. A propagator of the application may read others.
    private static readonly string[] _headers = ["traceparent", "tracestate", "baggage", "Request-Id", "Correlation-Context"];

    private readonly PathString _path;

    // Null after the end of the request: the server uses them for its next request.
    private IFeatureCollection? _features;
    private string? _requestId;
    private Activity? _activity;
    private TraceIds _ids;

    private RequestScope(HttpContext context)
        : base(Current)
    {
        _features = context.Features;
        _path = context.Request.PathBase + context.Request.Path;
    }

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, object?>> Properties
    {
        get
        {
            _requestId ??= _features?.Get<IHttpRequestIdentifierFeature>()?.TraceIdentifier;
            if (_requestId is not null)
            {
                yield return new("RequestId", _requestId);
            }

            yield return new("RequestPath", _path.ToString());
        }
    }

    /// <summary>
    /// Gets or sets the activity. It is created by the first reader. It is then the current activity of the reader's flow, unless that has
    /// another one.
    /// </summary>
    public Activity Activity
    {
        get
        {
            var activity = _activity ?? Create(prepare: null);
            Activity.Current ??= activity;
            return activity;
        }

        set => _activity = value;
    }

    /// <summary>Adds the scope in front of the rest of the pipeline. It must be the first middleware.</summary>
    public static void Use(IApplicationBuilder app)
    {
        // Resolving a logger configures the log.
        app.ApplicationServices.GetRequiredService<ILoggerFactory>();
        if (!app.ApplicationServices.GetRequiredService<LogOutput>().HasLazyTraces)
        {
            return;
        }

        OutgoingRequests.Follow(app.ApplicationServices.GetRequiredService<IHostApplicationLifetime>());
        var propagator = app.ApplicationServices.GetRequiredService<DistributedContextPropagator>();
        var isDefault = propagator.Fields.All(field => _headers.Contains(field, StringComparer.OrdinalIgnoreCase));
        app.Use(next => context =>
        {
            var scope = new RequestScope(context);
            Current = scope;
            if (Activity.Current is null)
            {
                context.Features.Set<IHttpActivityFeature>(scope);
                if (!isDefault || HasTrace(context.Request.Headers))
                {
                    scope.Continue(context.Request.Headers, propagator);
                }
            }

            return scope.RunAsync(context, next);
        });
    }

    /// <summary>Returns the ids of a request for its log entry. They are random if nothing has needed the activity.</summary>
    public static TraceIds IdsOf(HttpContext context)
    {
        if (context.Features.Get<IHttpActivityFeature>() is not RequestScope scope)
        {
            return TraceIds.Of(Activity.Current);
        }

        // Kept for an activity that is created later.
        return scope._ids = scope._activity is { } activity ? TraceIds.Of(activity) : TraceIds.CreateRandom();
    }

    /// <summary>Creates the activity of the current request if there is no other, so that the code that follows belongs to the trace.</summary>
    /// <returns>True if there is a current activity now.</returns>
    public static bool StartTrace() => Activity.Current is not null || Current is RequestScope { Activity: not null };

    /// <summary>Adds the ids of the trace to an event that Serilog created before the activity existed.</summary>
    public static LogEvent WithTrace(LogEvent logged) =>
        logged.TraceId is not null || !StartTrace() || Activity.Current is not { IdFormat: ActivityIdFormat.W3C } activity ? logged
        : new LogEvent(
            logged.Timestamp,
            logged.Level,
            logged.Exception,
            logged.MessageTemplate,
            logged.Properties.Select(property => new LogEventProperty(property.Key, property.Value)),
            activity.TraceId,
            activity.SpanId);

    // The server knows the names of these headers, so this is faster than a search for each field of the propagator.
    private static bool HasTrace(IHeaderDictionary headers) =>
        headers.TraceParent.Count > 0 || headers.RequestId.Count > 0 || headers.Baggage.Count > 0 || headers.CorrelationContext.Count > 0;

    private Task RunAsync(HttpContext context, RequestDelegate next)
    {
        Task response;
        try
        {
            response = next(context);
        }
        catch
        {
            _features = null;
            throw;
        }

        // Most responses complete synchronously, without a state machine.
        if (!response.IsCompletedSuccessfully)
        {
            return AwaitAsync(response);
        }

        _features = null;
        return response;
    }

    private async Task AwaitAsync(Task response)
    {
        try
        {
            await response;
        }
        finally
        {
            _features = null;
        }
    }

    /// <summary>Creates the activity in the trace of the client, as ASP.NET Core does.</summary>
    private void Continue(IHeaderDictionary headers, DistributedContextPropagator propagator) => Create(activity =>
    {
        propagator.ExtractTraceIdAndState(headers, GetHeader, out var parent, out var state);
        if (!string.IsNullOrEmpty(parent))
        {
            activity.SetParentId(parent);
            activity.TraceStateString = string.IsNullOrEmpty(state) ? null : state;
        }

        foreach (var (name, value) in propagator.ExtractBaggage(headers, GetHeader) ?? [])
        {
            activity.AddBaggage(name, value);
        }
    });

    private static void GetHeader(object? carrier, string name, out string? value, out IEnumerable<string>? values)
    {
        values = null;
        value = ((IHeaderDictionary)carrier!)[name];
    }

    private Activity Create(Action<Activity>? prepare)
    {
        var activity = new Activity("Microsoft.AspNetCore.Hosting.HttpRequestIn");
        prepare?.Invoke(activity);
        if (!_ids.IsEmpty)
        {
            activity.SetParentId(_ids.TraceId, _ids.SpanId);
        }

        // Started without a current activity, because it would become the child of one that the function has created.
        var current = Activity.Current;
        Activity.Current = null;
        activity.Start();

        // Two flows of a request may get here at the same time.
        var first = Interlocked.CompareExchange(ref _activity, activity, null) ?? activity;
        Activity.Current = current ?? first;
        return first;
    }
}
