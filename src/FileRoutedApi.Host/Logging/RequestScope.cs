using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Serilog.Events;

namespace FileRoutedApi.Host.Logging;

/// <summary>
/// The logging scope of a request, and its <see cref="System.Diagnostics.Activity"/>, which is created when something needs it: a request
/// with a trace context, a log entry, problem details, or a call by <see cref="HttpClient"/>.
/// </summary>
/// <remarks>
/// ASP.NET Core creates both for each request, with more than 700 bytes, whether anything uses them or not. It still does where a listener
/// wants the activity, and where the log is not the plain console of Production.
/// </remarks>
internal sealed class RequestScope : LogScope, IHttpActivityFeature
{
    // The features belong to the server and are reset after the request, so this object can tell whether its request is over.
    private readonly IFeatureCollection _features;
    private readonly string? _path;
    private Activity? _activity;

    private RequestScope(HttpContext context)
        : base(Current)
    {
        _features = context.Features;
        _path = context.Request.Path.Value;
    }

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, object?>> Properties
    {
        get
        {
            if (IsCurrent)
            {
                yield return new("RequestId", _features.Get<IHttpRequestIdentifierFeature>()?.TraceIdentifier);
            }

            yield return new("RequestPath", _path);
        }
    }

    /// <summary>Gets or sets the activity. It is created by the first reader, and is then the current one of the reader's flow.</summary>
    public Activity Activity
    {
        get
        {
            var activity = _activity ?? Create();
            Activity.Current ??= activity;
            return activity;
        }

        set => _activity = value;
    }

    private bool IsCurrent =>
        ReferenceEquals(_features.Get<IHttpActivityFeature>(), this) || ReferenceEquals(_features.Get<RequestScope>(), this);

    /// <summary>Adds the scope in front of the rest of the pipeline. It must be the first middleware.</summary>
    public static void Use(IApplicationBuilder app)
    {
        // Resolving a logger configures the log.
        app.ApplicationServices.GetRequiredService<ILoggerFactory>();
        if (app.ApplicationServices.GetRequiredService<LogOutput>().OfRequests is null)
        {
            return;
        }

        OutgoingRequests.Follow(app.ApplicationServices.GetRequiredService<IHostApplicationLifetime>());
        app.Use(next => context =>
        {
            Begin(context);
            return next(context);
        });
    }

    /// <summary>Returns the ids of a request for its log entry. They are random if nothing has needed the activity.</summary>
    public static TraceIds IdsOf(HttpContext context) => context.Features.Get<IHttpActivityFeature>() is RequestScope scope
        ? scope._activity is { } activity ? TraceIds.Of(activity) : TraceIds.CreateRandom()
        : TraceIds.Of(Activity.Current);

    /// <summary>Creates the activity of the current request if there is no other, so that the code that follows belongs to the trace.</summary>
    /// <returns>True if there is a current activity now.</returns>
    public static bool StartTrace()
    {
        if (Activity.Current is null && Current is RequestScope scope && (scope._activity is not null || scope.IsCurrent))
        {
            _ = scope.Activity;
        }

        return Activity.Current is not null;
    }

    /// <summary>Returns an event with the ids of the trace. Serilog has created it before the activity existed.</summary>
    public static LogEvent WithTrace(LogEvent logged)
    {
        if (logged.TraceId is not null)
        {
            return logged;
        }

        StartTrace();
        return Activity.Current is not { IdFormat: ActivityIdFormat.W3C } activity ? logged : new LogEvent(
            logged.Timestamp,
            logged.Level,
            logged.Exception,
            logged.MessageTemplate,
            logged.Properties.Select(property => new LogEventProperty(property.Key, property.Value)),
            activity.TraceId,
            activity.SpanId);
    }

    private static void Begin(HttpContext context)
    {
        var scope = new RequestScope(context);
        Current = scope;
        if (Activity.Current is not null)
        {
            context.Features.Set(scope);
            return;
        }

        context.Features.Set<IHttpActivityFeature>(scope);
        var headers = context.Request.Headers;
        if (headers.TraceParent.Count > 0 || headers.RequestId.Count > 0 || headers.Baggage.Count > 0)
        {
            _ = scope.Activity;
        }
    }

    /// <summary>Creates the activity as ASP.NET Core does: in the trace of the client, if it has sent one.</summary>
    private Activity Create()
    {
        var activity = new Activity("Microsoft.AspNetCore.Hosting.HttpRequestIn");
        if (_features.Get<IHttpRequestFeature>()?.Headers is { } headers)
        {
            var propagator = DistributedContextPropagator.Current;
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
        }

        activity.Start();

        // Two flows of a request may get here at the same time.
        var first = Interlocked.CompareExchange(ref _activity, activity, null) ?? activity;
        Activity.Current = first;
        return first;
    }

    private static void GetHeader(object? carrier, string name, out string? value, out IEnumerable<string>? values)
    {
        values = null;
        value = ((IHeaderDictionary)carrier!)[name];
    }
}
