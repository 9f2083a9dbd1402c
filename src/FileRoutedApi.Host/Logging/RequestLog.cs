using System.Diagnostics;
using System.Runtime.CompilerServices;
using FileRoutedApi.Functions;
using FileRoutedApi.Routing;
using Microsoft.AspNetCore.Diagnostics;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Hosting;
using Serilog.Parsing;

namespace FileRoutedApi.Host.Logging;

/// <summary>
/// Logs each request when its response is complete: at level <c>Error</c> if the status is 500 or more, otherwise <c>Information</c>.
/// Method, path, status, duration, route and file are logged, and what the application added to Serilog's <c>IDiagnosticContext</c>.
/// </summary>
/// <remarks>
/// Replaces <c>UseSerilogRequestLogging</c>, which creates an event, two dictionaries and an <see cref="AsyncLocal{T}"/> for each request.
/// A request takes the short way, without an event, if the settings add nothing to the events and do not redirect them.
/// </remarks>
internal sealed class RequestLog
{
    // The category of the levels, as of the middleware of Serilog.AspNetCore.
    private const string Category = "Serilog.AspNetCore.RequestLoggingMiddleware";

    public static readonly MessageTemplate Template =
        new MessageTemplateParser().Parse("{RequestMethod} {RequestPath} {StatusCode} in {Elapsed:0.0} ms");

    private readonly RequestDelegate _next;
    private readonly Serilog.ILogger _logger;
    private readonly BatchedConsole? _console;
    private readonly DiagnosticContextUse _diagnostics;

    // These tables do not keep the endpoints and files of an earlier version of the folder.
    private readonly ConditionalWeakTable<RouteEndpoint, LoggedRoute> _routes = [];
    private readonly ConditionalWeakTable<PublicFile, LoggedRoute> _publicFiles = [];

    /// <param name="console">Takes requests without an event; null if each request needs an event.</param>
    public RequestLog(RequestDelegate next, Serilog.ILogger logger, BatchedConsole? console, DiagnosticContextUse diagnostics)
    {
        _next = next;
        _logger = logger.ForContext(Constants.SourceContextPropertyName, Category);
        _console = console;
        _diagnostics = diagnostics;
    }

    public Task InvokeAsync(HttpContext context)
    {
        // If the level of errors is off, all are.
        if (!_logger.IsEnabled(LogEventLevel.Error))
        {
            return _next(context);
        }

        if (_diagnostics.IsUsed)
        {
            return InvokeWithDiagnosticsAsync(context);
        }

        var started = Stopwatch.GetTimestamp();
        Task response;
        try
        {
            response = _next(context);
        }
        catch (Exception exception) when (Log(context, started, null, exception))
        {
            throw;
        }

        // Most responses complete synchronously, without a state machine.
        if (!response.IsCompletedSuccessfully)
        {
            return AwaitAsync(response, context, started);
        }

        Log(context, started, null, null);
        return response;
    }

    private async Task AwaitAsync(Task response, HttpContext context, long started)
    {
        try
        {
            await response;
        }
        catch (Exception exception) when (Log(context, started, null, exception))
        {
            throw;
        }

        Log(context, started, null, null);
    }

    private async Task InvokeWithDiagnosticsAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        using var collected = _diagnostics.BeginCollection();
        try
        {
            await _next(context);
        }
        catch (Exception exception) when (Log(context, started, collected, exception))
        {
            throw;
        }

        Log(context, started, collected, null);
    }

    /// <returns>True: called in an exception filter, so that the log entry is written before the stack unwinds.</returns>
    private bool Log(HttpContext context, long started, DiagnosticContextCollector? collected, Exception? exception)
    {
        var status = exception is null ? context.Response.StatusCode : StatusCodes.Status500InternalServerError;
        var level = status >= StatusCodes.Status500InternalServerError ? LogEventLevel.Error : LogEventLevel.Information;
        if (!_logger.IsEnabled(level))
        {
            return true;
        }

        var request = new LoggedRequest(
            DateTime.UtcNow,
            Stopwatch.GetTimestamp() - started,
            context.Request.Method,
            context.Request.PathBase.Add(context.Request.Path).ToUriComponent(),
            status,
            RouteOf(context),
            RequestScope.IdsOf(context));
        if (_console is not null && collected is null && level == LogEventLevel.Information)
        {
            _console.Add(request);
        }
        else
        {
            _logger.Write(ToEvent(request, level, collected, exception));
        }

        return true;
    }

    /// <summary>Returns the route and the file, also after the exception handler has cleared the endpoint.</summary>
    private LoggedRoute RouteOf(HttpContext context)
    {
        if ((context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint) is not RouteEndpoint endpoint)
        {
            return LoggedRoute.None;
        }

        var route = _routes.GetValue(endpoint, CreateRoute);
        return route.IsOfPublicFiles && context.Features.Get<PublicFile>() is { } file ? RouteOf(file, route.Route) : route;
    }

    // A method of its own: the closure would be allocated for each request.
    private LoggedRoute RouteOf(PublicFile file, string? route) => _publicFiles.GetValue(file, file => new LoggedRoute(route, file.File));

    private static LoggedRoute CreateRoute(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<RouteFileMetadata>() is { File: { } file } ? new LoggedRoute(file.Pattern, file.Path)
        : new LoggedRoute(endpoint.RoutePattern.RawText, null)
        {
            IsOfPublicFiles = endpoint.Metadata.GetMetadata<PublicFileMetadata>() is not null,
        };

    /// <summary>Creates the event of a request.</summary>
    internal static LogEvent ToEvent(
        in LoggedRequest request,
        LogEventLevel level,
        DiagnosticContextCollector? collected,
        Exception? exception)
    {
        Exception? set = null;
        var properties = new List<LogEventProperty>();
        if (collected is not null && collected.TryComplete(out var added, out set))
        {
            properties.AddRange(added ?? []);
        }

        Add("Route", request.Route.Route);
        Add("File", request.Route.File);
        Add("RequestMethod", request.Method);
        Add("RequestPath", request.Path);
        Add("StatusCode", request.Status);
        Add("Elapsed", request.Elapsed);

        // The file instead of the category of the level.
        Add(Constants.SourceContextPropertyName, request.Route.Source);
        return new LogEvent(
            new DateTimeOffset(request.Time).ToLocalTime(),
            level,
            exception ?? set,
            Template,
            properties,
            request.Ids.TraceId,
            request.Ids.SpanId);

        void Add(string name, object? value)
        {
            if (value is not null)
            {
                properties.Add(new LogEventProperty(name, new ScalarValue(value)));
            }
        }
    }
}
